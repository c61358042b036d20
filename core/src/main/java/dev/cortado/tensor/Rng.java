package dev.cortado.tensor;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Functions;
import dev.cortado.tensor.kernel.Philox;
import dev.cortado.tensor.kernel.Tiles;
import java.nio.charset.StandardCharsets;

/**
 * A source of random numbers that is a value: a 64-bit key, and nothing that moves.
 *
 * <p>The same {@code Rng} draws the same numbers every time, on every machine and any number of
 * threads. So a program does not draw twice from one; it names a child for each use, and the
 * child's numbers depend on the seed and the path of names alone, not on what else was drawn, or in
 * which order:
 *
 * <pre>{@code
 * var rng = Rng.of(42);
 * rng.uniform(Shape.of(3));                              // 0.61295986, 0.4685865, 0.0732317
 * rng.uniform(Shape.of(3));                              // 0.61295986, 0.4685865, 0.0732317: the same again
 * rng.at("layers.0").at("weight").uniform(Shape.of(3));  // its own numbers
 * rng.at("shuffle").at(epoch).permutation(rows);         // a new order for each epoch
 * }</pre>
 *
 * <p>Every draw reads the key's one stream of 32-bit words, in which word {@code i} is word {@code
 * i mod 4} of block {@code i / 4} of the generator Philox 4x32-10; element {@code i} of a tensor in
 * row-major order is made from word {@code i}. Any range of a draw can therefore be computed by
 * itself. {@code docs/numerics.md} defines the keys and the draws to the bit; they are part of the
 * numerics contract.
 *
 * @param key the key; {@link #of} takes a seed as it is
 */
public record Rng(long key) {

  /**
   * The last word of a counter that derives a key ("path" in ASCII); in a counter that draws it is
   * 0.
   */
  private static final long PATH = 0x70617468L << 32;

  private static final long INDEX = 1;
  private static final long NAME = 2;

  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private static final long LOW_WORD = 0xFFFFFFFFL;

  /** Blocks generated at a time, at most: their words stay in the first-level cache. */
  private static final int CHUNK = 64;

  // AS 241's coefficients with the digits in which they were published, highest power first
  @SuppressWarnings("FloatingPointLiteralPrecision")
  private static final double[] MIDDLE_NUMERATOR = {
    2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
    13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.3871328727963666080
  };

  @SuppressWarnings("FloatingPointLiteralPrecision")
  private static final double[] MIDDLE_DENOMINATOR = {
    5226.4952788528545610,
    28729.085735721942674,
    39307.895800092710610,
    21213.794301586595867,
    5394.1960214247511077,
    687.18700749205790830,
    42.313330701600911252,
    1
  };

  @SuppressWarnings("FloatingPointLiteralPrecision")
  private static final double[] TAIL_NUMERATOR = {
    7.7454501427834140764e-4, 0.0227238449892691845833, 0.241780725177450611770,
        1.27045825245236838258,
    3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734
  };

  @SuppressWarnings("FloatingPointLiteralPrecision")
  private static final double[] TAIL_DENOMINATOR = {
    1.05075007164441684324e-9,
    5.47593808499534494600e-4,
    0.0151986665636164571966,
    0.148103976427480074590,
    0.689767334985100004550,
    1.67638483018380384940,
    2.05319162663775882187,
    1
  };

  /** The key; a training step that reads it is not compiled. */
  @Override
  public long key() {
    looked("key");
    return key;
  }

  long fieldKey() {
    return key;
  }

  @Override
  public String toString() {
    looked("toString");
    return "Rng[key=" + key + "]";
  }

  private void looked(String operation) {
    var listener = TensorAccess.listener();
    if (listener != null) {
      listener.looked(operation, this);
    }
  }

  /** The source with this seed; near seeds are as unrelated as far ones. */
  public static Rng of(long seed) {
    return new Rng(seed);
  }

  /**
   * The child with this name. A name is one element of a path and is not taken apart: {@code
   * at("a.b")} and {@code at("a").at("b")} are different sources.
   */
  public Rng at(String name) {
    return child(NAME, hash(name));
  }

