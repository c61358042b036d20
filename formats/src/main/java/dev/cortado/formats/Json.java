package dev.cortado.formats;

import dev.cortado.data.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A JSON value. The reader is strict, for what it reads may have been made to deceive; the writer
 * gives the same bytes for the same value everywhere.
 *
 * <pre>{@code
 * var json = Json.parse("[1, 2.50, \"ü\", null]");
 * json.text();   // [1,2.5,"ü",null]
 * }</pre>
 */
sealed interface Json {

  /** A text. */
  record Text(String value) implements Json {}

  /** A whole number without a fraction or exponent, every digit of it. */
  record Whole(long value) implements Json {}

  /** Any other number; it is finite. */
  record Decimal(double value) implements Json {

    public Decimal {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("json: " + value + " has no form in JSON");
      }
    }
  }

  /** True or false. */
  record Flag(boolean value) implements Json {}

  /** The value {@code null}. */
  record None() implements Json {}

  /** Values in order. */
  record Sequence(List<Json> values) implements Json {

    public Sequence {
      values = List.copyOf(values);
    }
  }

  /** Values by name, in the order in which they are written. */
  record Mapping(SequencedMap<String, Json> values) implements Json {

    public Mapping {
      values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
    }

    /** The same with one more value at the end. */
    public Mapping with(String name, Json value) {
      var more = new LinkedHashMap<>(values);
      more.put(name, value);
      return new Mapping(more);
    }
  }

  /** A text. */
  static Json of(String text) {
    return new Text(text);
  }

  /** A whole number. */
  static Json of(long number) {
    return new Whole(number);
  }

  /** A number; a whole one keeps its point, {@code 2.0}. */
  static Json of(double number) {
    return new Decimal(number);
  }

  /** True or false. */
  static Json of(boolean flag) {
    return new Flag(flag);
  }

  /** Whole numbers in order. */
  static Json of(int... numbers) {
    var values = new ArrayList<Json>();
    for (int number : numbers) {
      values.add(of((long) number));
    }
    return new Sequence(values);
  }

  /** Texts in order. */
  static Json of(List<String> texts) {
    return new Sequence(texts.stream().map(Json::of).toList());
  }

  /** Texts by name. */
  static Mapping of(SequencedMap<String, String> texts) {
    var values = new LinkedHashMap<String, Json>();
    texts.forEach((name, text) -> values.put(name, of(text)));
    return new Mapping(values);
  }

  /** No names and values yet. */
  static Mapping mapping() {
    return new Mapping(new LinkedHashMap<>());
  }

  /** Reads a text. */
  static Json parse(String text) {
    return parse("JSON", "text", text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads UTF-8.
   *
   * @param kind the beginning of the codes of its {@link FormatException}s: {@code ST} makes {@code
   *     ST-JSON}, and {@code ST-DUP} for a name that stands twice
   * @param place the file that it is from
   */
  static Json parse(String kind, String place, byte[] bytes) {
    return new JsonReader(kind, place, bytes).read();
  }

  /** As text, without spaces. */
  default String text() {
    return new JsonWriter().add(this).text();
  }
}
