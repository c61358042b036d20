package dev.cortado.formats.json;

import dev.cortado.internal.SafeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Parses one JSON value, strictly by RFC 8259. The depth is bounded, which bounds the stack, and so
 * is the number of values, which bounds the memory.
 */
final class JsonReader {

  static final int MAX_DEPTH = 64;
  static final int MAX_VALUES = 1 << 18;

  /** Any number of so many digits fits a long. */
  private static final int SAFE_DIGITS = 18;

  private static final Json EMPTY_ARRAY = new Json.Sequence(List.of());
  private static final Json EMPTY_OBJECT = Json.mapping();
  private static final List<Json> SMALL = small();

  private final JsonInput in;
  private final JsonStringReader strings;
  private int depth;
  private int values;

  JsonReader(String kind, String place, byte[] bytes) {
    this.in = new JsonInput(kind, place, bytes);
    this.strings = new JsonStringReader(in);
  }

  /** Small numbers, which every header has, as shared objects. */
  private static List<Json> small() {
    var numbers = new ArrayList<Json>();
    for (int number = 0; number <= Byte.MAX_VALUE; number++) {
      numbers.add(new Json.Whole(number));
    }
    return List.copyOf(numbers);
  }

  Json read() {
    var json = value();
    in.skipSpace();
    if (in.peek() >= 0) {
      throw in.wrong("the end");
    }
    return json;
  }

  private Json value() {
    in.skipSpace();
    if (++values > MAX_VALUES) {
      throw in.failed(in.at(), "more than " + MAX_VALUES + " values");
    }
    return switch (in.peek()) {
      case '{' -> mapping();
      case '[' -> sequence();
      case '"' -> new Json.Text(strings.read());
      case 't' -> word("true", new Json.Flag(true));
      case 'f' -> word("false", new Json.Flag(false));
      case 'n' -> word("null", new Json.None());
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw in.wrong("a value");
    };
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw in.failed(in.at(), "nested deeper than " + MAX_DEPTH);
    }
    in.advance();
  }

  private Json sequence() {
    enter();
    if (ends(']')) {
      return EMPTY_ARRAY;
    }
    var found = new ArrayList<Json>();
    do {
      found.add(value());
    } while (continues(']'));
    return new Json.Sequence(found);
  }

  private Json mapping() {
    enter();
    if (ends('}')) {
      return EMPTY_OBJECT;
    }
    var found = new LinkedHashMap<String, Json>(4);
    do {
      in.skipSpace();
      int start = in.at();
      if (in.peek() != '"') {
        throw in.wrong("a name in quotes");
      }
      var name = strings.read();
      if (found.containsKey(name)) {
        throw in.twice(name, start);
      }
      in.skipSpace();
      if (!in.skip(':')) {
        throw in.wrong("':'");
      }
      found.put(name, value());
    } while (continues('}'));
    return new Json.Mapping(found);
  }

  private boolean ends(char end) {
    in.skipSpace();
    if (!in.skip(end)) {
      return false;
    }
    depth--;
    return true;
  }

  private boolean continues(char end) {
    if (ends(end)) {
      return false;
    }
    if (!in.skip(',')) {
      throw in.wrong("',' or '" + end + "'");
    }
    return true;
  }

  private Json word(String word, Json meaning) {
    for (int i = 0; i < word.length(); i++) {
      if (!in.skip(word.charAt(i))) {
        throw in.wrong("'" + word + "'");
      }
    }
    return meaning;
  }

  private Json number() {
    int start = in.at();
    boolean negative = in.skip('-');
    long value = in.skip('0') ? 0 : digits();
    int count = in.at() - start;
    boolean whole = true;
    if (in.skip('.')) {
      whole = false;
      digits();
    }
    if (in.skip('e') || in.skip('E')) {
      whole = false;
      if (!in.skip('-')) {
        in.skip('+');
      }
      digits();
    }
    // Negative zero needs a double.
    if (!whole || (negative && value == 0 && count == 2)) {
      return decimal(start);
    }
    return count > SAFE_DIGITS ? large(start) : whole(negative ? -value : value);
  }

  /** Reads digits; the result is correct for up to 18 of them. */
  private long digits() {
    if (in.peek() < '0' || in.peek() > '9') {
      throw in.wrong("a digit");
    }
    long value = 0;
    while (in.peek() >= '0' && in.peek() <= '9') {
      value = 10 * value + (in.peek() - '0');
      in.advance();
    }
    return value;
  }

  private static Json whole(long value) {
    return value >= 0 && value < SMALL.size() ? SMALL.get((int) value) : new Json.Whole(value);
  }

  private Json large(int start) {
    var digits = in.since(start);
    try {
      return new Json.Whole(Long.parseLong(digits));
    } catch (NumberFormatException e) {
      throw in.failed(start, "the number " + SafeText.of(digits) + " is too large");
    }
  }

  private Json decimal(int start) {
    var digits = in.since(start);
    double value = Double.parseDouble(digits);
    if (!Double.isFinite(value)) {
      throw in.failed(start, "the number " + SafeText.of(digits) + " is too large");
    }
    return new Json.Decimal(value);
  }
}
