package dev.cortado.autograd;

import dev.cortado.tensor.Op;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * Forward-mode differentiation in double precision: how fast every value on a tape changes when the
 * leaves move in some direction. The derivatives are written once more, from the textbook and not
 * from {@link Calculus}; where the documentation settles a kink, they follow it.
 */
final class Duals {

  private final DoubleInterpreter values;
  private final Map<Tensor, DoubleTensor> speeds = new HashMap<>();

  /** Leaves with these values move with these speeds; everything else stands still. */
  Duals(Map<Tensor, DoubleTensor> leaves, Map<Tensor, DoubleTensor> speeds) {
    this.values = new DoubleInterpreter(leaves);
    this.speeds.putAll(speeds);
  }

  /** Follows what was recorded. */
  Duals replay(List<Tape.Entry> entries) {
    for (var entry : entries) {
      switch (entry.op()) {
        case Op.Primitive op -> {
          values.replay(List.of(entry));
          speeds.put(entry.output(), speed(op, values.of(entry.output())));
        }
        case Op.Custom custom -> follow(custom, entry.output());
      }
    }
    return this;
  }

  private void follow(Op.Custom custom, Tensor output) {
    try (var tape = new Tape()) {
      var result = tape.record(custom::evaluate);
      replay(tape.entries());
      values.put(output, values.of(result));
      speeds.put(output, of(result));
    }
  }

  /** The speed of a tensor. */
  DoubleTensor of(Tensor tensor) {
    return speeds.getOrDefault(tensor, DoubleTensor.zeros(tensor.shape()));
  }

  private DoubleTensor speed(Op.Primitive op, DoubleTensor y) {
    var in = op.inputs().stream().map(values::of).toList();
    var dx = op.inputs().stream().map(this::of).toList();
    var x = in.getFirst();
    return switch (op) {
      case Op.Add _ -> partials(in, dx, (_, _) -> 1, (_, _) -> 1);
      case Op.Sub _ -> partials(in, dx, (_, _) -> 1, (_, _) -> -1);
      case Op.Mul _ -> partials(in, dx, (_, b) -> b, (a, _) -> a);
      case Op.Div _ -> partials(in, dx, (_, b) -> 1 / b, (a, b) -> -a / (b * b));
      case Op.Maximum _ -> partials(in, dx, Duals::share, (a, b) -> share(b, a));
      case Op.Compare _, Op.ArgMax _, Op.ArgSort _ -> DoubleTensor.zeros(y.shape());
      case Op.Where _ -> DoubleInterpreter.where(x, dx.get(1), dx.get(2));
      case Op.Neg _ -> chain(x, dx, _ -> -1);
      case Op.Abs _ -> chain(x, dx, Math::signum);
      case Op.Sqrt _ -> chain(x, dx, value -> 0.5 / StrictMath.sqrt(value));
      case Op.Relu _ -> chain(x, dx, value -> value > 0 ? 1 : 0);
      case Op.Exp _, Op.Expm1 _ -> chain(x, dx, StrictMath::exp);
      case Op.Log _ -> chain(x, dx, value -> 1 / value);
      case Op.Log1p _ -> chain(x, dx, value -> 1 / (1 + value));
      case Op.Tanh _ -> chain(x, dx, value -> 1 / square(StrictMath.cosh(value)));
      case Op.Sigmoid _ -> chain(x, dx, value -> 0.25 / square(StrictMath.cosh(value / 2)));
      case Op.Softplus _ -> chain(x, dx, value -> 0.5 + 0.5 * StrictMath.tanh(value / 2));
      case Op.Erf _ ->
          chain(x, dx, value -> DoubleFunctions.TWO_OVER_ROOT_PI * StrictMath.exp(-value * value));
      case Op.Sin _ -> chain(x, dx, StrictMath::cos);
      case Op.Cos _ -> chain(x, dx, value -> -StrictMath.sin(value));
      case Op.Max(_, int axis) -> max(x, dx.getFirst(), y, axis);
      case Op.MatMul _ ->
          sum(
              DoubleInterpreter.evaluate(op, List.of(dx.get(0), in.get(1))),
              DoubleInterpreter.evaluate(op, List.of(in.get(0), dx.get(1))));
      case Op.Gather _, Op.ScatterAdd _ ->
          DoubleInterpreter.evaluate(op, List.of(dx.get(0), in.get(1)));
      // Linear: what happens to the values happens to their speeds.
      case Op.Sum _, Op.Reshape _, Op.Permute _, Op.BroadcastTo _, Op.Slice _, Op.Concat _ ->
          DoubleInterpreter.evaluate(op, dx);
    };
  }

  /** A partial derivative of a function of two numbers. */
  @FunctionalInterface
  private interface Partial {
    double at(double a, double b);
  }

  private static DoubleTensor partials(
      List<DoubleTensor> in, List<DoubleTensor> dx, Partial byA, Partial byB) {
    var factorOfA = DoubleInterpreter.combine(in, byA::at);
    var factorOfB = DoubleInterpreter.combine(in, byB::at);
    return sum(
        DoubleInterpreter.combine(List.of(factorOfA, dx.get(0)), (f, speed) -> f * speed),
        DoubleInterpreter.combine(List.of(factorOfB, dx.get(1)), (f, speed) -> f * speed));
  }

  private static DoubleTensor chain(
      DoubleTensor x, List<DoubleTensor> dx, DoubleUnaryOperator derivative) {
    var speed = dx.getFirst();
    return DoubleTensor.build(
        x.shape(), index -> derivative.applyAsDouble(x.at(index)) * speed.at(index));
  }

  private static DoubleTensor sum(DoubleTensor a, DoubleTensor b) {
    return a.moved(1, b);
  }

  private static double share(double mine, double other) {
    return mine > other ? 1 : mine == other ? 0.5 : 0;
  }

  private static double square(double x) {
    return x * x;
  }

  /** The mean speed of the largest. */
  private static DoubleTensor max(DoubleTensor x, DoubleTensor dx, DoubleTensor y, int axis) {
    return DoubleTensor.build(
        y.shape(),
        index -> {
          var largest = new ArrayList<Double>();
          int[] place = index.clone();
          for (int i = 0; i < x.shape().dim(axis); i++) {
            place[axis] = i;
            if (x.at(place) == y.at(index)) {
              largest.add(dx.at(place));
            }
          }
          return largest.stream().mapToDouble(speed -> speed).average().orElse(Double.NaN);
        });
  }
}
