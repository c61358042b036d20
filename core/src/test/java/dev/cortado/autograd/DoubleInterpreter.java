package dev.cortado.autograd;

import dev.cortado.tensor.Op;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/**
 * A second meaning of every primitive, in double precision: what a tape recorded is computed again,
 * from other values if wanted. It is written from the documentation of {@link Op}, one index at a
 * time, and shares no loop with the code that it checks.
 */
final class DoubleInterpreter {

  private final Map<Tensor, DoubleTensor> values = new HashMap<>();

  /** Starts with the values of some tensors; any other that no operation computes is a constant. */
  DoubleInterpreter(Map<Tensor, DoubleTensor> leaves) {
    values.putAll(leaves);
  }

  /** Computes again what was recorded. */
  DoubleInterpreter replay(List<Tape.Entry> entries) {
    for (var entry : entries) {
      values.put(entry.output(), evaluate(entry));
    }
    return this;
  }

  /** The value of a tensor. */
  DoubleTensor of(Tensor tensor) {
    return values.computeIfAbsent(tensor, DoubleInterpreter::constant);
  }

  /** A float that stands for 2/√π means that number, and not the float nearest to it. */
  private static DoubleTensor constant(Tensor tensor) {
    var constant = DoubleTensor.of(tensor);
    return constant.size() == 1 && constant.get(0) == (float) DoubleFunctions.TWO_OVER_ROOT_PI
        ? constant.map(_ -> DoubleFunctions.TWO_OVER_ROOT_PI)
        : constant;
  }

  /** Sets the value of a tensor. */
  void put(Tensor tensor, DoubleTensor value) {
    values.put(tensor, value);
  }

  private DoubleTensor evaluate(Tape.Entry entry) {
    var value =
        switch (entry.op()) {
          case Op.Primitive primitive ->
              evaluate(primitive, primitive.inputs().stream().map(this::of).toList());
          case Op.Custom custom -> evaluate(custom);
        };
    if (!value.shape().equals(entry.output().shape())) {
      throw new AssertionError(
          entry.op().name() + ": " + entry.output().shape() + ", expected " + value.shape());
    }
    return value;
  }

  /** An operation of somebody's own means what its {@code evaluate} records. */
  private DoubleTensor evaluate(Op.Custom custom) {
    try (var tape = new Tape()) {
      var result = tape.record(custom::evaluate);
      return replay(tape.entries()).of(result);
    }
  }

  /** The value of a primitive whose inputs have these values. */
  static DoubleTensor evaluate(Op.Primitive op, List<DoubleTensor> in) {
    var x = in.getFirst();
    return switch (op) {
      case Op.Add _ -> combine(in, (a, b) -> a + b);
      case Op.Sub _ -> combine(in, (a, b) -> a - b);
      case Op.Mul _ -> combine(in, (a, b) -> a * b);
      case Op.Div _ -> combine(in, (a, b) -> a / b);
      case Op.Maximum _ -> combine(in, Math::max);
      case Op.Compare(var relation, _, _) -> combine(in, (a, b) -> holds(relation, a, b) ? 1 : 0);
      case Op.Where _ -> where(x, in.get(1), in.get(2));
      case Op.Neg _ -> x.map(value -> -value);
      case Op.Abs _ -> x.map(value -> value < 0 ? -value : value);
      case Op.Sqrt _ -> x.map(StrictMath::sqrt);
      case Op.Relu _ -> x.map(value -> value < 0 ? 0 : value);
      case Op.Exp _ -> x.map(StrictMath::exp);
      case Op.Expm1 _ -> x.map(StrictMath::expm1);
      case Op.Log _ -> x.map(StrictMath::log);
      case Op.Log1p _ -> x.map(StrictMath::log1p);
      case Op.Tanh _ -> x.map(StrictMath::tanh);
      case Op.Sigmoid _ -> x.map(DoubleFunctions::sigmoid);
      case Op.Softplus _ -> x.map(DoubleFunctions::softplus);
      case Op.Erf _ -> x.map(DoubleFunctions::erf);
      case Op.Sin _ -> x.map(StrictMath::sin);
      case Op.Cos _ -> x.map(StrictMath::cos);
      case Op.Sum(_, int axis) -> sum(x, axis);
      case Op.Max(_, int axis) -> max(x, axis);
      case Op.ArgMax(_, int axis) -> argMax(x, axis);
      case Op.ArgSort(_, int axis, boolean descending) -> argSort(x, axis, descending);
      case Op.MatMul(_, boolean aTransposed, _, boolean bTransposed) ->
          matMul(x, aTransposed, in.get(1), bTransposed);
      case Op.Reshape(_, var shape) -> reshape(x, shape);
      case Op.Permute(_, var order) -> permute(x, order);
      case Op.BroadcastTo(_, var shape) -> DoubleTensor.build(shape, x::stretchedAt);
      case Op.Slice(_, int axis, int from, int to) ->
          DoubleTensor.build(
              with(x.shape(), axis, to - from),
              index -> x.at(with(index, axis, index[axis] + from)));
      case Op.Concat(_, int axis) -> concat(in, axis);
      case Op.Gather(_, _, int axis) -> gather(x, in.get(1), axis);
      case Op.ScatterAdd(_, _, int axis, int length) -> scatterAdd(x, in.get(1), axis, length);
    };
  }

