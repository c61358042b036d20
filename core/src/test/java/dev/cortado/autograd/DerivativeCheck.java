package dev.cortado.autograd;

import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Whether the gradients of a function are right, found out in double precision. The function and
 * its differentiation are recorded on one tape, and the tape is computed again in doubles; what
 * comes out must agree with
 *
 * <ul>
 *   <li>forward-mode derivatives ({@link Duals}), which are exact but for rounding,
 *   <li>central differences with one step of Richardson's extrapolation, which know nothing about
 *       derivatives,
 *   <li>the gradients in single precision, roughly,
 * </ul>
 *
 * in some random directions and along some of the axes of each source.
 */
final class DerivativeCheck {

  private static final Tolerance FORWARD_MODE = new Tolerance(1e-12, 1e-14);
  private static final Tolerance DIFFERENCES = new Tolerance(1e-6, 1e-9);
  private static final Tolerance SINGLE_PRECISION = new Tolerance(1e-4, 1e-5);
  private static final double STEP = 1e-3;
  private static final int DENSE = 2;
  private static final int AXES = 8;
  private static final int SHOWN = 6;

  private final Draw draw;
  private final List<String> complaints = new ArrayList<>();

  DerivativeCheck(Draw draw) {
    this.draw = draw;
  }

  /**
   * How far two numbers may be apart; the absolute part is for what is left of terms that cancel.
   */
  private record Tolerance(double relative, double absolute) {}

  /** What a function gives for values of its sources, as a single number in double precision. */
  @FunctionalInterface
  private interface Reading extends ToDoubleFunction<Map<Tensor, DoubleTensor>> {

    /** How fast it grows when a source moves in a direction, by differences. */
    default double slope(Map<Tensor, DoubleTensor> leaves, Tensor source, DoubleTensor direction) {
      return (4 * difference(leaves, source, direction, STEP / 2)
              - difference(leaves, source, direction, STEP))
          / 3;
    }

    private double difference(
        Map<Tensor, DoubleTensor> leaves, Tensor source, DoubleTensor direction, double step) {
      return (moved(leaves, source, direction, step) - moved(leaves, source, direction, -step))
          / (2 * step);
    }

    private double moved(
        Map<Tensor, DoubleTensor> leaves, Tensor source, DoubleTensor direction, double step) {
      var changed = new HashMap<>(leaves);
      changed.put(source, leaves.get(source).moved(step, direction));
      return applyAsDouble(changed);
    }
  }

  /** A function as it was recorded, and a vector that makes one number of its value. */
  private record Recorded(List<Tape.Entry> entries, Tensor value, DoubleTensor vector)
      implements Reading {

    @Override
    public double applyAsDouble(Map<Tensor, DoubleTensor> leaves) {
      return new DoubleInterpreter(leaves).replay(entries).of(value).dot(vector);
    }

    /** The slope by forward mode. */
    double exactSlope(Map<Tensor, DoubleTensor> leaves, Map<Tensor, DoubleTensor> speeds) {
      return new Duals(leaves, speeds).replay(entries).of(value).dot(vector);
    }
  }

  /** Fails unless the gradients of a function with respect to its sources are right. */
  void check(Supplier<Tensor> function, List<Tensor> sources) {
    var vector = draw.between(function.get().shape(), -1, 1);
    try (var tape = new Tape()) {
      var found = tape.record(() -> Autograd.vjp(function, vector, sources.toArray(Tensor[]::new)));
      var recorded =
          new Recorded(
              until(found.value(), tape.entries()), found.value(), DoubleTensor.of(vector));
      compare(tape.entries(), found.gradients().all(), sources, recorded, recorded);
    }
    complain();
  }

