package dev.cortado.formats;

import dev.cortado.data.FormatException;
import dev.cortado.formats.json.Json;
import dev.cortado.internal.SafeText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Reads the fields of a JSON object by name and type. A field that nobody reads is refused: a later
 * release may have written it, and ignoring it could change what the model computes.
 */
final class FieldReader {

  private final String code;
  private final String place;
  private final String path;
  private final SequencedMap<String, Json> values;
  private final Set<String> read = new HashSet<>();

  private FieldReader(String code, String place, String path, SequencedMap<String, Json> values) {
    this.code = code;
    this.place = place;
    this.path = path;
    this.values = values;
  }

  /** For an object of a model. */
  static FieldReader of(String place, String path, Json json) {
    return of("MODEL-LAYER", place, path, json);
  }

  /** For an object whose {@link FormatException}s have another code. */
  static FieldReader of(String code, String place, String path, Json json) {
    if (!(json instanceof Json.Mapping(var values))) {
      throw wrong(code, place, path, "is " + SafeText.of(json.text()) + ", expected an object");
    }
    return new FieldReader(code, place, path, values);
  }

  /** The path of a field in the document: {@code layers.0.weight}. */
  String nameOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  Json value(String key) {
    read.add(key);
    var value = values.get(key);
    if (value == null) {
      throw wrong(code, place, nameOf(key), "is missing");
    }
    return value;
  }

  FieldReader object(String key) {
    return of(code, place, nameOf(key), value(key));
  }

  String string(String key) {
    return switch (value(key)) {
      case Json.Text(var text) -> text;
      default -> throw failed(key, "a string");
    };
  }

  long integer(String key) {
    return switch (value(key)) {
      case Json.Whole(long number) -> number;
      default -> throw failed(key, "an integer");
    };
  }

  List<Json> array(String key) {
    return switch (value(key)) {
      case Json.Sequence(var all) -> all;
      default -> throw failed(key, "an array");
    };
  }

  List<String> strings(String key) {
    var strings = new ArrayList<String>();
    for (var json : array(key)) {
      if (!(json instanceof Json.Text(var text))) {
        throw failed(key, "an array of strings");
      }
      strings.add(text);
    }
    return strings;
  }

  double number(String key) {
    return switch (value(key)) {
      case Json.Decimal(double number) -> number;
      case Json.Whole(long number) -> number;
      default -> throw failed(key, "a number");
    };
  }

  boolean flag(String key) {
    return switch (value(key)) {
      case Json.Flag(boolean flag) -> flag;
      default -> throw failed(key, "true or false");
    };
  }

  List<Double> numbers(String key) {
    var numbers = new ArrayList<Double>();
    for (var json : array(key)) {
      switch (json) {
        case Json.Decimal(double number) -> numbers.add(number);
        case Json.Whole(long number) -> numbers.add((double) number);
        default -> throw failed(key, "an array of numbers");
      }
    }
    return numbers;
  }

  /** The objects of an array. */
  List<FieldReader> objects(String key) {
    var objects = new ArrayList<FieldReader>();
    for (var json : array(key)) {
      objects.add(of(code, place, nameOf(key) + "." + objects.size(), json));
    }
    return objects;
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** The names of all fields; all count as read. */
  Set<String> names() {
    read.addAll(values.keySet());
    return values.keySet();
  }

  void requireNothingElse() {
    for (var key : values.keySet()) {
      if (!read.contains(key)) {
        throw wrong(code, place, nameOf(key), "is not known; written by a later release?");
      }
    }
  }

  FormatException wrong(String problem) {
    return wrong(code, place, path, problem);
  }

  /** For a value that a layer or target refuses, such as a rate of 2. */
  FormatException wrong(RuntimeException e) {
    var wrong =
        wrong("is refused: " + SafeText.of(e.getMessage() == null ? e.toString() : e.getMessage()));
    wrong.initCause(e);
    return wrong;
  }

  /** For what only a later release can read. */
  FormatException newer(String what, long found, int known) {
    return new FormatException(
        "MODEL-VERSION",
        place,
        what + " " + found + ", this release reads up to " + known + "; use a later release");
  }

  private FormatException failed(String key, String expected) {
    var found = SafeText.of(value(key).text());
    return wrong(code, place, nameOf(key), "is " + found + ", expected " + expected);
  }

  /** For a part of a model. */
  static FormatException wrong(String place, String path, String problem) {
    return wrong("MODEL-LAYER", place, path, problem);
  }

  private static FormatException wrong(String code, String place, String path, String problem) {
    var what = path.isEmpty() ? "the model " : "'" + SafeText.of(path) + "' ";
    return new FormatException(code, place, what + problem);
  }
}
