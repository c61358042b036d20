package dev.cortado.internal;

import java.util.HexFormat;

/**
 * A text from a file or a user as a message shows it: on one line, at most 200 characters, without
 * characters that control a terminal.
 *
 * <pre>{@code
 * SafeText.of("fc1\t");   // the tab as a backslash and u0009
 * }</pre>
 */
public final class SafeText {

  private static final int MAX_LENGTH = 200;

  private SafeText() {}

  /** The text with control characters escaped; a text that is too long ends in an ellipsis. */
  public static String of(String text) {
    var shown = new StringBuilder();
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      var next = isPlain(point) ? Character.toString(point) : escaped(point);
      int room = at == text.length() ? MAX_LENGTH : MAX_LENGTH - 1;
      if (shown.length() + next.length() > room) {
        return shown.append('…').toString();
      }
      shown.append(next);
    }
    return shown.toString();
  }

  /** False for characters that move the cursor, or hide or reverse the text around them. */
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
