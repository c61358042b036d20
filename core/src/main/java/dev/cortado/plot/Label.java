package dev.cortado.plot;

import java.math.BigDecimal;
import java.util.Locale;

/** How the numbers of an axis are written. */
final class Label {

  private static final BigDecimal LARGE = new BigDecimal("1e7");
  private static final BigDecimal SMALL = new BigDecimal("1e-5");
  private static final BigDecimal NEAR_ONE = new BigDecimal("1e-3");
  private static final BigDecimal FAR_FROM_ONE = new BigDecimal("1e4");
  private static final BigDecimal GROUPED = new BigDecimal("1e4");

  private Label() {}

  /** With as many decimals as the step needs; if the axis reaches far, as {@code 2e8}. */
  static String linear(BigDecimal value, BigDecimal step, BigDecimal largest) {
    if (value.signum() == 0) {
      return "0";
    }
    if (largest.compareTo(LARGE) >= 0
        || (step.compareTo(SMALL) < 0 && largest.compareTo(NEAR_ONE) < 0)) {
      return minus(FourDigits.scientific(value));
    }
    return plain(value, Math.max(0, step.stripTrailingZeros().scale()));
  }

  /** Around 1 in full, otherwise as {@code 1e-5}. */
  static String logarithmic(BigDecimal value) {
    return value.compareTo(NEAR_ONE) >= 0 && value.compareTo(FAR_FROM_ONE) <= 0
        ? plain(value, Math.max(0, value.scale()))
        : minus(FourDigits.scientific(value));
  }

  private static String plain(BigDecimal value, int decimals) {
    var format = value.abs().compareTo(GROUPED) >= 0 ? "%,." : "%.";
    return minus(String.format(Locale.ROOT, format + decimals + "f", value));
  }

  /** A hyphen is too short for a minus. */
  static String minus(String number) {
    return number.replace('-', '−');
  }
}
