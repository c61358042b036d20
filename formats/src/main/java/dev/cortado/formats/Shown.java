package dev.cortado.formats;

import java.util.HexFormat;

/**
 * How a text out of a file is shown in a message: on one line, and not a megabyte of it.
 *
 * <pre>{@code
 * Shown.text("fc1\t");   // the tab as a backslash and u0009
 * }</pre>
 */
final class Shown {

  private static final int MOST = 200;

  private Shown() {}

  /** The text, or as much of it as fits, with what a terminal would obey escaped. */
  static String text(String text) {
    var shown = new StringBuilder();
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      var next = isPlain(point) ? Character.toString(point) : escaped(point);
      int room = at == text.length() ? MOST : MOST - 1;
      if (shown.length() + next.length() > room) {
        return shown.append('…').toString();
      }
      shown.append(next);
    }
    return shown.toString();
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

  private static String escaped(int point) {
    var escaped = new StringBuilder();
    for (char letter : Character.toChars(point)) {
      escaped.append("\\u").append(HexFormat.of().toHexDigits(letter));
    }
    return escaped.toString();
  }
}
