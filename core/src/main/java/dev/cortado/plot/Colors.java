package dev.cortado.plot;

/**
 * Maps the values of a {@link Field} to colors; there are few, so that neighboring cells often
 * share one.
 */
final class Colors {

  /** How many steps a scale has from end to end. */
  static final int STEPS = 32;

  static final String HOLE = "#9099a5";

  /** From light to dark, yellow to violet by way of green and blue. */
  private static final int[] RISING = {0xfdf7d9, 0xc3e2b6, 0x63bcad, 0x2e86ad, 0x2f4f97, 0x251b5c};

  /** Blue below, vermilion above, nearly white between: the colors of the first two classes. */
  private static final int[] AROUND = {0x2f74c4, 0x8fb5e0, 0xf4f4f2, 0xeeac85, 0xd2622f};

  private final Coloring coloring;
  private final Extent z;

  Colors(Coloring coloring, Extent z) {
    this.coloring = coloring;
    this.z = z;
  }

  /** The color of a value. */
  String of(double value) {
    return switch (coloring) {
      case Coloring.Rising _ -> scale(RISING, z.at(value));
      case Coloring.Around(double middle) -> scale(AROUND, fromMiddle(z.at(value), z.at(middle)));
      case Coloring.Classes _ -> tint(value);
    };
  }

  /** The color at a place of the scale, 0 at its beginning and 1 at its end. */
  String at(double place) {
    return switch (coloring) {
      case Coloring.Around(double middle) -> scale(AROUND, fromMiddle(place, z.at(middle)));
      default -> scale(RISING, place);
    };
  }

  /**
   * Colors are equally strong at equal distances on both sides; the farther end has the full color.
   */
  private static double fromMiddle(double place, double middle) {
    return 0.5 + (place - middle) / (2 * Math.max(Math.abs(middle), Math.abs(1 - middle)));
  }

  private static String tint(double value) {
    return value >= 0 && value < Integer.MAX_VALUE ? Palette.tint((int) value) : HOLE;
  }

  private static String scale(int[] stops, double place) {
    if (Double.isNaN(place)) {
      return HOLE;
    }
    int step = (int) Math.clamp(Math.floor(place * STEPS), 0, STEPS - 1);
    double along = (double) step / (STEPS - 1) * (stops.length - 1);
    int stop = Math.min((int) along, stops.length - 2);
    return Palette.mixed(stops[stop], stops[stop + 1], along - stop);
  }
}
