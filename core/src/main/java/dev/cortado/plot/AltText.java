package dev.cortado.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The alternative text of a picture: a line for each item. */
final class AltText {

  private AltText() {}

  static String of(Plot plot) {
    return lines(plot).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
  }

  private static Stream<String> lines(Plot plot) {
    var title = Stream.of(plot.title());
    return switch (plot) {
      case Chart chart -> join(title, Stream.of(axes(chart.x(), chart.y())), items(chart.items()));
      case Field field ->
          join(title, Stream.of(axes(field.x(), field.y()), colors(field)), items(field.items()));
      case Panels panels -> Stream.concat(title, panels.plots().stream().flatMap(AltText::lines));
    };
  }

  private static Stream<String> join(
      Stream<String> title, Stream<String> axes, Stream<String> items) {
    return Stream.concat(title, Stream.concat(axes, items));
  }

  private static String axes(Axis x, Axis y) {
    var names = new ArrayList<String>();
    if (!y.label().isEmpty()) {
      names.add(name(y));
    }
    if (!x.label().isEmpty()) {
      names.add("over " + name(x));
    }
    return String.join(" ", names);
  }

  private static String name(Axis axis) {
    return axis.label() + (axis.scale() == Axis.Scale.LOGARITHMIC ? " (logarithmic)" : "");
  }

  private static String colors(Field field) {
    var grid = field.grid();
    var name = field.z().label().isEmpty() ? "colors" : name(field.z());
    var reach = grid.values().filter(Double::isFinite).summaryStatistics();
    var places = " at " + grid.columns() + " × " + grid.rows() + " places";
    return switch (field.coloring()) {
      case Coloring.Classes(var names) when names.isEmpty() -> "regions" + places;
      case Coloring.Classes(var names) -> "classes " + String.join(", ", names) + places;
      case Coloring.Rising _, Coloring.Around _ when reach.getCount() == 0 -> name + places;
      case Coloring.Rising _, Coloring.Around _ ->
          name + ": from " + figure(reach.getMin()) + " to " + figure(reach.getMax()) + places;
    };
  }

  private static Stream<String> items(List<Item> items) {
    return items.stream()
        .map(item ->
            switch (item) {
              case Item.Line(_, var points) when points.size() == 0 -> "";
              case Item.Line(var name, var points) -> points(name, "line", points);
              case Item.Dots(var name, var points) -> points(name, "dots", points);
              case Item.Mark(var name, double at) -> mark(name, figure(at));
              case Item.Level(var name, double at) -> name + ": level " + figure(at);
            });
  }

  private static String mark(String name, String at) {
    return name.isEmpty() ? "" : name + ": marked at " + at;
  }

  private static String points(String name, String what, Points points) {
    int lowest = -1;
    int highest = -1;
    for (int i = 0; i < points.size(); i++) {
      if (Double.isFinite(points.y(i))) {
        lowest = lowest < 0 || points.y(i) < points.y(lowest) ? i : lowest;
        highest = highest < 0 || points.y(i) > points.y(highest) ? i : highest;
      }
    }
    var text = (name.isEmpty() ? "" : name + ": ") + what + ", " + points.size() + " points";
    return lowest < 0
        ? text
        : text + ", lowest " + place(points, lowest) + ", highest " + place(points, highest);
  }

  private static String place(Points points, int index) {
    return figure(points.y(index)) + " at " + figure(points.x(index));
  }

  private static String figure(double value) {
    return FourDigits.withMinus(FourDigits.of(value));
  }
}
