package dev.cortado.tensor.compile;

import dev.cortado.tensor.Op;
import dev.cortado.tensor.compile.Recording.Event;
import dev.cortado.tensor.kernel.RowFormula;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a {@link Program} does, and from what.
 *
 * @param output where the result goes; a check has none
 * @param fused the pass that does this together with the operations before it, if they were joined;
 *     the inputs are then those of all
 */
record Instruction(
    Event event, @Nullable Storage output, List<Storage> inputs, @Nullable FusedOp fused) {

  /** The same result in another way. */
  Instruction as(FusedOp other, List<Storage> from) {
    return new Instruction(event, output, from, other);
  }

  /** By a formula of {@code x} and one, two or three rows. */
  Instruction byRow(RowFormula formula, List<Storage> xAndRows) {
    var x = xAndRows.getFirst();
    var last = xAndRows.getLast();
    var second = xAndRows.size() > 3 ? xAndRows.get(2) : last;
    return as(new FusedOp.ByRow(formula), List.of(x, x, xAndRows.get(1), second, last, last));
  }

  /** Whether the result is used, or the instruction may throw. */
  boolean isNeeded() {
    return output == null || output.wanted || output.lastUse >= 0 || checksAnIndex();
  }

  /**
   * Positions that are not whole numbers in range are refused, whether the result is used or not.
   */
  private boolean checksAnIndex() {
    return event instanceof Event.Computed(var op, _)
        && (op instanceof Op.Gather || op instanceof Op.ScatterAdd)
        && !inputs.getLast().constant;
  }

  /** Whether one other instruction uses the result, once, and nobody else does. */
  boolean isReadOnce() {
    return output != null && output.isReadOnce();
  }
}
