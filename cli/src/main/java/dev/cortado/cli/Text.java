package dev.cortado.cli;

/** Numbers and words in columns, the same in every locale. */
final class Text {

  private Text() {}

  /** A number with so many digits after the point: {@code fixed(-0.5, 3)} is {@code -0.500}. */
  static String fixed(double number, int decimals) {
    if (!Double.isFinite(number)) {
      return Double.toString(number);
    }
    long unit = 1;
    for (int i = 0; i < decimals; i++) {
      unit *= 10;
    }
    long digits = Math.round(Math.abs(number) * unit);
    var sign = number < 0 && digits > 0 ? "-" : "";
    if (decimals == 0) {
      return sign + digits;
    }
    var fraction = Long.toString(digits % unit);
    return sign + digits / unit + "." + "0".repeat(decimals - fraction.length()) + fraction;
  }

  /** Spaces, then the words. */
  static String right(String words, int width) {
    return " ".repeat(Math.max(0, width - words.length())) + words;
  }

  /** The words, then spaces. */
  static String left(String words, int width) {
    return words + " ".repeat(Math.max(0, width - words.length()));
  }
}
