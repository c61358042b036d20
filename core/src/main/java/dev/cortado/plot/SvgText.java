package dev.cortado.plot;

/** Text in a picture: escaped, and measured without a font. */
public final class SvgText {

  private SvgText() {}

  /** Text as XML may contain it; what XML forbids altogether becomes a replacement character. */
  public static String escape(String text) {
    var escaped = new StringBuilder();
    text.codePoints().forEach(character -> append(escaped, character));
    return escaped.toString();
  }

  private static void append(StringBuilder escaped, int character) {
    switch (character) {
      case '&' -> escaped.append("&amp;");
      case '<' -> escaped.append("&lt;");
      case '>' -> escaped.append("&gt;");
      case '"' -> escaped.append("&quot;");
      case '\'' -> escaped.append("&#39;");
      default -> escaped.appendCodePoint(allowed(character) ? character : 0xFFFD);
    }
  }

  private static boolean allowed(int character) {
    return character == '\t'
        || character == '\n'
        || (character >= 0x20 && character < 0x7F)
        || (character >= 0xA0 && character <= 0xD7FF)
        || (character >= 0xE000 && character <= 0xFFFD)
        || character >= 0x10000;
  }

  /** At most so many characters; a longer text ends in an ellipsis. */
  public static String shortened(String text, int characters) {
    return text.codePointCount(0, text.length()) <= characters
        ? text
        : text.substring(0, text.offsetByCodePoints(0, characters - 1)) + "…";
  }

  /**
   * How wide a text is at most in the sans-serif fonts in use: the widest of them, DejaVu Sans, in
   * bold.
   */
  public static int width(String text, int size) {
    double ems = text.codePoints().mapToDouble(SvgText::ems).sum();
    return (int) Math.ceil(ems * size);
  }

  private static double ems(int character) {
    if (character >= 0x1100) {
      return character >= 0x2000 && character < 0x2E80 ? 0.9 : 1.1;
    }
    return switch (character) {
      case 'i', 'j', 'l', 'I', 'f', 't', '.', ',', ':', ' ', '(', ')', '[', ']', '|', '-' -> 0.42;
      case 'm', 'w', 'M', 'W', '@', '%' -> 1.05;
      default -> character >= 'A' && character <= 'Z' ? 0.77 : 0.68;
    };
  }
}
