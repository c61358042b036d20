package dev.cortado.optim;

import java.util.List;

/**
 * A run of neighboring numbers to be trained, and what a rule remembers about each. The arrays are
 * the ones to write to; a rule reads and writes {@code from ≤ i < to} in each of them.
 *
 * @param values the parameters
 * @param slots one array for each of the rule's {@linkplain Optimizer#slots slots}, in that order
 */
public record ParameterSlice(float[] values, List<float[]> slots, int from, int to) {

  /** What the rule keeps in one of its slots. */
  public float[] slot(int index) {
    return slots.get(index);
  }
}
