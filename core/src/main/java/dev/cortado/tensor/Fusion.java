package dev.cortado.tensor;

import dev.cortado.tensor.kernel.RowFormula;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds operations that are one pass over memory instead of several: where the result of one is
 * used by the next alone, or is quickly made again. Each number is computed as before, so the bits
 * are the same.
 */
final class Fusion {

  /** For smaller matrices the kernels' plain loops are as fast. */
  private static final int WORTH_IT = 128;

  private final IdentityHashMap<Place, Task> makers = new IdentityHashMap<>();
  private final boolean formulas;

  /**
   * @param formulas whether the kernels compute a {@link RowFormula} faster than its parts
   */
  Fusion(boolean formulas) {
    this.formulas = formulas;
  }

  /** The task, or one in its place that reads what was there before; in order. */
  Task next(Task task) {
    var fused = fused(task);
    var next = fused == null ? task : fused;
    if (next.output() != null) {
      makers.put(next.output(), next);
    }
    return next;
  }

  private @Nullable Task fused(Task task) {
    if (task.fused() != null || !(task.event() instanceof Trace.Event.Computed(var op, _))) {
      return null;
    }
    return switch (op) {
      case Op.Sum(var x, int axis) when isMatrix(x.shape()) && axis == 0 -> sum(task);
      case Op.Relu(var x) when formulas && isMatrix(x.shape()) -> rectified(task);
      case Op.Mul(_, _) when task.inputs().getLast().isNumber() -> scaled(task);
      case Op.Binary binary when formulas && isByRow(binary) -> byRow(task, binary);
      default -> null;
    };
  }

  private static boolean isMatrix(Shape shape) {
    return shape.rank() == 2 && shape.dim(0) > 1 && shape.dim(1) > 1 && shape.size() >= WORTH_IT;
  }

  private static boolean isByRow(Op.Binary op) {
    var shape = op.a().shape();
    var row = op.b().shape();
    return isMatrix(shape)
        && row.rank() > 0
        && row.size() == shape.dim(1)
        && row.dim(row.rank() - 1) == shape.dim(1);
  }

  private @Nullable Task sum(Task sum) {
    var product = maker(sum, 0, Op.Mul.class);
    if (product == null || !isOfEquals(product) || !product.isForOneAlone()) {
      return null;
    }
    var factors = product.inputs();
    var g = factors.getFirst();
    var difference = maker(product, 1, Op.Sub.class);
    if (difference == null || !isByRow(difference)) {
      return sum.as(new Fused.Products(), factors);
    }
    return g == factors.getLast()
        ? sum.as(new Fused.Squares(), difference.inputs())
        : sum.as(
            new Fused.Moments(),
            List.of(g, difference.inputs().getFirst(), difference.inputs().getLast()));
  }

  /** Zeros and ones that are drawn only to be multiplied by a number are drawn as the products. */
  private @Nullable Task scaled(Task product) {
    var drawn = product.inputs().getFirst();
    var maker = makers.get(drawn);
    if (maker == null
        || !(maker.event() instanceof Trace.Event.Drawn(var draw, _))
        || !(product.event() instanceof Trace.Event.Computed(_, var output))
        || !draw.isOfOnes()
        || drawn.size != output.size()
        || !drawn.isForOneAlone()) {
      return null;
    }
    float factor = product.inputs().getLast().elements()[0];
    return new Task(
        new Trace.Event.Drawn(draw.times(factor), output), product.output(), List.of(), null);
  }

  private @Nullable Task rectified(Task relu) {
    var before = maker(relu, 0);
    if (before == null || !before.isForOneAlone()) {
      return null;
    }
    if (before.fused() instanceof Fused.ByRow(var formula)) {
      return switch (formula) {
        case SCALE -> relu.as(new Fused.ByRow(RowFormula.SCALE_AND_RECTIFY), before.inputs());
        case NORMALIZE ->
            relu.as(new Fused.ByRow(RowFormula.NORMALIZE_AND_RECTIFY), before.inputs());
        case STANDARDIZE, SCALE_AND_RECTIFY, SHIFT_AND_RECTIFY, NORMALIZE_AND_RECTIFY, CORRECT ->
            null;
      };
    }
    return is(before, Op.Add.class) && isByRow(before)
        ? relu.byRow(RowFormula.SHIFT_AND_RECTIFY, before.inputs())
        : null;
  }

