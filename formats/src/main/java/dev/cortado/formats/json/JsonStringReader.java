package dev.cortado.formats.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads JSON strings and resolves their escapes. */
final class JsonStringReader {

  private static final int ROOM = 64;

  private final JsonInput in;

  /** The UTF-8 bytes of a string with escapes; reused for the next one. */
  private byte[] letters = new byte[ROOM];

  private int count;

  JsonStringReader(JsonInput in) {
    this.in = in;
  }

  /** Reads a string, from its opening quote to its closing one. */
  String read() {
    int quote = in.at();
    in.advance();
    skipPlain(quote);
    if (in.peek() == '"') {
      var plain = in.since(quote + 1);
      in.advance();
      return plain;
    }
    byte[] before = in.since(quote + 1).getBytes(StandardCharsets.UTF_8);
    return escaped(quote, before);
  }

  private void skipPlain(int quote) {
    while (in.peek() != '"' && in.peek() != '\\') {
      requireLetter(quote);
      in.advance();
    }
  }

  private void requireLetter(int quote) {
    if (in.peek() < 0) {
      throw in.failed(quote, "a string without its closing quote");
    }
    if (in.peek() < ' ') {
      throw in.failed(in.at(), "a control character in a string");
    }
  }

  private String escaped(int quote, byte[] before) {
    count = 0;
    for (byte letter : before) {
      add(letter);
    }
    while (in.peek() != '"') {
      requireLetter(quote);
      if (in.peek() == '\\') {
        addPoint(escape());
      } else {
        add(in.peek());
        in.advance();
      }
    }
    in.advance();
    return new String(letters, 0, count, StandardCharsets.UTF_8);
  }

  private int escape() {
    int start = in.at();
    in.advance();
    int letter = in.peek();
    in.advance();
    return switch (letter) {
      case '"', '\\', '/' -> letter;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode(start);
      default -> throw in.failed(start, "an unknown escape");
    };
  }

  private int unicode(int start) {
    char first = hexadecimal();
    if (!Character.isSurrogate(first)) {
      return first;
    }
    if (Character.isHighSurrogate(first) && in.skip('\\') && in.skip('u')) {
      char second = hexadecimal();
      if (Character.isLowSurrogate(second)) {
        return Character.toCodePoint(first, second);
      }
    }
    throw in.failed(start, "half of a surrogate pair");
  }

  private char hexadecimal() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = in.peek() < 0 ? -1 : Character.digit((char) in.peek(), 16);
      if (digit < 0) {
        throw in.wrong("a hexadecimal digit");
      }
      value = (value << 4) | digit;
      in.advance();
    }
    return (char) value;
  }

  /** Adds a code point in UTF-8, whose bytes after the first have six bits each. */
  private void addPoint(int point) {
    if (point < 0x80) {
      add(point);
    } else if (point < 0x800) {
      add(0xC0 | point >> 6);
      addRest(point, 0);
    } else if (point < 0x10000) {
      add(0xE0 | point >> 12);
      addRest(point, 6);
    } else {
      add(0xF0 | point >> 18);
      addRest(point, 12);
    }
  }

  private void addRest(int point, int shift) {
    for (int bits = shift; bits >= 0; bits -= 6) {
      add(0x80 | (point >> bits & 0x3F));
    }
  }

  private void add(int letter) {
    if (count == letters.length) {
      letters = Arrays.copyOf(letters, 2 * count);
    }
    letters[count++] = (byte) letter;
  }
}
