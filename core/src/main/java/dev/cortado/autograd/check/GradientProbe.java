package dev.cortado.autograd.check;

import dev.cortado.autograd.Backward;
import dev.cortado.autograd.Parameter;
import dev.cortado.autograd.check.GradCheck.Comparison;
import dev.cortado.autograd.check.GradCheck.Verdict;
import dev.cortado.internal.Errors;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Measures derivatives of a function by moving its parameters a little. Its results are reduced to
 * one number, their sum with fixed weights in double; steps are relative to the size of what is
 * moved.
 */
final class GradientProbe {

  private static final double TOLERANCE = 1e-3;

  /** A direction moves many units, and some of them are always near a kink. */
  private static final double TOLERANCE_ALONG_DIRECTIONS = 0.03;

  private static final double TOO_UNCERTAIN = 0.1;

  /** A larger source is checked at a sample of this many elements, and along directions. */
  private static final int MOST_ELEMENTS = 64;

  private static final int DIRECTIONS = 4;
  private static final Rng RNG = Rng.of(1847);

  /** A way to move a source: by multiples of {@code scale} in a direction. */
  private record Walk(
      int source,
      String where,
      List<Integer> index,
      float[] direction,
      double scale,
      double typical,
      double tolerance) {}

  private final Supplier<Tensor> function;
  private final List<Parameter> sources;
  private final List<Tensor> start;
  private final Tensor weights;
  private final List<float[]> gradients;

  /** The sum of the absolute weighted results. */
  private final double magnitude;

  private final double noise;
  private final List<Comparison> comparisons = new ArrayList<>();

  static List<Comparison> compare(Supplier<Tensor> function, List<Parameter> sources) {
    var probe = new GradientProbe(function, sources);
    for (int source = 0; source < sources.size(); source++) {
      probe.compare(source);
    }
    return probe.comparisons;
  }

  private GradientProbe(Supplier<Tensor> function, List<Parameter> sources) {
    this.function = function;
    this.sources = sources;
    start = sources.stream().map(Parameter::value).toList();
    var result = function.get();
    if (!function.get().sameBits(result)) {
      throw Errors.argument(
          "gradCheck: called twice, the function gave different results; it may not be random");
    }
    weights = weights(result.shape());
    gradients = differentiate();
    magnitude = magnitude(result);
    noise = noise();
  }

  /**
   * Random weights of both signs, so that an exchange of results is noticed; 1 for a single number.
   */
  private static Tensor weights(Shape shape) {
    if (shape.size() == 1) {
      return Tensor.full(shape, 1);
    }
    var signs = RNG.at("signs").bernoulli(shape, 0.5).mul(2).sub(1);
    return RNG.at("weights").uniform(shape, 0.5f, 1.5f).mul(signs);
  }

  private List<float[]> differentiate() {
    try (var tape = new Tape()) {
      var value = tape.record(function);
      var found = Backward.everywhere(tape.entries(), value, weights);
      return start.stream()
          .map(source -> found.getOrDefault(source, Tensor.zeros(source.shape())).toArray())
          .toList();
    }
  }

  private double magnitude(Tensor result) {
    return dot(result.abs().toArray(), weights.abs().toArray());
  }

