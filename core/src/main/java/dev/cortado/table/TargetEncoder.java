package dev.cortado.table;

import dev.cortado.data.Target;
import dev.cortado.internal.SafeText;
import org.jspecify.annotations.Nullable;

/** Turns the values of a target's columns into the numbers of {@code y}. */
final class TargetEncoder {

  private static final int SHOWN = 8;

  private final Target target;
  private final @Nullable CategoryIndex classes;

  TargetEncoder(Target target) {
    this.target = target;
    classes =
        switch (target) {
          case Target.Numbers _, Target.Labels _ -> null;
          case Target.Binary _, Target.Classes _ -> new CategoryIndex(target.classNames());
        };
  }

  /** How many numbers each row has. */
  int width() {
    return classes == null ? target.outputs() : 1;
  }

  /** The number of a value that is not missing. */
  float number(Object value) {
    if (classes != null) {
      int found = classes.of(value);
      if (found < 0) {
        throw failed("label '" + SafeText.of(value.toString()) + "' unknown; known: " + known());
      }
      return found;
    }
    return target instanceof Target.Labels ? label(value) : RowEncoder.single(value, 0);
  }

  private static float label(Object value) {
    var truth = RawValue.truth(value);
    if (truth == null) {
      throw failed(
          "'" + SafeText.of(value.toString()) + "' is not a label, expected 0 or 1, yes or no");
    }
    return truth ? 1 : 0;
  }

  private static RawValueException failed(String message) {
    return new RawValueException(RawValueException.Fault.LABEL, message);
  }

  private String known() {
    var names = target.classNames();
    var shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    return SafeText.of(shown) + (names.size() > SHOWN ? ", … (" + names.size() + ")" : "");
  }
}
