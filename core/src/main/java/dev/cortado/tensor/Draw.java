package dev.cortado.tensor;

import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Tiles;
import java.util.Arrays;

/**
 * Random numbers that a computation draws, told by how their source is reached from the one that
 * the computation was handed.
 *
 * @param first the lower end, or the probability
 * @param second the upper end, or what a one is multiplied by
 */
record Draw(Path path, Kind kind, double first, double second) {

  /** What is drawn. */
  enum Kind {
    UNIFORM,
    NORMAL,
    BERNOULLI
  }

  /** The children on the way, by the kind and the number of each. */
  record Path(long[] kinds, long[] elements) {

    static final Path ROOT = new Path(new long[0], new long[0]);

    Path then(long kind, long element) {
      int length = kinds.length;
      var longerKinds = Arrays.copyOf(kinds, length + 1);
      var longerElements = Arrays.copyOf(elements, length + 1);
      longerKinds[length] = kind;
      longerElements[length] = element;
      return new Path(longerKinds, longerElements);
    }

    /** The key that one walks to. */
    long from(long root, int[] words) {
      long key = root;
      for (int i = 0; i < kinds.length; i++) {
        key = Rng.childKey(key, kinds[i], elements[i], words);
      }
      return key;
    }
  }

  /** Whether it draws zeros and ones. */
  boolean isOfOnes() {
    return kind == Kind.BERNOULLI && second == 1;
  }

  /** The same zeros and ones, multiplied by a factor. */
  Draw times(float factor) {
    return new Draw(path, kind, first, factor);
  }

  /** Fills an array as the source does that is reached from a root. */
  Program.Action filling(float[] out, Compute compute) {
    int[] words = Rng.words(out.length);
    return switch (kind) {
      case UNIFORM ->
          root ->
              new Rng(path.from(root, words))
                  .fillUniform((float) first, (float) second, 0, out, 0, out.length, words);
      case NORMAL ->
          root -> new Rng(path.from(root, words)).fillNormal(0, out, 0, out.length, words);
      case BERNOULLI -> new Choice(path, Rng.threshold(first), (float) second, out, compute);
    };
  }

  /** Zeros and factors, with the key of this run for all tiles. */
  private static final class Choice implements Program.Action {

    private final Path path;
    private final int[] words = Rng.words(0);
    private final Runnable job;
    private long key;

    Choice(Path path, long threshold, float factor, float[] out, Compute compute) {
      this.path = path;
      var kernels = compute.kernels();
      float zero = 0f * factor;
      job =
          Tiles.job(
              compute.workers(),
              out.length,
              (from, to) ->
                  kernels.choose(key, from, threshold, factor, zero, out, from, to - from));
    }

    @Override
    public void perform(long root) {
      key = path.from(root, words);
      job.run();
    }
  }
}
