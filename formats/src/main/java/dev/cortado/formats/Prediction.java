package dev.cortado.formats;

import dev.cortado.internal.Errors;
import dev.cortado.internal.SafeText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The prediction of a model for one row.
 *
 * <pre>{@code
 * var prediction = predictor.predict(5.1f, 3.5f, 1.4f, 0.2f);
 * prediction.label();           // setosa
 * prediction.of("setosa");      // 0.98
 * }</pre>
 *
 * @param label the predicted class; for labels and numbers, all of them as one text
 * @param labels the predicted class, or the labels that the row has; none for numbers
 * @param values the probabilities of the classes, or the predicted numbers, by name
 */
public record Prediction(String label, List<String> labels, SequencedMap<String, Float> values) {

  public Prediction {
    labels = List.copyOf(labels);
    values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
  }

  /** The probability of a class, or a number, by its name. */
  public float of(String name) {
    var value = values.get(name);
    if (value == null) {
      throw Errors.argument(
          "prediction: no '%s', there are %s",
          SafeText.of(name), SafeText.of(values.keySet().toString()));
    }
    return value;
  }
}
