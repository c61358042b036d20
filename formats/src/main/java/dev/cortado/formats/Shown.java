package dev.cortado.formats;

/** How a text out of a file is shown in a message: on one line, and not a megabyte of it. */
final class Shown {

  private static final int MOST = 80;

  private Shown() {}

  static String text(String text) {
    var shown = new StringBuilder();
    text.codePoints()
        .limit(MOST)
        .forEach(point -> shown.appendCodePoint(isPlain(point) ? point : '\uFFFD'));
    return text.codePointCount(0, text.length()) > MOST ? shown.append('…').toString() : shown + "";
  }

  /** Not what moves the cursor, hides or reverses the text around it. */
  private static boolean isPlain(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
