package dev.cortado.autograd;

import static java.util.Map.entry;

import dev.cortado.tensor.Op;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * How a primitive is tried out: how near its value must be to that in double precision, and how to
 * draw one with its inputs, where it is smooth.
 */
record Specification(Agreement agreement, Function<Draw, Op.Primitive> drawing) {

  /** How a value in single precision must agree with one in double precision. */
  enum Agreement {
    /** The nearest float. */
    NEAREST,
    /** The nearest float or one beside it. */
    ONE_ULP,
    /** Within {@code γₙ·Σ|terms|}, whatever the order of adding. */
    SUM,
  }

  private static final int MOST_ELEMENTS = 400;

  /** One for each primitive; {@code OpTest} sees to it. */
  static final Map<Class<?>, Specification> ALL =
      Map.ofEntries(
          entry(Op.Add.class, pair(Specification::anywhere, Op.Add::new)),
          entry(Op.Sub.class, pair(Specification::anywhere, Op.Sub::new)),
          entry(Op.Mul.class, pair(Specification::anywhere, Op.Mul::new)),
          entry(Op.Div.class, pair(Draw::awayFromZero, Op.Div::new)),
          entry(Op.Maximum.class, nearest(Specification::maximum)),
          entry(Op.Compare.class, nearest(Specification::compare)),
          entry(Op.Where.class, nearest(Specification::where)),
          entry(Op.Neg.class, nearest(each(Specification::anywhere, Op.Neg::new))),
          entry(Op.Abs.class, nearest(each(Draw::awayFromZero, Op.Abs::new))),
          entry(Op.Sqrt.class, nearest(each(within(0.3, 3), Op.Sqrt::new))),
          entry(Op.Relu.class, nearest(each(Draw::awayFromZero, Op.Relu::new))),
          entry(Op.Exp.class, oneUlp(each(within(-4, 2), Op.Exp::new))),
          entry(Op.Expm1.class, oneUlp(each(within(-4, 2), Op.Expm1::new))),
          entry(Op.Log.class, oneUlp(each(within(0.3, 5), Op.Log::new))),
          entry(Op.Log1p.class, oneUlp(each(within(-0.6, 4), Op.Log1p::new))),
          entry(Op.Tanh.class, oneUlp(each(within(-3, 3), Op.Tanh::new))),
          entry(Op.Sigmoid.class, oneUlp(each(within(-6, 6), Op.Sigmoid::new))),
          entry(Op.Softplus.class, oneUlp(each(within(-6, 6), Op.Softplus::new))),
          entry(Op.Erf.class, oneUlp(each(within(-3, 3), Op.Erf::new))),
          entry(Op.Sin.class, oneUlp(each(within(-8, 8), Op.Sin::new))),
          entry(Op.Cos.class, oneUlp(each(within(-8, 8), Op.Cos::new))),
          entry(Op.Sum.class, summed(Specification::sum)),
          entry(Op.Max.class, nearest(draw -> largest(draw, Op.Max::new))),
          entry(Op.ArgMax.class, nearest(draw -> largest(draw, Op.ArgMax::new))),
          entry(
              Op.ArgSort.class,
              nearest(draw -> largest(draw, (x, axis) -> new Op.ArgSort(x, axis, draw.oneIn(2))))),
          entry(Op.MatMul.class, summed(Specification::matMul)),
          entry(Op.Reshape.class, nearest(Specification::reshape)),
          entry(Op.Permute.class, nearest(Specification::permute)),
          entry(Op.BroadcastTo.class, nearest(Specification::broadcastTo)),
          entry(Op.Slice.class, nearest(Specification::slice)),
          entry(Op.Concat.class, nearest(Specification::concat)),
          entry(Op.Gather.class, nearest(Specification::gather)),
          entry(Op.ScatterAdd.class, summed(Specification::scatterAdd)));

  /** The one for a primitive. */
  static Specification of(Class<?> primitive) {
    var specification = ALL.get(primitive);
    if (specification == null) {
      throw new AssertionError(
          primitive.getSimpleName() + " has no specification: say in Specification how to draw it");
    }
    return specification;
  }

  private static Specification nearest(Function<Draw, Op.Primitive> drawing) {
    return new Specification(Agreement.NEAREST, drawing);
  }

  private static Specification oneUlp(Function<Draw, Op.Primitive> drawing) {
    return new Specification(Agreement.ONE_ULP, drawing);
  }

  private static Specification summed(Function<Draw, Op.Primitive> drawing) {
    return new Specification(Agreement.SUM, drawing);
  }

  /** An operation with its inputs, none of them large. */
  Op.Primitive draw(Draw draw) {
    var op = drawing.apply(draw);
    while (Tape.perform(op).size() > MOST_ELEMENTS) {
      op = drawing.apply(draw);
    }
    return op;
  }

  /** The inputs that a gradient reaches, each once. */
  static List<Tensor> sources(Op op) {
    return IntStream.range(0, op.inputs().size())
        .filter(op::differentiableIn)
        .mapToObj(op.inputs()::get)
        .distinct()
        .toList();
  }

  // element by element

  private static Tensor anywhere(Draw draw, Shape shape) {
    return draw.between(shape, -2, 2);
  }

  private static BiFunction<Draw, Shape, Tensor> within(double low, double high) {
    return (draw, shape) -> draw.between(shape, low, high);
  }

  private static Function<Draw, Op.Primitive> each(
      BiFunction<Draw, Shape, Tensor> operand, Function<Tensor, Op.Primitive> op) {
    return draw -> op.apply(operand.apply(draw, draw.shape(0)));
  }

