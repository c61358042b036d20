package dev.cortado.tensor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Arrays for results: the same one for results that do not live at the same time. */
final class Memory {

  private final Map<Integer, Deque<float[]>> free = new HashMap<>();
  private long bytes;

  /** An array for the result: that of an operand which nobody needs any more, if that may be. */
  float[] take(Task task, int number, boolean leftInStep, boolean rightInStep) {
    var output = Objects.requireNonNull(task.output());
    for (int i = 0; i < task.inputs().size(); i++) {
      var input = task.inputs().get(i);
      boolean inStep = i == 0 ? leftInStep : i == 1 && rightInStep;
      if (inStep && input.size == output.size && input.isUsedUp(number)) {
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

  /** Takes back what nobody needs any more after a task. */
  void giveBack(Task task, int number) {
    for (var input : task.inputs()) {
      if (input.isUsedUp(number)) {
        input.lent = true;
        free.computeIfAbsent(input.size, _ -> new ArrayDeque<>()).addLast(input.elements());
      }
    }
  }

  /** How many bytes there are in all. */
  long bytes() {
    return bytes;
  }
}
