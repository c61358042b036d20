package dev.cortado.formats.json;

import dev.cortado.internal.Errors;
import java.util.HexFormat;

/** Writes JSON without spaces, escaping only what must be, independent of the locale. */
final class JsonWriter {

  private final StringBuilder out = new StringBuilder();
  private int depth;

  JsonWriter add(Json json) {
    switch (json) {
      case Json.Text(var value) -> addText(value);
      case Json.Whole(long value) -> out.append(value);
      case Json.Decimal(double value) -> out.append(value);
      case Json.Flag(boolean value) -> out.append(value);
      case Json.None _ -> out.append("null");
      case Json.Sequence(var values) -> {
        open('[');
        var comma = "";
        for (var value : values) {
          out.append(comma);
          add(value);
          comma = ",";
        }
        close(']');
      }
      case Json.Mapping(var values) -> {
        open('{');
        var comma = "";
        for (var entry : values.entrySet()) {
          out.append(comma);
          addText(entry.getKey());
          out.append(':');
          add(entry.getValue());
          comma = ",";
        }
        close('}');
      }
    }
    return this;
  }

  private void open(char bracket) {
    if (++depth > JsonReader.MAX_DEPTH) {
      throw Errors.argument("json: nested deeper than %d", JsonReader.MAX_DEPTH);
    }
    out.append(bracket);
  }

  private void close(char bracket) {
    depth--;
    out.append(bracket);
  }

  private void addText(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      addPoint(point);
      i += Character.charCount(point);
    }
    out.append('"');
  }

  private void addPoint(int point) {
    if (point == '"' || point == '\\') {
      out.append('\\').append((char) point);
    } else if (point < ' ' || Character.getType(point) == Character.SURROGATE) {
      // Half of a surrogate pair cannot be encoded in UTF-8.
      out.append("\\u").append(HexFormat.of().toHexDigits((char) point));
    } else {
      out.appendCodePoint(point);
    }
  }

  String text() {
    return out.toString();
  }
}