  private @Nullable Task byRow(Task task, Op.Binary op) {
    var row = task.inputs().getLast();
    return switch (op) {
      case Op.Add _ -> {
        var product = maker(task, 0, Op.Mul.class);
        yield product != null && isByRow(product) && product.isForOneAlone()
            ? shifted(task, product, row)
            : null;
      }
      case Op.Div _ -> {
        var difference = maker(task, 0, Op.Sub.class);
        yield difference != null && isByRow(difference)
            ? task.byRow(RowFormula.STANDARDIZE, joined(difference.inputs(), row))
            : null;
      }
      case Op.Mul _ -> {
        var difference = maker(task, 0, Op.Sub.class);
        yield difference == null ? null : corrected(task, difference);
      }
      case Op.Sub _, Op.Maximum _, Op.Compare _, Op.MatMul _ -> null;
    };
  }

  /** {@code x·a + b}, or {@code (x − a)·b + c}. */
  private Task shifted(Task task, Task product, Place row) {
    var factors = product.inputs();
    var difference = maker(product, 0, Op.Sub.class);
    if (difference == null || !isByRow(difference)) {
      return task.byRow(RowFormula.SCALE, joined(factors, row));
    }
    var operands = difference.inputs();
    return task.byRow(
        RowFormula.NORMALIZE,
        List.of(operands.getFirst(), operands.getLast(), factors.getLast(), row));
  }

  /** {@code ((x − a) − (y − b)·c)·d}. */
  private @Nullable Task corrected(Task scaled, Task difference) {
    var straight = maker(difference, 0, Op.Sub.class);
    var product = maker(difference, 1, Op.Mul.class);
    if (straight == null
        || product == null
        || !isOfEquals(difference)
        || !isByRow(straight)
        || !isByRow(product)
        || !difference.isForOneAlone()
        || !product.isForOneAlone()) {
      return null;
    }
    var centered = maker(product, 0, Op.Sub.class);
    if (centered == null || !isByRow(centered)) {
      return null;
    }
    return scaled.as(
        new Fused.ByRow(RowFormula.CORRECT),
        List.of(
            straight.inputs().getFirst(),
            centered.inputs().getFirst(),
            straight.inputs().getLast(),
            centered.inputs().getLast(),
            product.inputs().getLast(),
            scaled.inputs().getLast()));
  }

  /** What makes an operand, if that is an operation of this kind and no more. */
  private @Nullable Task maker(Task user, int input, Class<? extends Op.Binary> kind) {
    var maker = maker(user, input);
    return maker != null && is(maker, kind) ? maker : null;
  }

  /**
   * What makes an operand of an operation, in the shape in which the operation reads it. A reshaped
   * tensor lies in the same place, but rows and columns of other lengths do not fit together.
   */
  private @Nullable Task maker(Task user, int input) {
    var maker = makers.get(user.inputs().get(input));
    return maker != null
            && maker.event() instanceof Trace.Event.Computed(_, var output)
            && user.event() instanceof Trace.Event.Computed(var op, _)
            && output.shape().equals(op.inputs().get(input).shape())
        ? maker
        : null;
  }

  private static boolean is(Task task, Class<? extends Op.Binary> kind) {
    return task.fused() == null
        && task.event() instanceof Trace.Event.Computed(var op, _)
        && kind.isInstance(op);
  }

  private static boolean isByRow(Task task) {
    return task.event() instanceof Trace.Event.Computed(Op.Binary op, _) && isByRow(op);
  }

  private static boolean isOfEquals(Task task) {
    return task.event() instanceof Trace.Event.Computed(Op.Binary op, _)
        && op.a().shape().equals(op.b().shape());
  }

  private static List<Place> joined(List<Place> operands, Place row) {
    return List.of(operands.getFirst(), operands.getLast(), row);
  }
}