  /** The weighted sum of the results now. */
  private double value() {
    return dot(function.get().toArray(), weights.toArray());
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /**
   * The standard deviation of the rounding noise of the value, from its third differences over
   * steps so short that a smooth function is linear there (J. J. Moré and S. M. Wild, <i>Estimating
   * computational noise</i>, SIAM Journal on Scientific Computing 33, 2011); at least the rounding
   * error of the results.
   */
  private double noise() {
    double[] values = new double[12];
    var steps = start.stream().map(source -> direction("noise", source)).toList();
    try {
      for (int i = 0; i < values.length; i++) {
        for (int source = 0; source < sources.size(); source++) {
          move(source, steps.get(source), i * 0x1p-15 * scale(source));
        }
        values[i] = value();
      }
    } finally {
      restore();
    }
    double squares = 0;
    for (int i = 3; i < values.length; i++) {
      double third = values[i] - 3 * values[i - 1] + 3 * values[i - 2] - values[i - 3];
      squares += third * third;
    }
    double measured = Math.sqrt(squares / (values.length - 3) / 20);
    double least = magnitude * 0x1p-25 / Math.sqrt(weights.size());
    return Double.isFinite(measured) ? Math.max(measured, least) : least;
  }

  private void compare(int source) {
    var values = start.get(source).toArray();
    var shape = start.get(source).shape();
    double typical = rootMeanSquare(gradients.get(source));
    for (int element : sample(values.length)) {
      float[] direction = new float[values.length];
      direction[element] = 1;
      var index = index(shape, element);
      double scale = Math.max(powerOfTwo(Math.abs(values[element])), scale(source));
      compare(
          new Walk(source, "at " + index, index, direction, scale, typical, TOLERANCE * typical));
    }
    for (int i = 0; values.length > MOST_ELEMENTS && i < DIRECTIONS; i++) {
      float[] direction = direction("direction " + i, start.get(source));
      double together = typical * Math.sqrt(values.length);
      double tolerance = TOLERANCE_ALONG_DIRECTIONS * together;
      compare(
          new Walk(
              source,
              "along random direction " + i,
              List.of(),
              direction,
              scale(source),
              together,
              tolerance));
    }
  }

  private static int[] sample(int size) {
    return size <= MOST_ELEMENTS
        ? IntStream.range(0, size).toArray()
        : Arrays.stream(RNG.at("sample").permutation(size)).limit(MOST_ELEMENTS).sorted().toArray();
  }

  private void compare(Walk walk) {
    int source = walk.source();
    DoubleUnaryOperator line =
        step -> {
          move(source, walk.direction(), step * walk.scale());
          return value();
        };
    try {
      var quotient = DifferenceQuotient.of(line, noise);
      double gradient = dot(walk.direction(), gradients.get(source));
      double slope = quotient.slope() / walk.scale();
      double uncertainty = quotient.uncertainty() / walk.scale();
      var verdict = verdict(gradient, slope, uncertainty, walk);
      if (verdict == Verdict.DIFFERS
          && quotient.cannotExclude(gradient * walk.scale(), line, noise)) {
        verdict = Verdict.LEFT_OUT;
      }
      var place =
          String.format(
              Locale.ROOT,
              "source %d of %d, %s, %s",
              source + 1,
              sources.size(),
              start.get(source).shape(),
              walk.where());
      comparisons.add(
          new Comparison(
              place, source, walk.index(), gradient, slope, uncertainty, walk.typical(), verdict));
    } finally {
      restore();
    }
  }

  private Verdict verdict(double gradient, double slope, double uncertainty, Walk walk) {
    if (uncertainty == Double.POSITIVE_INFINITY) {
      return Verdict.LEFT_OUT;
    }
    double larger = Math.max(Math.abs(gradient), Math.abs(slope));
    double allowed = TOLERANCE * larger + walk.tolerance() + uncertainty;
    // A gradient that is NaN differs.
    if (!(Math.abs(gradient - slope) <= allowed)) {
      return Verdict.DIFFERS;
    }
    // If all gradients are 0, their scale comes from the result.
    double size = walk.typical() > 0 ? walk.typical() : magnitude / walk.scale() / 100;
    return uncertainty > TOO_UNCERTAIN * Math.max(larger, size) ? Verdict.LEFT_OUT : Verdict.AGREES;
  }

  private void move(int source, float[] direction, double by) {
    float[] moved = start.get(source).toArray();
    for (int i = 0; i < moved.length; i++) {
      moved[i] = (float) (moved[i] + direction[i] * by);
    }
    sources.get(source).set(Tensor.of(start.get(source).shape(), moved));
  }

  private void restore() {
    for (int source = 0; source < sources.size(); source++) {
      sources.get(source).set(start.get(source));
    }
  }

  /** A direction of random signs. */
  private static float[] direction(String name, Tensor source) {
    return RNG.at(name).bernoulli(source.shape(), 0.5).mul(2).sub(1).toArray();
  }

  private double scale(int source) {
    return powerOfTwo(rootMeanSquare(start.get(source).toArray()));
  }

  /** The size of steps for values of this size: the power of two below it, or 1 for zeros. */
  private static double powerOfTwo(double size) {
    return size == 0 ? 1 : Math.scalb(1.0, Math.getExponent(size));
  }

  /** The root mean square of the finite values. */
  private static double rootMeanSquare(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += Float.isFinite(value) ? (double) value * value : 0;
    }
    return values.length == 0 ? 0 : Math.sqrt(sum / values.length);
  }

  private static List<Integer> index(Shape shape, int element) {
    var index = new ArrayList<Integer>();
    int rest = element;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      index.add(rest % shape.dim(axis));
      rest /= shape.dim(axis);
    }
    Collections.reverse(index);
    return index;
  }
}
