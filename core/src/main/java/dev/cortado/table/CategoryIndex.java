package dev.cortado.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds a raw value among texts: as it is written, else as the same number ({@code 3.0} for {@code
 * 3}), else, of two texts for yes and no, as the same answer ({@code true} for {@code yes}).
 */
final class CategoryIndex {

  private final Map<String, Integer> exact = new HashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<Boolean, Integer> answers = new HashMap<>();

  CategoryIndex(List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      exact.put(values.get(i), i);
      numbers.putIfAbsent(DecimalText.canonical(values.get(i)), i);
    }
    if (values.size() == 2) {
      var first = RawValue.truth(values.getFirst());
      var second = RawValue.truth(values.getLast());
      if (first != null && second != null && !first.equals(second)) {
        answers.put(first, 0);
        answers.put(second, 1);
      }
    }
  }

  /** The place of a value that is not missing; −1 if it is none of the texts. */
  int of(Object value) {
    var text = RawValue.text(value);
    var found = exact.get(text);
    if (found == null) {
      found = numbers.get(DecimalText.canonical(text));
    }
    if (found == null && !answers.isEmpty()) {
      var truth = RawValue.truth(value);
      found = truth == null ? null : answers.get(truth);
    }
    return found == null ? -1 : found;
  }
}
