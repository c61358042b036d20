package dev.cortado.tensor.compile;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Arrays for results; results that do not live at the same time share one. */
final class ArrayPlan {

  private final Map<Integer, Deque<float[]>> free = new HashMap<>();
  private long bytes;

  /**
   * An array for the result: that of an operand that is free afterwards and is read in step with
   * the result, if there is one.
   */
  float[] take(Instruction user, int number, boolean firstInStep, boolean secondInStep) {
    var output = Objects.requireNonNull(user.output());
    for (int i = 0; i < user.inputs().size(); i++) {
      var input = user.inputs().get(i);
      boolean inStep = i == 0 ? firstInStep : i == 1 && secondInStep;
      if (inStep && input.size == output.size && input.isFreeAfter(number)) {
        input.lent = true;
        output.array = input.array;
        return output.elements();
      }
    }
    output.array = taken(output.size);
    return output.elements();
  }

  private float[] taken(int size) {
    var freed = free.getOrDefault(size, new ArrayDeque<>()).pollLast();
    if (freed != null) {
      return freed;
    }
    bytes += (long) Float.BYTES * size;
    return new float[size];
  }

  /** Takes back the arrays that are free after an instruction. */
  void giveBack(Instruction user, int number) {
    for (var input : user.inputs()) {
      if (input.isFreeAfter(number)) {
        input.lent = true;
        free.computeIfAbsent(input.size, _ -> new ArrayDeque<>()).addLast(input.elements());
      }
    }
  }

  /** Bytes of all arrays. */
  long bytes() {
    return bytes;
  }
}
