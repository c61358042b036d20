package dev.cortado.doctor;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.cortado.doctor.Finding.Kind;
import dev.cortado.doctor.Finding.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Collects the findings of a diagnosis. */
final class Findings {

  private final List<Finding> all = new ArrayList<>();

  /** Adds a finding with the number that was measured and the number that was expected. */
  @FormatMethod
  void add(
      Kind kind,
      Severity severity,
      String where,
      double figure,
      double expected,
      @FormatString String text,
      Object... values) {
    var sentence = String.format(Locale.ROOT, text, values);
    all.add(new Finding(kind, severity, where, figure, expected, sentence));
  }

  /** Adds a finding without numbers. */
  @FormatMethod
  void add(
      Kind kind, Severity severity, String where, @FormatString String text, Object... values) {
    add(kind, severity, where, Double.NaN, Double.NaN, text, values);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  List<Finding> worstFirst() {
    return all.stream()
        .sorted(Comparator.comparing(Finding::severity).reversed().thenComparing(Finding::kind))
        .toList();
  }
}
