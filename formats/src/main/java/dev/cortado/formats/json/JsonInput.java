package dev.cortado.formats.json;

import dev.cortado.data.FormatException;
import dev.cortado.internal.SafeText;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes of a JSON text, checked to be UTF-8, and the position of the reader. */
final class JsonInput {

  private static final int CHUNK = 1 << 12;

  private final String kind;
  private final String place;
  private final byte[] bytes;
  private int at;

  JsonInput(String kind, String place, byte[] bytes) {
    this.kind = kind;
    this.place = place;
    this.bytes = bytes;
    requireUtf8();
  }

  /** Decodes all bytes once, so that no string needs a check of its own. */
  private void requireUtf8() {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var in = ByteBuffer.wrap(bytes);
    var out = CharBuffer.allocate(Math.min(bytes.length, CHUNK) + 1);
    var result = decoder.decode(in, out, true);
    while (result.isOverflow()) {
      result = decoder.decode(in, out.clear(), true);
    }
    if (result.isError()) {
      throw failed(in.position(), "not UTF-8");
    }
  }

  int at() {
    return at;
  }

  /** The next byte, or −1 at the end. */
  int peek() {
    return at < bytes.length ? bytes[at] & 0xFF : -1;
  }

  void advance() {
    at++;
  }

  boolean skip(char letter) {
    if (peek() != letter) {
      return false;
    }
    at++;
    return true;
  }

  void skipSpace() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
      at++;
    }
  }

  /** The text from a position to the current one. */
  String since(int start) {
    return new String(bytes, start, at - start, StandardCharsets.UTF_8);
  }

  FormatException wrong(String expected) {
    int found = peek();
    var what =
        found < 0
            ? "the end"
            : found > ' ' && found < 0x7F
                ? "'" + (char) found + "'"
                : "0x" + Character.forDigit(found >> 4, 16) + Character.forDigit(found & 15, 16);
    return failed(at, "found " + what + ", expected " + expected);
  }

  FormatException failed(int offset, String problem) {
    return new FormatException(kind + "-JSON", place, "byte " + offset + ": " + problem);
  }

  FormatException twice(String name, int offset) {
    return new FormatException(
        kind + "-DUP", place, "'" + SafeText.of(name) + "' twice, again at byte " + offset);
  }
}
