package dev.cortado.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The legend: names beside samples of their line, marker or color, in rows. */
final class Legend {

  static final int ROW = 20;
  private static final int SAMPLE = 26;
  private static final int GAP = 18;

  /** A name and what it stands for. */
  sealed interface Entry {
    String name();

    record OfLine(String name, Style style) implements Entry {}

    record OfDots(String name, Style style) implements Entry {}

    record OfColor(String name, String color) implements Entry {}
  }

  private final List<List<Entry>> rows = new ArrayList<>();

  /** So many rows at most; what has no room is left out. */
  Legend(List<Entry> entries, int width, int most) {
    int x = 0;
    for (var entry : entries) {
      if (entry.name().isEmpty()) {
        continue;
      }
      var fitted = fitted(entry, width);
      if (rows.isEmpty() || x + width(fitted) > width) {
        if (rows.size() == most) {
          return;
        }
        rows.add(new ArrayList<>());
        x = 0;
      }
      rows.getLast().add(fitted);
      x += width(fitted) + GAP;
    }
  }

  /** The entries of lines and dots. */
  static List<Entry> entries(List<Item> items) {
    return IntStream.range(0, items.size()).mapToObj(i -> entry(items, i)).toList();
  }

  private static Entry entry(List<Item> items, int index) {
    var style = Style.of(items, index);
    return switch (items.get(index)) {
      case Item.Line line -> new Entry.OfLine(line.name(), style);
      case Item.Dots dots -> new Entry.OfDots(dots.name(), style);
      case Item.Mark _, Item.Level _ -> new Entry.OfColor("", "");
    };
  }

  private static Entry fitted(Entry entry, int width) {
    var name = Svg.fitted(entry.name(), Svg.SMALL, width - SAMPLE);
    return switch (entry) {
      case Entry.OfLine(_, var style) -> new Entry.OfLine(name, style);
      case Entry.OfDots(_, var style) -> new Entry.OfDots(name, style);
      case Entry.OfColor(_, var color) -> new Entry.OfColor(name, color);
    };
  }

  private static int width(Entry entry) {
    return SAMPLE + SvgText.width(entry.name(), Svg.SMALL);
  }

  int height() {
    return rows.size() * ROW;
  }

  void draw(Svg svg, int left, int top) {
    int y = top + ROW / 2;
    for (var row : rows) {
      int x = left;
      for (var entry : row) {
        sample(svg, entry, x, y);
        svg.write(x + SAMPLE, y + 4, Svg.Anchor.START, Palette.INK, entry.name());
        x += width(entry) + GAP;
      }
      y += ROW;
    }
  }

  private static void sample(Svg svg, Entry entry, int x, int y) {
    switch (entry) {
      case Entry.OfLine(_, var style) ->
          svg.add(
              "<path d=\"M%d %dh20\" fill=\"none\" stroke=\"%s\" stroke-width=\"2.2\"%s/>\n",
              x, y, style.color(), style.dash());
      case Entry.OfDots(_, var style) ->
          svg.add(
              "<path d=\"M%d %d%s\" fill=\"%s\"/>\n",
              x + 12, y, style.marker().outline(5), style.color());
      case Entry.OfColor(_, var color) ->
          svg.add(
              "<rect x=\"%d\" y=\"%d\" width=\"18\" height=\"12\" fill=\"%s\" stroke=\"%s\"/>\n",
              x + 1, y - 6, color, Palette.RULE);
    }
  }
}
