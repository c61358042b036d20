package dev.cortado.tensor;

import dev.cortado.tensor.kernel.RowFormula;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a {@link Program} has to do, and from what.
 *
 * @param output where the result goes; a check has none
 * @param fused what it is done together with, if so; its inputs are those of all
 */
record Task(Trace.Event event, @Nullable Place output, List<Place> inputs, @Nullable Fused fused) {

  /** The same result by another way. */
  Task as(Fused other, List<Place> from) {
    return new Task(event, output, from, other);
  }

  /** By a formula of {@code x} and one, two or three rows. */
  Task byRow(RowFormula formula, List<Place> xAndRows) {
    var x = xAndRows.getFirst();
    var last = xAndRows.getLast();
    var second = xAndRows.size() > 3 ? xAndRows.get(2) : last;
    return as(new Fused.ByRow(formula), List.of(x, x, xAndRows.get(1), second, last, last));
  }

  /** Whether anybody asks for it. */
  boolean isNeeded() {
    return output == null || output.wanted || output.lastUse >= 0;
  }

  /** Whether one other task uses the result, once, and nobody else. */
  boolean isForOneAlone() {
    return output != null && output.isForOneAlone();
  }
}
