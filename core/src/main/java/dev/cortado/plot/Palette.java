package dev.cortado.plot;

/**
 * The colors of plots. Series are told apart by people who see few colors, and also by dashes and
 * shapes; the first three are close to those of M. Okabe and K. Ito, darker.
 */
final class Palette {

  static final String PAPER = "#ffffff";
  static final String INK = "#1d2733";
  static final String FAINT = "#5d6979";
  static final String GRID = "#e6eaef";
  static final String RULE = "#8a95a5";

  private static final String[] SERIES = {
    "#0b57b0", "#c8460f", "#14795a", "#8440ad", "#946400", "#3b4654", "#2b93c9", "#c24a86"
  };

  private static final String[] DASHES = {"", "7 3", "2 3", "9 3 2 3", "12 4", "4 2 1 2"};

  private static final double[] LIGHTNESS = {0.72, 0.88, 0.56};

  private Palette() {}

  static String series(int index) {
    return SERIES[index % SERIES.length];
  }

  /** The attribute that sets a line apart without color; the first line is solid. */
  static String dash(int index) {
    var dash = DASHES[index % DASHES.length];
    return dash.isEmpty() ? "" : " stroke-dasharray=\"" + dash + "\"";
  }

  /**
   * A light tint for the region of a class; after the eighth, the same colors lighter or darker.
   */
  static String tint(int index) {
    double lightness = LIGHTNESS[index / SERIES.length % LIGHTNESS.length];
    return mixed(Integer.parseInt(series(index).substring(1), 16), 0xffffff, lightness);
  }

  /** A color between two, {@code share} of the way. */
  static String mixed(int from, int to, double share) {
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = (from >> shift) & 0xff;
      int b = (to >> shift) & 0xff;
      mixed |= (int) Math.rint(a + (b - a) * share) << shift;
    }
    return "#" + Integer.toHexString(mixed | 0x1000000).substring(1);
  }
}
