package dev.cortado.tables;

/**
 * How much a column may remember, which follows from the number of columns: about 150 MB for a
 * table of any size.
 *
 * @param distinct different values that are counted exactly
 * @param quantiles numbers whose quantiles are exact
 */
record SketchSizes(int distinct, int quantiles) {

  private static final int HASHES = 1 << 22;
  private static final int NUMBERS = 1 << 18;

  static SketchSizes of(int columns) {
    return new SketchSizes(
        Math.clamp(HASHES / Math.max(1, columns), 1 << 10, 1 << 17),
        2 * Math.clamp(NUMBERS / Math.max(1, columns), 1 << 7, 1 << 13));
  }
}
