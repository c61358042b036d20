package dev.cortado.formats;

import dev.cortado.data.FormatException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.function.Supplier;

/**
 * Reads one JSON value from bytes, to the letter of RFC 8259 and with bounds: on depth, so that the
 * stack suffices; on the number of values, so that memory does.
 */
final class JsonReader {

  private static final int MOST_DEPTH = 64;
  private static final int MOST_VALUES = 1 << 21;

  private final String kind;
  private final String place;
  private final byte[] bytes;
  private int at;
  private int depth;
  private int values;

  JsonReader(String kind, String place, byte[] bytes) {
    this.kind = kind;
    this.place = place;
    this.bytes = bytes;
  }

  Json read() {
    var json = value();
    skipSpace();
    if (at < bytes.length) {
      throw wrong("the end");
    }
    return json;
  }

  private Json value() {
    skipSpace();
    if (++values > MOST_VALUES) {
      throw failed(at, "more than " + MOST_VALUES + " values");
    }
    return switch (peek()) {
      case '{' -> nested(this::mapping);
      case '[' -> nested(this::sequence);
      case '"' -> new Json.Text(text());
      case 't' -> word("true", new Json.Flag(true));
      case 'f' -> word("false", new Json.Flag(false));
      case 'n' -> word("null", new Json.None());
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw wrong("a value");
    };
  }

  private Json nested(Supplier<Json> reader) {
    if (++depth > MOST_DEPTH) {
      throw failed(at, "nested deeper than " + MOST_DEPTH);
    }
    at++;
    var json = reader.get();
    depth--;
    return json;
  }

  private Json sequence() {
    var found = new ArrayList<Json>();
    if (endsWith(']')) {
      return new Json.Sequence(found);
    }
    do {
      found.add(value());
    } while (continues(']'));
    return new Json.Sequence(found);
  }

  private Json mapping() {
    var found = new LinkedHashMap<String, Json>();
    if (endsWith('}')) {
      return new Json.Mapping(found);
    }
    do {
      skipSpace();
      int start = at;
      if (peek() != '"') {
        throw wrong("a name in quotes");
      }
      var name = text();
      if (found.containsKey(name)) {
        throw new FormatException(
            kind + "-DUP", place, "'" + Shown.text(name) + "' twice, again at byte " + start);
      }
      skipSpace();
      if (peek() != ':') {
        throw wrong("':'");
      }
      at++;
      found.put(name, value());
    } while (continues('}'));
    return new Json.Mapping(found);
  }

  private boolean endsWith(char end) {
    skipSpace();
    if (peek() != end) {
      return false;
    }
    at++;
    return true;
  }

  private boolean continues(char end) {
    if (endsWith(end)) {
      return false;
    }
    if (peek() != ',') {
      throw wrong("',' or '" + end + "'");
    }
    at++;
    return true;
  }

  private Json word(String word, Json meaning) {
    for (int i = 0; i < word.length(); i++) {
      if (peek() != word.charAt(i)) {
        throw wrong("'" + word + "'");
      }
      at++;
    }
    return meaning;
  }

  private Json number() {
    int start = at;
    skip('-');
    if (!skip('0')) {
      digits();
    }
    boolean whole = true;
    if (skip('.')) {
      whole = false;
      digits();
    }
    if (skip('e') || skip('E')) {
      whole = false;
      if (!skip('-')) {
        skip('+');
      }
      digits();
    }
    var digits = new String(bytes, start, at - start, StandardCharsets.US_ASCII);
    return whole ? wholeNumber(start, digits) : decimal(start, digits);
  }

  private Json wholeNumber(int start, String digits) {
    try {
      return new Json.Whole(Long.parseLong(digits));
    } catch (NumberFormatException e) {
      throw failed(start, "the number " + Shown.text(digits) + " is too large");
    }
  }

  private Json decimal(int start, String digits) {
    double value = Double.parseDouble(digits);
    if (!Double.isFinite(value)) {
      throw failed(start, "the number " + Shown.text(digits) + " is too large");
    }
    return new Json.Decimal(value);
  }

  private void digits() {
    if (peek() < '0' || peek() > '9') {
      throw wrong("a digit");
    }
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
  }

  private String text() {
    int quote = at++;
    var text = new StringBuilder();
    int start = at;
    while (peek() != '"') {
      if (peek() < 0) {
        throw failed(quote, "a text without its closing quote");
      }
      if (peek() < ' ') {
        throw failed(at, "a control character in a text");
      }
      if (peek() == '\\') {
        text.append(decoded(start));
        text.append(escaped());
        start = at;
      } else {
        at++;
      }
    }
    text.append(decoded(start));
    at++;
    return text.toString();
  }

  private String decoded(int start) {
    var part = ByteBuffer.wrap(bytes, start, at - start);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
    } catch (CharacterCodingException e) {
      var fault = failed(part.position(), "not UTF-8");
      fault.initCause(e);
      throw fault;
    }
  }

  private String escaped() {
    int start = at++;
    int letter = peek();
    at++;
    return switch (letter) {
      case '"', '\\', '/' -> String.valueOf((char) letter);
      case 'b' -> "\b";
      case 'f' -> "\f";
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case 'u' -> unicode(start);
      default -> throw failed(start, "an unknown escape");
    };
  }

  private String unicode(int start) {
    char first = hexadecimal();
    if (!Character.isSurrogate(first)) {
      return String.valueOf(first);
    }
    if (Character.isHighSurrogate(first) && skip('\\') && skip('u')) {
      char second = hexadecimal();
      if (Character.isLowSurrogate(second)) {
        return new String(new char[] {first, second});
      }
    }
    throw failed(start, "half of a surrogate pair");
  }

  private char hexadecimal() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = peek() < 0 ? -1 : Character.digit((char) peek(), 16);
      if (digit < 0) {
        throw wrong("a hexadecimal digit");
      }
      value = (value << 4) | digit;
      at++;
    }
    return (char) value;
  }

  private void skipSpace() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
      at++;
    }
  }

  private boolean skip(char letter) {
    if (peek() != letter) {
      return false;
    }
    at++;
    return true;
  }

  /** The next byte, or −1 at the end. */
  private int peek() {
    return at < bytes.length ? bytes[at] & 0xFF : -1;
  }

  private FormatException wrong(String expected) {
    int found = peek();
    var what =
        found < 0
            ? "the end"
            : found > ' ' && found < 0x7F
                ? "'" + (char) found + "'"
                : "0x" + Character.forDigit(found >> 4, 16) + Character.forDigit(found & 15, 16);
    return failed(at, "found " + what + ", expected " + expected);
  }

  private FormatException failed(int offset, String problem) {
    return new FormatException(kind + "-JSON", place, "byte " + offset + ": " + problem);
  }
}
