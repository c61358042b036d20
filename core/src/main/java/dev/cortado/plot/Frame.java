package dev.cortado.plot;

import dev.cortado.plot.Ticks.Tick;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Everything around the data of a plot: title, legend and marks above, axes at the left and below,
 * levels at the right. Texts overlap neither each other nor the data.
 */
final class Frame {

  private static final int EDGE = 14;
  private static final int LINE = 16;
  private static final int LONGEST_LEVEL = 150;

  /** The height that the data needs before there is room for a legend. */
  private static final int LOWEST = 60;

  /** A mark's label, centered over its line as far as there is room; row 0 is the lowest. */
  private record Flag(Item.Mark mark, int row, int left, int right) {}

  private final Box outer;
  private final Axis xAxis;
  private final Axis yAxis;
  private final Extent x;
  private final Extent y;
  private final String title;
  private final int titleSize;
  private final Legend legend;
  private final List<Tick> xTicks;
  private final List<Tick> yTicks;
  private final List<Flag> flags = new ArrayList<>();
  private final List<Item.Level> levels;
  private final Box area;

  /**
   * A frame in a box.
   *
   * @param beside how much room is left free at the right
   */
  Frame(
      Box outer,
      String title,
      List<Legend.Entry> entries,
      Axis xAxis,
      Axis yAxis,
      Extent x,
      Extent y,
      List<Item> items,
      int beside) {
    this.outer = outer;
    this.xAxis = xAxis;
    this.yAxis = yAxis;
    this.x = x;
    this.y = y;
    titleSize = outer.width() >= 480 ? 15 : 13;
    this.title = Svg.fitted(title, titleSize, outer.width() - 2 * EDGE);
    yTicks = Ticks.of(y, Math.clamp((outer.height() - 90) / 32, 2, 9));
    levels =
        select(items, Item.Level.class).stream()
            .filter(level -> isInView(y, level.at()))
            .sorted(Comparator.comparingDouble(Item.Level::at).reversed())
            .toList();
    int left = EDGE + widest(yTicks) + 8 + (yAxis.label().isEmpty() ? 0 : LINE + 4);
    int right = Math.max(22, beside + labelsOfLevels());
    int bottom = EDGE + LINE + (xAxis.label().isEmpty() ? 0 : LINE + 2);
    var below = outer.inside(EDGE + headingHeight(), right, bottom, left);
    int room = below.height() - LOWEST;
    legend = new Legend(entries, outer.width() - 2 * EDGE, Math.max(0, room / Legend.ROW));
    int aboveArea = legend.height() > 0 ? legend.height() + 6 : 0;
    raiseFlags(below, select(items, Item.Mark.class), (room - aboveArea) / LINE);
    area = below.inside(aboveArea + rows() * LINE, 0, 0, 0);
    xTicks = xTicks();
  }

  private int headingHeight() {
    return title.isEmpty() ? 0 : titleSize + 11;
  }

  /** The rows of labels of marks. */
  private int rows() {
    return flags.stream()
        .filter(flag -> !flag.mark().name().isEmpty())
        .mapToInt(flag -> flag.row() + 1)
        .max()
        .orElse(0);
  }

