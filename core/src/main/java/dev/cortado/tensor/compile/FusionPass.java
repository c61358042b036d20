package dev.cortado.tensor.compile;

import dev.cortado.tensor.Op;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.compile.Recording.Event;
import dev.cortado.tensor.kernel.RowFormula;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins operations into one pass over memory where the result of one is used by the next alone, or
 * is cheap to compute again. Each element is computed as before, so the bits are the same.
 */
final class FusionPass {

  /** For smaller matrices the kernels' plain loops are as fast. */
  private static final int WORTH_IT = 128;

  private final IdentityHashMap<Storage, Instruction> producers = new IdentityHashMap<>();
  private final boolean formulas;

  /**
   * @param formulas whether the kernels compute a {@link RowFormula} faster than its parts
   */
  FusionPass(boolean formulas) {
    this.formulas = formulas;
  }

  /** The instruction, or one in its place that reads what was there before; in order. */
  Instruction next(Instruction instruction) {
    var fused = fused(instruction);
    var next = fused == null ? instruction : fused;
    if (next.output() != null) {
      producers.put(next.output(), next);
    }
    return next;
  }

  private @Nullable Instruction fused(Instruction instruction) {
    if (instruction.fused() != null
        || !(instruction.event() instanceof Event.Computed(var op, _))) {
      return null;
    }
    return switch (op) {
      case Op.Sum(var x, int axis) when isMatrix(x.shape()) && axis == 0 -> sum(instruction);
      case Op.Relu(var x) when formulas && isMatrix(x.shape()) -> rectified(instruction);
      case Op.Mul(_, _) when instruction.inputs().getLast().isNumber() -> scaled(instruction);
      case Op.Binary binary when formulas && isByRow(binary) -> byRow(instruction, binary);
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

  private @Nullable Instruction sum(Instruction sum) {
    var product = producer(sum, 0, Op.Mul.class);
    if (product == null || !isOfEquals(product) || !product.isReadOnce()) {
      return null;
    }
    var factors = product.inputs();
    var g = factors.getFirst();
    var difference = producer(product, 1, Op.Sub.class);
    if (difference == null || !isByRow(difference)) {
      return sum.as(new FusedOp.Products(), factors);
    }
    return g == factors.getLast()
        ? sum.as(new FusedOp.Squares(), difference.inputs())
        : sum.as(
            new FusedOp.Moments(),
            List.of(g, difference.inputs().getFirst(), difference.inputs().getLast()));
  }

  /** Zeros and ones that are drawn only to be multiplied by a number are drawn as the products. */
  private @Nullable Instruction scaled(Instruction product) {
    var drawn = product.inputs().getFirst();
    var producer = producers.get(drawn);
    if (producer == null
        || !(producer.event() instanceof Event.Drawn(var draw, _))
        || !(product.event() instanceof Event.Computed(_, var output))
        || !draw.isOfOnes()
        || drawn.size != output.size()
        || !drawn.isReadOnce()) {
      return null;
    }
    float factor = product.inputs().getLast().elements()[0];
    return new Instruction(
        new Event.Drawn(draw.times(factor), output), product.output(), List.of(), null);
  }

  private @Nullable Instruction rectified(Instruction relu) {
    var before = producer(relu, 0);
    if (before == null || !before.isReadOnce()) {
      return null;
    }
    if (before.fused() instanceof FusedOp.ByRow(var formula)) {
      return switch (formula) {
        case SCALE -> relu.as(new FusedOp.ByRow(RowFormula.SCALE_AND_RECTIFY), before.inputs());
        case NORMALIZE ->
            relu.as(new FusedOp.ByRow(RowFormula.NORMALIZE_AND_RECTIFY), before.inputs());
        case STANDARDIZE, SCALE_AND_RECTIFY, SHIFT_AND_RECTIFY, NORMALIZE_AND_RECTIFY, CORRECT ->
            null;
      };
    }
    return is(before, Op.Add.class) && isByRow(before)
        ? relu.byRow(RowFormula.SHIFT_AND_RECTIFY, before.inputs())
        : null;
  }

  private @Nullable Instruction byRow(Instruction instruction, Op.Binary op) {
    var row = instruction.inputs().getLast();
    return switch (op) {
      case Op.Add _ -> {
        var product = producer(instruction, 0, Op.Mul.class);
        yield product != null && isByRow(product) && product.isReadOnce()
            ? shifted(instruction, product, row)
            : null;
      }
      case Op.Div _ -> {
        var difference = producer(instruction, 0, Op.Sub.class);
        yield difference != null && isByRow(difference)
            ? instruction.byRow(RowFormula.STANDARDIZE, joined(difference.inputs(), row))
            : null;
      }
      case Op.Mul _ -> {
        var difference = producer(instruction, 0, Op.Sub.class);
        yield difference == null ? null : corrected(instruction, difference);
      }
      case Op.Sub _, Op.Maximum _, Op.Compare _, Op.MatMul _ -> null;
    };
  }

  /** {@code x·a + b}, or {@code (x − a)·b + c}. */
  private Instruction shifted(Instruction instruction, Instruction product, Storage row) {
    var factors = product.inputs();
    var difference = producer(product, 0, Op.Sub.class);
    if (difference == null || !isByRow(difference)) {
      return instruction.byRow(RowFormula.SCALE, joined(factors, row));
    }
    var operands = difference.inputs();
    return instruction.byRow(
        RowFormula.NORMALIZE,
        List.of(operands.getFirst(), operands.getLast(), factors.getLast(), row));
  }

  /** {@code ((x − a) − (y − b)·c)·d}. */
  private @Nullable Instruction corrected(Instruction scaled, Instruction difference) {
    var straight = producer(difference, 0, Op.Sub.class);
    var product = producer(difference, 1, Op.Mul.class);
    if (straight == null
        || product == null
        || !isOfEquals(difference)
        || !isByRow(straight)
        || !isByRow(product)
        || !difference.isReadOnce()
        || !product.isReadOnce()) {
      return null;
    }
    var centered = producer(product, 0, Op.Sub.class);
    if (centered == null || !isByRow(centered)) {
      return null;
    }
    return scaled.as(
        new FusedOp.ByRow(RowFormula.CORRECT),
        List.of(
            straight.inputs().getFirst(),
            centered.inputs().getFirst(),
            straight.inputs().getLast(),
            centered.inputs().getLast(),
            product.inputs().getLast(),
            scaled.inputs().getLast()));
  }

  /** What makes an operand, if that is an operation of this kind and no more. */
  private @Nullable Instruction producer(
      Instruction user, int input, Class<? extends Op.Binary> kind) {
    var producer = producer(user, input);
    return producer != null && is(producer, kind) ? producer : null;
  }

  /**
   * What makes an operand of an operation, in the shape in which the operation reads it. A reshaped
   * tensor lies in the same place, but rows and columns of other lengths do not fit together.
   */
  private @Nullable Instruction producer(Instruction user, int input) {
    var producer = producers.get(user.inputs().get(input));
    return producer != null
            && producer.event() instanceof Event.Computed(_, var output)
            && user.event() instanceof Event.Computed(var op, _)
            && output.shape().equals(op.inputs().get(input).shape())
        ? producer
        : null;
  }

  private static boolean is(Instruction instruction, Class<? extends Op.Binary> kind) {
    return instruction.fused() == null
        && instruction.event() instanceof Event.Computed(var op, _)
        && kind.isInstance(op);
  }

  private static boolean isByRow(Instruction instruction) {
    return instruction.event() instanceof Event.Computed(Op.Binary op, _) && isByRow(op);
  }

  private static boolean isOfEquals(Instruction instruction) {
    return instruction.event() instanceof Event.Computed(Op.Binary op, _)
        && op.a().shape().equals(op.b().shape());
  }

  private static List<Storage> joined(List<Storage> operands, Storage row) {
    return List.of(operands.getFirst(), operands.getLast(), row);
  }
}
