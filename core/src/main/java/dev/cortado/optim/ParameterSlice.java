package dev.cortado.optim;

import java.util.List;

/**
 * Consecutive elements of a parameter, and what a rule remembers about each. A rule updates the
 * arrays in place, at {@code from ≤ i < to}.
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
