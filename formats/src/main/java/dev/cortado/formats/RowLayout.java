package dev.cortado.formats;

import dev.cortado.data.FormatException;
import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * How the rows of a {@link RowFile} lie.
 *
 * @param schema of the rows
 * @param row the shape of a row of {@code x}
 * @param rows how many there are
 */
record RowLayout(Schema schema, Shape row, int rows) {

  static final String X = "x";
  static final String Y = "y";

  private static final String SCHEMA = "cortado.schema";
  private static final int ALIGNMENT = 8;

  /** What a header says that agrees with the length of its file. */
  static RowLayout of(String place, SafetensorsHeader header) {
    var schema = schema(place, header.metadata());
    for (var entry : header.entries()) {
      if (!entry.name().equals(X) && !entry.name().equals(Y)) {
        var name = Shown.text(entry.name());
        throw wrong("ROWS-TENSOR", place, "has a tensor '" + name + "', expected x and y alone");
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
      throw wrong("ROWS-SCHEMA", place, "has no " + SCHEMA + ", which says what x and y mean");
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var json = Json.parse("ROWS", place + ": " + SCHEMA, bytes);
    return SchemaText.read(Part.of("ROWS-SCHEMA", place, SCHEMA, json));
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
          "ROWS-SHAPE", place, "a row of x: " + Shown.text(String.valueOf(e.getMessage())), e);
    }
  }

  /** The lengths of some rows of {@code x}; all may be too many numbers for a {@link Shape}. */
  int[] dimsOfX(int count) {
    int[] dims = new int[1 + row.rank()];
    dims[0] = count;
    System.arraycopy(row.dims(), 0, dims, 1, row.rank());
    return dims;
  }

  /** The same of {@code y}. */
  int[] dimsOfY(int count) {
    return switch (schema.target()) {
      case Target.Numbers(var names) -> new int[] {count, names.size()};
      case Target.Binary _ -> new int[] {count, 1};
      case Target.Classes _ -> new int[] {count};
    };
  }

  /** Whether a number is one of so many classes. */
  static boolean isClass(float label, int classes) {
    return label == (int) label && label >= 0 && label < classes;
  }

  /** How many numbers a row of {@code y} has. */
  int widthOfY() {
    return Shape.of(dimsOfY(1)).size();
  }

  /**
   * A header in which this many rows are said to lie, {@code x} before {@code y}. With room for any
   * number of them, so that it can be written when they are counted.
   */
  byte[] header() {
    int room = text(Shape.MAX_SIZE).length;
    byte[] header = Arrays.copyOf(text(rows), Math.ceilDiv(room, ALIGNMENT) * ALIGNMENT);
    Arrays.fill(header, text(rows).length, header.length, (byte) ' ');
    return header;
  }

  private byte[] text(int count) {
    var texts = new LinkedHashMap<String, String>();
    texts.put(SCHEMA, SchemaText.json(schema).text());
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