  /**
   * The child with this number, such as an epoch or a step; unrelated to the child whose name is
   * written like it.
   */
  public Rng at(long index) {
    return child(INDEX, index);
  }

  private Rng child(long kind, long element) {
    var child = new Rng(childKey(key, kind, element, new int[4]));
    var listener = TensorAccess.listener();
    if (listener != null) {
      listener.derived(child, this, kind, element);
    }
    return child;
  }

  /** The key of a child; {@code words} is scratch. */
  static long childKey(long key, long kind, long element, int[] words) {
    Philox.block(key, element, PATH | kind, words, 0);
    return pair(words[0], words[1]);
  }

  /** FNV-1a with 64 bits over the bytes of the name in UTF-8. */
  private static long hash(String name) {
    long hash = FNV_OFFSET;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
    }
    return hash;
  }

  private static long pair(int low, int high) {
    return (low & LOW_WORD) | (long) high << 32;
  }

  /** Uniform in {@code [0, 1)}: one of the 2^24 multiples of 2^-24. */
  public Tensor uniform(Shape shape) {
    return uniform(shape, 0, 1);
  }

  /**
   * Uniform in {@code [low, high)}: {@code fma(u, high − low, low)} for {@code u} in {@code [0,
   * 1)}. A value that would round to {@code high} becomes the float just below it.
   */
  public Tensor uniform(Shape shape, float low, float high) {
    var values = new float[shape.size()];
    fillUniform(low, high, 0, values, 0, values.length);
    return drawn(Listener.Distribution.UNIFORM, low, high, Tensor.wrap(shape, values));
  }

  /**
   * Standard normal, mean 0 and variance 1: the normal quantile of one word, so a value and its
   * negative are equally likely to the bit, and none is farther from 0 than 6.34.
   */
  public Tensor normal(Shape shape) {
    var values = new float[shape.size()];
    fillNormal(0, values, 0, values.length);
    return drawn(Listener.Distribution.NORMAL, 0, 1, Tensor.wrap(shape, values));
  }

  /**
   * One with probability {@code p}, else zero. The probability is exact for multiples of 2^-32 and
   * is otherwise the next multiple above; {@code p = 0} never gives one and {@code p = 1} always
   * does.
   */
  public Tensor bernoulli(Shape shape, double p) {
    var values = new float[shape.size()];
    fillBernoulli(p, 0, values, 0, values.length);
    return drawn(Listener.Distribution.BERNOULLI, p, 1, Tensor.wrap(shape, values));
  }

  private Tensor drawn(Listener.Distribution kind, double first, double second, Tensor values) {
    var listener = TensorAccess.listener();
    if (listener != null) {
      listener.drawn(this, kind, first, second, values);
    }
    return values;
  }

  /**
   * The numbers {@code 0} to {@code n − 1} in random order (Fisher and Yates). Each exchange picks
   * among the first {@code i + 1} by the high half of a 64-bit draw times {@code i + 1}: no pick's
   * probability is off by more than a fraction of {@code n / 2^64}.
   */
  public int[] permutation(int n) {
    if (n < 0) {
      throw Errors.argument("permutation: n is %d, expected 0 or more", n);
    }
    looked("permutation");
    var order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    int[] words = new int[4];
    for (int i = n - 1; i > 0; i--) {
      Philox.block(key, i, 0, words, 0);
      int j = (int) Math.unsignedMultiplyHigh(pair(words[0], words[1]), i + 1L);
      int moved = order[i];
      order[i] = order[j];
      order[j] = moved;
    }
    return order;
  }

  /**
   * Elements {@code first} to {@code first + n − 1} of {@link #uniform(Shape, float, float)}, from
   * {@code out[at]} on.
   */
  void fillUniform(float low, float high, long first, float[] out, int at, int n) {
    fillUniform(low, high, first, out, at, n, words(n));
  }

  /** The same, with scratch. */
  void fillUniform(float low, float high, long first, float[] out, int at, int n, int[] words) {
    float width = high - low;
    if (!(low < high && width < Float.POSITIVE_INFINITY)) {
      throw Errors.argument(
          "uniform: low is %s and high is %s, expected low < high and a finite distance",
          low, high);
    }
    float last = Math.nextDown(high);
    fill(
        first,
        out,
        at,
        n,
        words,
        (read, skip, values, to, count) -> {
          for (int i = 0; i < count; i++) {
            values[to + i] =
                Math.min(Math.fma((read[skip + i] >>> 8) * 0x1p-24f, width, low), last);
          }
        });
  }

  /**
   * Elements {@code first} to {@code first + n − 1} of {@link #normal}, from {@code out[at]} on.
   */
  void fillNormal(long first, float[] out, int at, int n) {
    fillNormal(first, out, at, n, words(n));
  }

  /** The same, with scratch. */
  void fillNormal(long first, float[] out, int at, int n, int[] words) {
    fill(
        first,
        out,
        at,
        n,
        words,
        (read, skip, values, to, count) -> {
          for (int i = 0; i < count; i++) {
            values[to + i] = (float) normalQuantile(((read[skip + i] & LOW_WORD) + 0.5) * 0x1p-32);
          }
        });
  }

  /**
   * Elements {@code first} to {@code first + n − 1} of {@link #bernoulli}, from {@code out[at]} on.
   */
  void fillBernoulli(double p, long first, float[] out, int at, int n) {
    long threshold = threshold(p);
    var compute = Compute.current();
    var kernels = compute.kernels();
    Tiles.each(
        compute.workers(),
        n,
        (from, to) ->
            kernels.choose(key, first + from, threshold, 1, 0, out, at + from, to - from));
  }

  /** A word below this, as an unsigned number, is a one. */
  static long threshold(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw Errors.argument("bernoulli: p is %s, expected 0 to 1", p);
    }
    return (long) Math.ceil(p * 0x1p32);
  }

  /**
   * Makes {@code count} elements, {@code values[to]} on, from as many words, {@code words[skip]}
   * on.
   */
  @FunctionalInterface
  private interface Reading {
    void read(int[] words, int skip, float[] values, int to, int count);
  }

  /** Scratch for {@code n} numbers. */
  static int[] words(int n) {
    return new int[4 * Math.min(CHUNK, n / 4 + 2)];
  }

  private void fill(long first, float[] out, int at, int n, int[] words, Reading reading) {
    // a range may start inside a block: whole blocks are made, and the words before the range
    // skipped
    for (int done = 0; done < n; ) {
      long next = first + done;
      int skip = (int) (next & 3);
      int count = Math.min(n - done, words.length - skip);
      Philox.blocks(key, next >>> 2, words, (skip + count + 3) / 4);
      reading.read(words, skip, out, at + done, count);
      done += count;
    }
  }

  /**
   * The value that a standard normal variable stays below with probability {@code p}, for {@code p}
   * from 2^-33 to 1 − 2^-33; exactly antisymmetric about {@code p = 1/2}.
   *
   * <p>Two of the three ranges of M. J. Wichura's algorithm AS 241, routine PPND16 (<i>Applied
   * Statistics</i> 37, 1988), a ratio of polynomials in each; the third begins at {@code p =
   * e^-25}, below what one word can reach.
   */
  static double normalQuantile(double p) {
    double q = p - 0.5;
    if (Math.abs(q) <= 0.425) {
      double r = Math.fma(-q, q, 0.180625);
      return q * polynomial(MIDDLE_NUMERATOR, r) / polynomial(MIDDLE_DENOMINATOR, r);
    }
    double r = Math.sqrt(-Functions.log(Math.min(p, 1 - p))) - 1.6;
    return Math.copySign(polynomial(TAIL_NUMERATOR, r) / polynomial(TAIL_DENOMINATOR, r), q);
  }

  private static double polynomial(double[] coefficients, double r) {
    double sum = coefficients[0];
    for (int i = 1; i < coefficients.length; i++) {
      sum = Math.fma(sum, r, coefficients[i]);
    }
    return sum;
  }
}
