package dev.cortado.tables;

import dev.cortado.data.Target;
import java.util.List;
import java.util.Map;

/**
 * What is asked, as it was found out.
 *
 * @param target with the names of its classes
 * @param reason why it is classes, labels or numbers
 * @param counts of the classes, the most frequent first; none for numbers
 * @param missing rows without a target, which are left out
 * @param hint what may be worth trying, such as the logarithm of a skewed target; or empty
 */
public record PlannedTarget(
    Target target, String reason, List<Map.Entry<String, Long>> counts, long missing, String hint) {

  public PlannedTarget {
    counts = List.copyOf(counts);
  }

  /** Whether classes or labels are asked for, not numbers. */
  public boolean isClassification() {
    return !(target instanceof Target.Numbers);
  }
}