  private static Specification pair(
      BiFunction<Draw, Shape, Tensor> operand, BiFunction<Tensor, Tensor, Op.Primitive> op) {
    return nearest(draw -> {
      var shapes = draw.pair();
      var a = operand.apply(draw, shapes.getFirst());
      var b = draw.sameTwice() ? a : operand.apply(draw, shapes.getLast());
      return op.apply(a, b);
    });
  }

  private static Op.Primitive maximum(Draw draw) {
    var shapes = draw.pair();
    var a = draw.apart(shapes.getFirst(), 0.25);
    var b = draw.sameTwice() ? a : draw.apart(shapes.getLast(), 0.75);
    return new Op.Maximum(a, b);
  }

  private static Op.Primitive compare(Draw draw) {
    var relations = Op.Relation.values();
    var relation = relations[draw.below(relations.length)];
    var shapes = draw.pair();
    var a = digits(draw, shapes.getFirst(), 3);
    var b = draw.sameTwice() ? a : digits(draw, shapes.getLast(), 3);
    return new Op.Compare(relation, a, b);
  }

  private static Op.Primitive where(Draw draw) {
    var full = draw.shape(0);
    var condition = digits(draw, draw.stretchingTo(full), 2);
    var a = anywhere(draw, draw.stretchingTo(full));
    var b = draw.sameTwice() ? a : anywhere(draw, draw.stretchingTo(full));
    return new Op.Where(condition, a, b);
  }

  private static Tensor digits(Draw draw, Shape shape, int bound) {
    return draw.tensor(shape, () -> draw.below(bound));
  }

  // along axes

  private static Op.Primitive sum(Draw draw) {
    var shape = draw.shape(1);
    return new Op.Sum(anywhere(draw, shape), draw.axis(shape));
  }

  private static Op.Primitive largest(Draw draw, BiFunction<Tensor, Integer, Op.Primitive> op) {
    var shape = draw.shape(1);
    int axis = draw.axis(shape);
    while (shape.dim(axis) == 0) {
      shape = draw.shape(1);
      axis = draw.axis(shape);
    }
    return op.apply(draw.apart(shape, 0.5), axis);
  }

  private static Op.Primitive matMul(Draw draw) {
    var lengths = draw.ofRank(3);
    int m = lengths.dim(0);
    int k = lengths.dim(1);
    int n = lengths.dim(2);
    boolean aTransposed = draw.oneIn(2);
    boolean bTransposed = draw.oneIn(2);
    var batch = draw.batch();
    var a = anywhere(draw, matrix(draw.stretchingTo(batch), m, k, aTransposed));
    if (draw.sameTwice()) {
      return new Op.MatMul(a, aTransposed, a, !aTransposed);
    }
    var b = anywhere(draw, matrix(draw.stretchingTo(batch), k, n, bTransposed));
    return new Op.MatMul(a, aTransposed, b, bTransposed);
  }

  private static Shape matrix(Shape batch, int rows, int columns, boolean transposed) {
    int[] dims = Arrays.copyOf(batch.dims(), batch.rank() + 2);
    dims[batch.rank()] = transposed ? columns : rows;
    dims[batch.rank() + 1] = transposed ? rows : columns;
    return Shape.of(dims);
  }

  // moved

  private static Op.Primitive reshape(Draw draw) {
    var x = anywhere(draw, draw.shape(0));
    int[] dims = x.shape().dims();
    var target =
        switch (draw.below(3)) {
          case 0 -> Shape.of(x.size());
          case 1 -> Shape.of(draw.order(x.shape()).stream().mapToInt(i -> dims[i]).toArray());
          default -> matrix(x.shape(), 1, 1, false);
        };
    return new Op.Reshape(x, target);
  }

  private static Op.Primitive permute(Draw draw) {
    var shape = draw.shape(0);
    return new Op.Permute(anywhere(draw, shape), draw.order(shape));
  }

  private static Op.Primitive broadcastTo(Draw draw) {
    var shape = draw.shape(0);
    return new Op.BroadcastTo(anywhere(draw, draw.stretchingTo(shape)), shape);
  }

  private static Op.Primitive slice(Draw draw) {
    var shape = draw.shape(1);
    int axis = draw.axis(shape);
    int from = draw.below(shape.dim(axis) + 1);
    int to = from + draw.below(shape.dim(axis) - from + 1);
    return new Op.Slice(anywhere(draw, shape), axis, from, to);
  }

  private static Op.Primitive concat(Draw draw) {
    int[] dims = draw.shape(1).dims();
    int axis = draw.below(dims.length);
    var parts = new ArrayList<Tensor>();
    for (int i = draw.below(3); i >= 0; i--) {
      parts.add(anywhere(draw, Shape.of(dims)));
      dims[axis] = draw.length();
    }
    if (draw.sameTwice()) {
      parts.add(parts.getFirst());
    }
    return new Op.Concat(parts, axis);
  }

  private static Op.Primitive gather(Draw draw) {
    var shape = draw.shape(1);
    int axis = draw.axis(shape);
    return new Op.Gather(anywhere(draw, shape), draw.index(shape.dim(axis)), axis);
  }

  private static Op.Primitive scatterAdd(Draw draw) {
    int length = draw.lengthOfSome();
    var index = draw.index(length);
    var around = draw.shape(0);
    int axis = draw.below(around.rank() + 1);
    int[] dims = new int[around.rank() + index.shape().rank()];
    for (int i = 0; i < dims.length; i++) {
      int inner = i - index.shape().rank();
      dims[i] =
          i < axis ? around.dim(i) : inner < axis ? index.shape().dim(i - axis) : around.dim(inner);
    }
    return new Op.ScatterAdd(anywhere(draw, Shape.of(dims)), index, axis, length);
  }
}
