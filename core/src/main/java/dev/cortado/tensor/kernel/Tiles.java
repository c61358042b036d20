package dev.cortado.tensor.kernel;

import java.util.function.IntConsumer;

/** How a job is cut: by its size alone. */
public final class Tiles {

  /** Elements that are worth a tile of their own; less stays on the caller's thread. */
  static final int SIZE = 1 << 15;

  private Tiles() {}

  /** Work on a range of elements. */
  @FunctionalInterface
  public interface Range {
    /** Works on elements {@code from} to {@code to − 1}. */
    void over(int from, int to);
  }

  /** Works on elements 0 to {@code size − 1}, in tiles if there are many. */
  public static void each(Workers workers, int size, Range range) {
    if (size <= SIZE) {
      range.over(0, size);
    } else {
      workers.run(
          count(size, SIZE),
          tile -> range.over(tile * SIZE, (int) Math.min(size, (tile + 1L) * SIZE)));
    }
  }

  /** The same work, ready to be done again and again without a new object. */
  public static Runnable job(Workers workers, int size, Range range) {
    return job(workers, size, SIZE, range);
  }

  /** Work on rows of a matrix, ready to be done again and again. */
  public static Runnable rows(Workers workers, int rows, int columns, Range range) {
    return job(workers, rows, Math.max(1, SIZE / columns), range);
  }

  private static Runnable job(Workers workers, int size, int most, Range range) {
    if (size <= most) {
      return () -> range.over(0, size);
    }
    IntConsumer tile =
        number -> range.over(number * most, (int) Math.min(size, (number + 1L) * most));
    int tiles = count(size, most);
    return () -> workers.run(tiles, tile);
  }

  /** How many tiles of {@code tile} elements cover {@code size}. */
  static int count(int size, int tile) {
    return size / tile + (size % tile == 0 ? 0 : 1);
  }
}
