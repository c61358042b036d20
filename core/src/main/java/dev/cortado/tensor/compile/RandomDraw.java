package dev.cortado.tensor.compile;

import dev.cortado.tensor.Listener.Distribution;
import dev.cortado.tensor.TensorAccess;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Tiles;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Random numbers that a computation draws, by the path from the source that it was given.
 *
 * @param first the lower end, or the probability
 * @param second the upper end, or what a one is multiplied by
 */
public record RandomDraw(Path path, Distribution kind, double first, double second) {

  /** A child of a random source. */
  record Child(long kind, long element) {}

  /** The children on the way. */
  record Path(List<Child> children) {

    static final Path ROOT = new Path(List.of());

    Path then(long kind, long element) {
      return new Path(
          Stream.concat(children.stream(), Stream.of(new Child(kind, element))).toList());
    }

    /** The key to which it leads. */
    long from(long root, int[] words) {
      long key = root;
      for (int i = 0; i < children.size(); i++) {
        var child = children.get(i);
        key = TensorAccess.childKey(key, child.kind, child.element, words);
      }
      return key;
    }
  }

  /** Whether it draws zeros and ones. */
  boolean isOfOnes() {
    return kind == Distribution.BERNOULLI && second == 1;
  }

  /** The same zeros and ones, multiplied by a factor. */
  RandomDraw times(float factor) {
    return new RandomDraw(path, kind, first, factor);
  }

  /** Fills an array as the source does that is reached from a root. */
  Program.Action filling(float[] out, Compute compute) {
    int[] words = TensorAccess.scratch(out.length);
    return switch (kind) {
      case UNIFORM ->
          root ->
              TensorAccess.fillUniform(
                  path.from(root, words), (float) first, (float) second, out, words);
      case NORMAL -> root -> TensorAccess.fillNormal(path.from(root, words), out, words);
      case BERNOULLI -> new Choice(path, first, (float) second, out, compute);
    };
  }

  @Override
  public String toString() {
    return "draw " + kind.name().toLowerCase(Locale.ROOT);
  }

  /** Zeros and factors, with the key of this run for all tiles. */
  private static final class Choice implements Program.Action {

    private final Path path;
    private final int[] words = TensorAccess.scratch(0);
    private final Runnable job;
    private long key;

    Choice(Path path, double probability, float factor, float[] out, Compute compute) {
      this.path = path;
      long threshold = TensorAccess.threshold(probability);
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