  /**
   * Fails unless the gradient of a function's gradient is right as well. Each of the two is a
   * number here: the gradient of {@code Σ vector · value²} in the direction of some weights. The
   * square is there for a linear function, whose gradient would not depend on its sources.
   *
   * <p>The differences are of forward-mode slopes of the function itself: a rule that takes for a
   * constant what is none would deceive differences of its own results.
   */
  void checkTwice(Supplier<Tensor> function, List<Tensor> sources) {
    var vector = draw.between(function.get().shape(), -1, 1);
    var weights = new HashMap<Tensor, Tensor>();
    sources.forEach(source -> weights.put(source, draw.between(source.shape(), -1, 1)));
    var speeds = new HashMap<Tensor, DoubleTensor>();
    weights.forEach((source, weight) -> speeds.put(source, DoubleTensor.of(weight)));
    Supplier<Tensor> squared = () -> function.get().square();
    try (var plain = new Tape();
        var tape = new Tape()) {
      var value = plain.record(squared);
      var once = new Recorded(plain.entries(), value, DoubleTensor.of(vector));
      var found =
          tape.record(() ->
              Autograd.valueAndGrad(
                  () -> weighedGradient(squared, vector, weights),
                  weights.keySet().toArray(Tensor[]::new)));
      var twice =
          new Recorded(
              until(found.value(), tape.entries()),
              found.value(),
              DoubleTensor.of(Tensor.scalar(1)));
      compare(
          tape.entries(),
          sources.stream().map(found.gradients()::of).toList(),
          sources,
          twice,
          leaves -> once.exactSlope(leaves, speeds));
    }
    complain();
  }

  private static Tensor weighedGradient(
      Supplier<Tensor> function, Tensor vector, Map<Tensor, Tensor> weights) {
    var sources = weights.keySet().toArray(Tensor[]::new);
    var gradients = Autograd.vjp(function, vector, sources).gradients();
    var total = Tensor.scalar(0);
    for (var source : sources) {
      total = total.add(gradients.of(source).mul(weights.get(source)).sum());
    }
    return total;
  }

  /** What was recorded up to a tensor: nothing if it was not computed. */
  private static List<Tape.Entry> until(Tensor value, List<Tape.Entry> entries) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).output() == value) {
        return entries.subList(0, i + 1);
      }
    }
    return List.of();
  }

  private void compare(
      List<Tape.Entry> entries,
      List<Tensor> gradients,
      List<Tensor> sources,
      Recorded function,
      Reading reading) {
    var leaves = new HashMap<Tensor, DoubleTensor>();
    sources.forEach(source -> leaves.put(source, DoubleTensor.of(source)));
    var replayed = new DoubleInterpreter(leaves).replay(entries);
    for (int i = 0; i < sources.size(); i++) {
      var source = sources.get(i);
      var gradient = replayed.of(gradients.get(i));
      if (!gradient.shape().equals(source.shape())) {
        complaints.add(
            "source " + i + ": gradient " + gradient.shape() + ", expected " + source.shape());
        continue;
      }
      for (var direction : directions(source)) {
        var what = "source " + i + ", direction " + direction.name();
        double found = gradient.dot(direction.way());
        double size = gradient.absolute().dot(direction.way().absolute());
        double exact = function.exactSlope(leaves, Map.of(source, direction.way()));
        requireNear(what + ", forward mode", found, exact, size, FORWARD_MODE);
        double difference = reading.slope(leaves, source, direction.way());
        requireNear(what + ", differences", found, difference, size, DIFFERENCES);
      }
      requireNear("source " + i, DoubleTensor.of(gradients.get(i)), gradient);
    }
  }

  /** A way to move a source. */
  private record Direction(String name, DoubleTensor way) {}

  private List<Direction> directions(Tensor source) {
    var directions = new ArrayList<Direction>();
    for (int i = 0; i < DENSE; i++) {
      directions.add(
          new Direction("of chance " + i, DoubleTensor.of(draw.between(source.shape(), -1, 1))));
    }
    int size = source.size();
    int first = size > AXES ? draw.below(size) : 0;
    for (int i = 0; i < Math.min(AXES, size); i++) {
      int element = (first + i) % size;
      directions.add(
          new Direction("of element " + element, DoubleTensor.unit(source.shape(), element)));
    }
    return directions;
  }

  private void requireNear(String what, DoubleTensor single, DoubleTensor gradient) {
    for (int i = 0; i < single.size(); i++) {
      requireNear(
          what + ", element " + i + " in single precision",
          single.get(i),
          gradient.get(i),
          gradient.magnitude(),
          SINGLE_PRECISION);
    }
  }

  private void requireNear(
      String what, double found, double expected, double size, Tolerance tolerance) {
    double allowed = tolerance.absolute() + tolerance.relative() * (size + Math.abs(expected));
    if (!(Math.abs(found - expected) <= allowed)) {
      complaints.add(
          String.format(
              Locale.ROOT,
              "%s: the gradient gives %.17g, expected %.17g within %.2g",
              what,
              found,
              expected,
              allowed));
    }
  }

  private void complain() {
    if (!complaints.isEmpty()) {
      throw new AssertionError(complaints.stream().limit(SHOWN).collect(Collectors.joining("\n")));
    }
  }
}
