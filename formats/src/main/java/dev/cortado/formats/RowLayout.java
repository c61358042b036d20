package dev.cortado.formats;

import dev.cortado.data.FormatException;
import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.formats.json.Json;
import dev.cortado.internal.SafeText;
import dev.cortado.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The layout of the tensors of a {@link RowFile}.
 *
 * @param schema of the rows
 * @param row the shape of a row of {@code x}
 * @param rows the number of rows
 */
record RowLayout(Schema schema, Shape row, int rows) {

  static final String X = "x";
  static final String Y = "y";

  private static final String SCHEMA = "cortado.schema";
  private static final int ALIGNMENT = 8;

  /** The layout that a header describes. */
  static RowLayout of(String place, SafetensorsHeader header) {
    var schema = schema(place, header.metadata());
    for (var entry : header.entries()) {
      if (!entry.name().equals(X) && !entry.name().equals(Y)) {
        var name = SafeText.of(entry.name());
        throw wrong("ROWS-TENSOR", place, "has a tensor '" + name + "', expected only x and y");
      }
    }
    int[] x = dims(place, header, X);
    int[] y = dims(place, header, Y);
    if (x.length < 2) {
      throw wrong(
          "ROWS-SHAPE",
          place,
          "x is " + Arrays.toString(x) + ", expected rows of features [n, features]");
    }
    int names = schema.features().size();
    if (names != (x.length == 2 ? x[1] : 0)) {
      throw wrong(
          "ROWS-SHAPE",
          place,
          "x is " + Arrays.toString(x) + ", its schema names " + names + " features");
    }
    var layout = new RowLayout(schema, row(place, x), x[0]);
    if (!Arrays.equals(y, layout.dimsOfY(x[0]))) {
      throw wrong(
          "ROWS-SHAPE",
          place,
          "y is "
              + Arrays.toString(y)
              + ", expected "
              + Arrays.toString(layout.dimsOfY(x[0]))
              + ", for x is "
              + Arrays.toString(x));
    }
    return layout;
  }

  private static FormatException wrong(String code, String place, String problem) {
    return new FormatException(code, place, problem);
  }

  private static Schema schema(String place, SequencedMap<String, String> metadata) {
    var text = metadata.get(SCHEMA);
    if (text == null) {
      throw wrong(
          "ROWS-SCHEMA", place, "has no " + SCHEMA + ", which describes the columns of x and y");
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var json = Json.parse("ROWS", place + ": " + SCHEMA, bytes);
    return SchemaJson.read(FieldReader.of("ROWS-SCHEMA", place, SCHEMA, json));
  }

  private static int[] dims(String place, SafetensorsHeader header, String name) {
    var entry = header.entry(name);
    if (entry == null) {
      throw wrong("ROWS-TENSOR", place, "has no tensor '" + name + "'");
    }
    if (entry.type() != NumberType.F32) {
      throw wrong("ROWS-TYPE", place, name + " is " + entry.type() + ", expected F32");
    }
    return entry.dims().stream().mapToInt(Integer::intValue).toArray();
  }

  private static Shape row(String place, int[] x) {
    try {
      return Shape.of(Arrays.copyOfRange(x, 1, x.length));
    } catch (IllegalArgumentException e) {
      throw new FormatException(
          "ROWS-SHAPE", place, "a row of x: " + SafeText.of(String.valueOf(e.getMessage())), e);
    }
  }

  /** The dimensions of {@code x} for a number of rows; all rows may exceed a {@link Shape}. */
  int[] dimsOfX(int count) {
    int[] dims = new int[1 + row.rank()];
    dims[0] = count;
    System.arraycopy(row.dims(), 0, dims, 1, row.rank());
    return dims;
  }

  /** The same for {@code y}. */
  int[] dimsOfY(int count) {
    return switch (schema.target()) {
      case Target.Numbers _, Target.Labels _ -> new int[] {count, schema.target().outputs()};
      case Target.Binary _ -> new int[] {count, 1};
      case Target.Classes _ -> new int[] {count};
    };
  }

  /** How many whole numbers from 0 the target's numbers may be; 0 if they are no classes. */
  static int classes(Target target) {
    return target instanceof Target.Labels ? 2 : target.classNames().size();
  }

  static boolean isClass(float label, int classes) {
    return label == (int) label && label >= 0 && label < classes;
  }

  /** The number of floats in a row of {@code y}. */
  int widthOfY() {
    return Shape.of(dimsOfY(1)).size();
  }

  /**
   * The header for this number of rows, {@code x} before {@code y}. Its length is the same for
   * every number of rows, so that it can be written last.
   */
  byte[] header() {
    int room = text(Shape.MAX_SIZE).length;
    byte[] header = Arrays.copyOf(text(rows), Math.ceilDiv(room, ALIGNMENT) * ALIGNMENT);
    Arrays.fill(header, text(rows).length, header.length, (byte) ' ');
    return header;
  }

  private byte[] text(int count) {
    var texts = new LinkedHashMap<String, String>();
    texts.put(SCHEMA, SchemaJson.json(schema).text());
    long x = (long) count * row.size() * Float.BYTES;
    long y = (long) count * widthOfY() * Float.BYTES;
    return Json.mapping()
        .with(SafetensorsHeader.METADATA, Json.of(texts))
        .with(X, SafetensorsWriter.described(dimsOfX(count), 0, x))
        .with(Y, SafetensorsWriter.described(dimsOfY(count), x, x + y))
        .text()
        .getBytes(StandardCharsets.UTF_8);
  }
}
