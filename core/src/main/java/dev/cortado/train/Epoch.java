package dev.cortado.train;

import dev.cortado.internal.Errors;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What came of one pass over the training rows.
 *
 * @param number 1 for the first
 * @param steps taken since the first epoch began
 * @param rate of its last step
 * @param values by name: {@code train.loss}, the mean over its batches, each row counting once, as
 *     the weights were changing; {@code valid.loss} and the metrics {@code valid.…} at its end or,
 *     without rows for validation, the metrics {@code train.…}
 */
public record Epoch(int number, long steps, double rate, SequencedMap<String, Double> values) {

  public Epoch {
    values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
  }

  /** The value with this name. */
  public double value(String name) {
    var value = values.get(name);
    if (value == null) {
      throw Errors.argument("epoch: no value '%s'; there are %s", name, values.sequencedKeySet());
    }
    return value;
  }
}