  // element by element

  /** A function of two numbers over two operands that broadcast. */
  static DoubleTensor combine(List<DoubleTensor> in, DoubleBinaryOperator function) {
    var a = in.get(0);
    var b = in.get(1);
    return DoubleTensor.build(
        broadcast(a.shape(), b.shape()),
        index -> function.applyAsDouble(a.stretchedAt(index), b.stretchedAt(index)));
  }

  private static boolean holds(Op.Relation relation, double a, double b) {
    return switch (relation) {
      case EQUAL -> a == b;
      case NOT_EQUAL -> a != b;
      case LESS -> a < b;
      case LESS_OR_EQUAL -> a <= b;
      case GREATER -> a > b;
      case GREATER_OR_EQUAL -> a >= b;
    };
  }

  static DoubleTensor where(DoubleTensor condition, DoubleTensor a, DoubleTensor b) {
    return DoubleTensor.build(
        broadcast(condition.shape(), broadcast(a.shape(), b.shape())),
        index -> condition.stretchedAt(index) != 0 ? a.stretchedAt(index) : b.stretchedAt(index));
  }

  private static Shape broadcast(Shape a, Shape b) {
    int[] dims = new int[Math.max(a.rank(), b.rank())];
    for (int back = 1; back <= dims.length; back++) {
      int mine = back <= a.rank() ? a.dim(-back) : 1;
      int theirs = back <= b.rank() ? b.dim(-back) : 1;
      dims[dims.length - back] = mine == 1 ? theirs : mine;
    }
    return Shape.of(dims);
  }

  // along axes

  private static DoubleTensor sum(DoubleTensor x, int axis) {
    return DoubleTensor.build(
        with(x.shape(), axis, 1),
        index ->
            along(x.shape(), axis)
                .mapToDouble(i -> x.at(with(index, axis, i)))
                .reduce(0, Double::sum));
  }

  private static DoubleTensor max(DoubleTensor x, int axis) {
    return DoubleTensor.build(
        with(x.shape(), axis, 1),
        index ->
            along(x.shape(), axis)
                .mapToDouble(i -> x.at(with(index, axis, i)))
                .reduce(Math::max)
                .orElseThrow());
  }

  private static DoubleTensor argMax(DoubleTensor x, int axis) {
    var max = max(x, axis);
    return DoubleTensor.build(
        max.shape(),
        index ->
            along(x.shape(), axis)
                .filter(i -> same(x.at(with(index, axis, i)), max.at(index)))
                .findFirst()
                .orElseThrow());
  }

  /** How many entries come before one is the place where its index goes. */
  private static DoubleTensor argSort(DoubleTensor x, int axis, boolean descending) {
    return DoubleTensor.build(
        x.shape(),
        index ->
            along(x.shape(), axis)
                .filter(i ->
                    index[axis]
                        == along(x.shape(), axis)
                            .filter(j -> {
                              double mine = x.at(with(index, axis, i));
                              double other = x.at(with(index, axis, j));
                              return descending ? other > mine : other < mine;
                            })
                            .count())
                .findFirst()
                .orElseThrow());
  }

  private static boolean same(double a, double b) {
    return a == b || (Double.isNaN(a) && Double.isNaN(b));
  }

