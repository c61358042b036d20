package dev.cortado.plot;

import java.util.List;

/**
 * What sets a line or the dots of a class apart.
 *
 * @param color its own among all lines and dots
 * @param dash of a line
 * @param marker of dots
 */
record Style(String color, String dash, Marker marker) {

  /** Of the item with this index. */
  static Style of(List<Item> items, int index) {
    var before = items.subList(0, index);
    int lines = (int) before.stream().filter(Item.Line.class::isInstance).count();
    int dots = (int) before.stream().filter(Item.Dots.class::isInstance).count();
    return new Style(Palette.series(lines + dots), Palette.dash(lines), Marker.of(dots));
  }
}
