package dev.cortado.nn;

/**
 * How many rows are cut: into as many of the longest pieces as there are, and the rest into powers
 * of two, longest first. 600 rows are pieces of 512, 64, 16 and 8.
 */
final class Pieces {

  /**
   * Rows of the longest piece, a power of two: long enough for products to run at full speed, short
   * enough for what lies between layers to stay in a cache.
   */
  static final int LONGEST = 512;

  private Pieces() {}

  /** How many pieces there are. */
  static int count(int rows) {
    return rows / LONGEST + Integer.bitCount(rows % LONGEST);
  }

  /** The first row of a piece. */
  static int start(int rows, int piece) {
    int start = Math.min(piece, rows / LONGEST) * LONGEST;
    for (int i = rows / LONGEST; i < piece; i++) {
      start += Integer.highestOneBit(rows - start);
    }
    return start;
  }

  /** How many rows the piece from a first row on has. */
  static int length(int rows, int start) {
    return Math.min(LONGEST, Integer.highestOneBit(rows - start));
  }
}
