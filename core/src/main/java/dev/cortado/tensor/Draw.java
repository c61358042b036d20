package dev.cortado.tensor;

import java.util.Arrays;

/**
 * Random numbers that a computation draws, told by how their source is reached from the one that
 * the computation was handed.
 *
 * @param first the lower end, or the probability
 * @param second the upper end
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

  /** Fills an array as the source does that is reached from a root. */
  void fill(long root, float[] out, int[] words) {
    var rng = new Rng(path.from(root, words));
    switch (kind) {
      case UNIFORM -> rng.fillUniform((float) first, (float) second, 0, out, 0, out.length, words);
      case NORMAL -> rng.fillNormal(0, out, 0, out.length, words);
      case BERNOULLI -> rng.fillBernoulli(first, 0, out, 0, out.length, words);
    }
  }
}