  private static DoubleTensor matMul(
      DoubleTensor a, boolean aTransposed, DoubleTensor b, boolean bTransposed) {
    var left = aTransposed ? transpose(a) : a;
    var right = bTransposed ? transpose(b) : b;
    int m = left.shape().dim(-2);
    int n = right.shape().dim(-1);
    int inner = left.shape().dim(-1);
    var batch =
        broadcast(with(with(left.shape(), -1, 1), -2, 1), with(with(right.shape(), -1, 1), -2, 1));
    int last = batch.rank() - 1;
    return DoubleTensor.build(
        with(with(batch, -1, n), -2, m),
        index ->
            IntStream.range(0, inner)
                .mapToDouble(k ->
                    left.stretchedAt(with(index, last, k))
                        * right.stretchedAt(with(index, last - 1, k)))
                .reduce(0, Double::sum));
  }

  private static DoubleTensor transpose(DoubleTensor x) {
    int rank = x.shape().rank();
    var shape = with(with(x.shape(), -1, x.shape().dim(-2)), -2, x.shape().dim(-1));
    return DoubleTensor.build(
        shape,
        index -> x.at(with(with(index, rank - 1, index[rank - 2]), rank - 2, index[rank - 1])));
  }

  // moved

  private static DoubleTensor reshape(DoubleTensor x, Shape shape) {
    int[] position = {0};
    return DoubleTensor.build(shape, _ -> x.get(position[0]++));
  }

  private static DoubleTensor permute(DoubleTensor x, List<Integer> order) {
    int[] dims = order.stream().mapToInt(axis -> x.shape().dim(axis)).toArray();
    return DoubleTensor.build(
        Shape.of(dims),
        index -> {
          int[] source = new int[index.length];
          for (int i = 0; i < index.length; i++) {
            source[order.get(i)] = index[i];
          }
          return x.at(source);
        });
  }

  private static DoubleTensor concat(List<DoubleTensor> in, int axis) {
    int length = in.stream().mapToInt(x -> x.shape().dim(axis)).sum();
    return DoubleTensor.build(
        with(in.getFirst().shape(), axis, length),
        index -> {
          int place = index[axis];
          int which = 0;
          while (place >= in.get(which).shape().dim(axis)) {
            place -= in.get(which++).shape().dim(axis);
          }
          return in.get(which).at(with(index, axis, place));
        });
  }

  private static DoubleTensor gather(DoubleTensor x, DoubleTensor picked, int axis) {
    int rank = picked.shape().rank();
    int[] dims = new int[x.shape().rank() - 1 + rank];
    for (int i = 0; i < dims.length; i++) {
      dims[i] =
          i < axis
              ? x.shape().dim(i)
              : i < axis + rank ? picked.shape().dim(i - axis) : x.shape().dim(i - rank + 1);
    }
    return DoubleTensor.build(
        Shape.of(dims), index -> x.at(source(index, picked, axis, x.shape().rank())));
  }

  private static DoubleTensor scatterAdd(
      DoubleTensor x, DoubleTensor picked, int axis, int length) {
    int rank = x.shape().rank() - picked.shape().rank() + 1;
    int[] dims = new int[rank];
    for (int i = 0; i < rank; i++) {
      dims[i] =
          i < axis
              ? x.shape().dim(i)
              : i == axis ? length : x.shape().dim(i - rank + x.shape().rank());
    }
    var shape = Shape.of(dims);
    double[] sums = new double[shape.size()];
    DoubleTensor.build(
        x.shape(),
        index -> {
          int position = 0;
          int[] target = source(index, picked, axis, rank);
          for (int i = 0; i < rank; i++) {
            position = position * dims[i] + target[i];
          }
          sums[position] += x.at(index);
          return 0;
        });
    int[] position = {0};
    return DoubleTensor.build(shape, _ -> sums[position[0]++]);
  }

  /** Where an element of the picked comes from: the index's axes give way to the number there. */
  private static int[] source(int[] index, DoubleTensor picked, int axis, int rank) {
    int wide = picked.shape().rank();
    int[] source = new int[rank];
    for (int i = 0; i < rank; i++) {
      source[i] =
          i < axis
              ? index[i]
              : i == axis
                  ? (int) picked.at(Arrays.copyOfRange(index, axis, axis + wide))
                  : index[i + wide - 1];
    }
    return source;
  }

  private static IntStream along(Shape shape, int axis) {
    return IntStream.range(0, shape.dim(axis));
  }

  private static Shape with(Shape shape, int axis, int length) {
    return Shape.of(with(shape.dims(), axis < 0 ? axis + shape.rank() : axis, length));
  }

  private static int[] with(int[] index, int axis, int place) {
    int[] changed = index.clone();
    changed[axis] = place;
    return changed;
  }
}
