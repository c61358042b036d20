package dev.cortado.formats;

import dev.cortado.data.FormatException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A mapping of a model file on the way in: what it must hold is asked for by name and type, and
 * what nobody asked for is refused, for it might matter.
 */
final class Part {

  private final String code;
  private final String place;
  private final String path;
  private final SequencedMap<String, Json> values;
  private final Set<String> read = new HashSet<>();

  private Part(String code, String place, String path, SequencedMap<String, Json> values) {
    this.code = code;
    this.place = place;
    this.path = path;
    this.values = values;
  }

  /** Of a model. */
  static Part of(String place, String path, Json json) {
    return of("MODEL-LAYER", place, path, json);
  }

  /** Whose {@link FormatException}s have a code of their own. */
  static Part of(String code, String place, String path, Json json) {
    if (!(json instanceof Json.Mapping(var values))) {
      throw wrong(code, place, path, "is " + Shown.text(json.text()) + ", expected a mapping");
    }
    return new Part(code, place, path, values);
  }

  /** The name of a value in the whole, as {@code layers.0.weight}. */
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

  Part part(String key) {
    return of(code, place, nameOf(key), value(key));
  }

  String text(String key) {
    return switch (value(key)) {
      case Json.Text(var text) -> text;
      default -> throw failed(key, "a text");
    };
  }

  boolean flag(String key) {
    return switch (value(key)) {
      case Json.Flag(boolean flag) -> flag;
      default -> throw failed(key, "true or false");
    };
  }

  long whole(String key) {
    return switch (value(key)) {
      case Json.Whole(long number) -> number;
      default -> throw failed(key, "a whole number");
    };
  }

  /** A number that is not infinite. */
  double finite(String key) {
    double number = number(key);
    if (Double.isInfinite(number)) {
      throw failed(key, "a finite number");
    }
    return number;
  }

  /** A finite number above 0, such as an epsilon. */
  double positive(String key) {
    double number = finite(key);
    if (number <= 0) {
      throw failed(key, "a number above 0");
    }
    return number;
  }

  /** A number, or the text of an infinite one. */
  double number(String key) {
    return switch (value(key)) {
      case Json.Decimal(double number) -> number;
      case Json.Whole(long number) -> (double) number;
      case Json.Text(var text) when text.equals("Infinity") -> Double.POSITIVE_INFINITY;
      case Json.Text(var text) when text.equals("-Infinity") -> Double.NEGATIVE_INFINITY;
      default -> throw failed(key, "a number");
    };
  }

  List<Json> sequence(String key) {
    return switch (value(key)) {
      case Json.Sequence(var all) -> all;
      default -> throw failed(key, "a list");
    };
  }

  List<String> texts(String key) {
    var texts = new ArrayList<String>();
    for (var json : sequence(key)) {
      if (!(json instanceof Json.Text(var text))) {
        throw failed(key, "a list of texts");
      }
      texts.add(text);
    }
    return texts;
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** The names of all values, all taken for read. */
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

  /** For what a layer or target says of the values that it is given, such as a rate of 2. */
  FormatException wrong(IllegalArgumentException e) {
    var wrong = wrong("does not hold: " + Shown.text(String.valueOf(e.getMessage())));
    wrong.initCause(e);
    return wrong;
  }

  /** For what only a later release understands. */
  FormatException newer(String what, long found, int known) {
    return new FormatException(
        "MODEL-VERSION",
        place,
        what + " " + found + ", this release reads up to " + known + "; take a later one");
  }

  private FormatException failed(String key, String expected) {
    var found = Shown.text(value(key).text());
    return wrong(code, place, nameOf(key), "is " + found + ", expected " + expected);
  }

  private static FormatException wrong(String code, String place, String path, String problem) {
    var what = path.isEmpty() ? "the model " : "'" + Shown.text(path) + "' ";
    return new FormatException(code, place, what + problem);
  }
}
