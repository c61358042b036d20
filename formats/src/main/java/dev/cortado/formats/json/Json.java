package dev.cortado.formats.json;

import dev.cortado.data.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A JSON value. The reader is strict, since files may be hostile; the writer gives the same bytes
 * for the same value on every machine.
 *
 * <pre>{@code
 * var json = Json.parse("[1, 2.50, \"ü\", null]");
 * json.text();   // [1,2.5,"ü",null]
 * }</pre>
 */
public sealed interface Json {

  /** A string. */
  record Text(String value) implements Json {}

  /** A number without a fraction or exponent. */
  record Whole(long value) implements Json {}

  /** Any other number; finite. */
  record Decimal(double value) implements Json {

    public Decimal {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("json: " + value + " is not a JSON number");
      }
    }
  }

  /** True or false. */
  record Flag(boolean value) implements Json {}

  /** The value {@code null}. */
  record None() implements Json {}

  /** An array. */
  record Sequence(List<Json> values) implements Json {

    public Sequence {
      values = List.copyOf(values);
    }
  }

  /** An object; the order of its fields is kept. */
  record Mapping(SequencedMap<String, Json> values) implements Json {

    public Mapping {
      values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
    }

    /** The same with one more field at the end. */
    public Mapping with(String name, Json value) {
      var more = new LinkedHashMap<>(values);
      more.put(name, value);
      return new Mapping(more);
    }
  }

  /** A string. */
  static Json of(String text) {
    return new Text(text);
  }

  /** A number without a point. */
  static Json of(long number) {
    return new Whole(number);
  }

  /** A number with a point, also {@code 2.0}. */
  static Json of(double number) {
    return new Decimal(number);
  }

  /** True or false. */
  static Json of(boolean flag) {
    return new Flag(flag);
  }

  /** An array of numbers. */
  static Json of(int... numbers) {
    var values = new ArrayList<Json>();
    for (int number : numbers) {
      values.add(of((long) number));
    }
    return new Sequence(values);
  }

  /** An array of strings. */
  static Json of(List<String> texts) {
    return new Sequence(texts.stream().map(Json::of).toList());
  }

  /** An object of strings. */
  static Mapping of(SequencedMap<String, String> texts) {
    var values = new LinkedHashMap<String, Json>();
    texts.forEach((name, text) -> values.put(name, of(text)));
    return new Mapping(values);
  }

  /** An empty object. */
  static Mapping mapping() {
    return new Mapping(new LinkedHashMap<>());
  }

  /** Parses a text. */
  static Json parse(String text) {
    return parse("JSON", "text", text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Parses UTF-8.
   *
   * @param kind the prefix of the codes of its {@link FormatException}s: {@code ST} makes {@code
   *     ST-JSON}, and {@code ST-DUP} for a duplicate name
   * @param place the name of the file
   */
  static Json parse(String kind, String place, byte[] bytes) {
    return new JsonReader(kind, place, bytes).read();
  }

  /** The JSON text, without spaces. */
  default String text() {
    return new JsonWriter().add(this).text();
  }
}