  private static <T extends Item> List<T> select(List<Item> items, Class<T> type) {
    return items.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static boolean isInView(Extent extent, double value) {
    double at = extent.at(value);
    return at >= 0 && at <= 1;
  }

  private static int widest(List<Tick> ticks) {
    return ticks.stream().mapToInt(tick -> width(tick.label())).max().orElse(0);
  }

  private static int width(String words) {
    return SvgText.width(words, Svg.SMALL);
  }

  private int labelsOfLevels() {
    return levels.stream()
        .mapToInt(level -> Math.min(LONGEST_LEVEL, width(level.name())) + EDGE)
        .max()
        .orElse(0);
  }

  /**
   * Places marks from left to right, each label in the lowest row with room for it; a mark without
   * room has no label.
   */
  private void raiseFlags(Box below, List<Item.Mark> marks, int most) {
    var ends = new ArrayList<Integer>();
    var shown =
        marks.stream()
            .filter(mark -> isInView(x, mark.at()))
            .sorted(Comparator.comparingDouble(Item.Mark::at))
            .toList();
    for (var mark : shown) {
      var name = Svg.fitted(mark.name(), Svg.SMALL, outer.width() - 2 * EDGE);
      int width = width(name);
      int place = below.x() + (int) (x.at(mark.at()) * below.width());
      int left = Math.clamp(place - width / 2, outer.x() + EDGE, outer.right() - EDGE - width);
      int row = 0;
      while (row < ends.size() && ends.get(row) > left) {
        row++;
      }
      if (width == 0 || row >= most) {
        flags.add(new Flag(new Item.Mark("", mark.at()), 0, left, left));
        continue;
      }
      if (row == ends.size()) {
        ends.add(0);
      }
      ends.set(row, left + width + 10);
      flags.add(new Flag(new Item.Mark(name, mark.at()), row, left, left + width));
    }
  }

  /** As many ticks as fit side by side. */
  private List<Tick> xTicks() {
    for (int most = Math.max(2, area.width() / 45); ; most--) {
      var ticks = Ticks.of(x, most);
      if (most == 1 || fitSideBySide(ticks)) {
        return ticks;
      }
    }
  }

  private boolean fitSideBySide(List<Tick> ticks) {
    double end = Double.NEGATIVE_INFINITY;
    for (var tick : ticks) {
      if (tick.isLabeled()) {
        double half = width(tick.label()) / 2.0;
        if (labelPlace(tick) - half < end) {
          return false;
        }
        end = labelPlace(tick) + half + 8;
      }
    }
    return true;
  }

  /** Centered under its tick, but inside the picture. */
  private double labelPlace(Tick tick) {
    double half = width(tick.label()) / 2.0;
    return Math.min(area.x() + tick.at() * area.width(), outer.right() - 4 - half);
  }

  /** Where the data is drawn. */
  Box area() {
    return area;
  }

  /** How far a value is from the left of the area. */
  double x(double value) {
    return x.at(value) * area.width();
  }

  /** How far a value is from the top of the area. */
  double y(double value) {
    return (1 - y.at(value)) * area.height();
  }

  /** Draws background, grid and labels. */
  void drawBack(Svg svg) {
    int top = outer.y() + EDGE;
    if (!title.isEmpty()) {
      svg.heading(outer.x() + EDGE, top + titleSize, titleSize, title);
      top += headingHeight();
    }
    legend.draw(svg, outer.x() + EDGE, top);
    drawGrid(svg);
    drawLabels(svg);
  }

  private void drawGrid(Svg svg) {
    var lines = new StringBuilder();
    var dividers = new StringBuilder();
    for (var tick : xTicks) {
      var place = Svg.number(area.x() + tick.at() * area.width());
      lines.append(
          tick.isLabeled() ? "M" + place + " " + area.y() + "V" + (area.bottom() + 5) : "");
      dividers.append(tick.isLabeled() ? "" : "M" + place + " " + area.bottom() + "v4");
    }
    for (var tick : yTicks) {
      var place = Svg.number(area.bottom() - tick.at() * area.height());
      lines.append(tick.isLabeled() ? "M" + (area.x() - 5) + " " + place + "H" + area.right() : "");
      dividers.append(tick.isLabeled() ? "" : "M" + (area.x() - 4) + " " + place + "h4");
    }
    svg.add("<path d=\"%s\" stroke=\"%s\" fill=\"none\"/>\n", lines, Palette.GRID);
    svg.add("<path d=\"%s\" stroke=\"%s\" fill=\"none\"/>\n", dividers, Palette.RULE);
  }

  private void drawLabels(Svg svg) {
    for (var tick : xTicks) {
      if (tick.isLabeled()) {
        svg.write(
            labelPlace(tick),
            area.bottom() + LINE + 2,
            Svg.Anchor.MIDDLE,
            Palette.FAINT,
            tick.label());
      }
    }
    for (var tick : yTicks) {
      if (tick.isLabeled()) {
        double baseline = area.bottom() - tick.at() * area.height() + 4;
        svg.write(area.x() - 8, baseline, Svg.Anchor.END, Palette.FAINT, tick.label());
      }
    }
    var below = Svg.fitted(xAxis.label(), Svg.SMALL, area.width());
    svg.write(
        area.x() + area.width() / 2.0,
        outer.bottom() - EDGE,
        Svg.Anchor.MIDDLE,
        Palette.INK,
        below);
    var beside = Svg.fitted(yAxis.label(), Svg.SMALL, area.height());
    svg.writeUpwards(outer.x() + EDGE + 10, area.y() + area.height() / 2, beside);
  }

  /** Draws axes, marks and levels over the data. */
  void drawFront(Svg svg) {
    svg.add(
        "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"%s\"/>\n",
        area.x(), area.y(), area.bottom(), area.right(), Palette.RULE);
    for (var flag : flags) {
      drawFlag(svg, flag);
    }
    drawLevels(svg);
  }

  /** Labels are moved apart where lines are too close. */
  private void drawLevels(Svg svg) {
    var baselines = new double[levels.size()];
    double baseline = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < baselines.length; i++) {
      baseline = Math.max(area.y() + y(levels.get(i).at()) + 4, baseline + LINE - 2);
      baselines[i] = baseline;
    }
    baseline = area.bottom() + LINE;
    for (int i = baselines.length - 1; i >= 0; i--) {
      baseline = Math.min(baselines[i], baseline - LINE + 2);
      var level = levels.get(i);
      svg.add(
          "<path d=\"M%d %sH%d\" fill=\"none\" stroke=\"%s\" stroke-dasharray=\"4 3\"/>\n",
          area.x(), Svg.number(area.y() + y(level.at())), area.right() + 4, Palette.INK);
      if (baseline > area.y()) {
        var name = Svg.fitted(level.name(), Svg.SMALL, LONGEST_LEVEL);
        svg.write(area.right() + 8, baseline, Svg.Anchor.START, Palette.INK, name);
      }
    }
  }

  /** The line reaches up to its label unless another label is in between. */
  private void drawFlag(Svg svg, Flag flag) {
    double place = area.x() + x(flag.mark().at());
    boolean free =
        flags.stream()
            .noneMatch(other ->
                other.row() < flag.row() && other.left() - 3 < place && place < other.right() + 3);
    int top = area.y() - 2 - (free ? flag.row() * LINE : 0);
    svg.add(
        "<path d=\"M%s %dV%d\" fill=\"none\" stroke=\"%s\" stroke-dasharray=\"4 3\"/>\n",
        Svg.number(place), area.bottom(), top, Palette.INK);
    svg.write(
        (flag.left() + flag.right()) / 2.0,
        area.y() - 5 - flag.row() * LINE,
        Svg.Anchor.MIDDLE,
        Palette.INK,
        flag.mark().name());
  }
}
