package dev.cortado.formats;

import dev.cortado.tensor.Errors;

/** Writes JSON without spaces: escaped is what must be, and no number asks for a locale. */
final class JsonWriter {

  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out = new StringBuilder();

  JsonWriter add(Json json) {
    switch (json) {
      case Json.Text(var value) -> addText(value);
      case Json.Whole(long value) -> out.append(value);
      case Json.Decimal(double value) -> out.append(value);
      case Json.Flag(boolean value) -> out.append(value);
      case Json.None _ -> out.append("null");
      case Json.Sequence(var values) -> {
        out.append('[');
        var comma = "";
        for (var value : values) {
          out.append(comma);
          add(value);
          comma = ",";
        }
        out.append(']');
      }
      case Json.Mapping(var values) -> {
        out.append('{');
        var comma = "";
        for (var entry : values.entrySet()) {
          out.append(comma);
          addText(entry.getKey());
          out.append(':');
          add(entry.getValue());
          comma = ",";
        }
        out.append('}');
      }
    }
    return this;
  }

  private void addText(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        throw Errors.argument("json: the text has half of a surrogate pair at %d", i);
      }
      addPoint(point);
      i += Character.charCount(point);
    }
    out.append('"');
  }

  private void addPoint(int point) {
    if (point == '"' || point == '\\') {
      out.append('\\').append((char) point);
    } else if (point < ' ') {
      out.append("\\u00").append(HEX.charAt(point >> 4)).append(HEX.charAt(point & 15));
    } else {
      out.appendCodePoint(point);
    }
  }

  String text() {
    return out.toString();
  }
}
