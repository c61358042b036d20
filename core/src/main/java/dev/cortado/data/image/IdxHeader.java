package dev.cortado.data.image;

import dev.cortado.data.FormatException;
import dev.cortado.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The header of an IDX file: the type of its numbers and the lengths of its axes. It may not agree
 * with the file.
 */
final class IdxHeader {

  private static final int MOST_DIMENSIONS = 8;

  /** The type of a number. */
  enum Type {
    UNSIGNED_BYTE(0x08, 1),
    SIGNED_BYTE(0x09, 1),
    SHORT(0x0B, 2),
    INT(0x0C, 4),
    FLOAT(0x0D, 4),
    DOUBLE(0x0E, 8);

    private final int code;
    private final int bytes;

    Type(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }

    /** How many bytes a number takes. */
    int bytes() {
      return bytes;
    }

    @Override
    public String toString() {
      return hex(code);
    }

    private static Type of(String place, int code) {
      return Arrays.stream(values())
          .filter(type -> type.code == code)
          .findFirst()
          .orElseThrow(() ->
              new FormatException("IDX-TYPE", place, hex(code) + "; known 08 09 0B 0C 0D 0E"));
    }

    private static String hex(int code) {
      return String.format(Locale.ROOT, "0x%02X", code);
    }
  }

  private final Type type;
  private final int[] lengths;

  private IdxHeader(Type type, int[] lengths) {
    this.type = type;
    this.lengths = lengths;
  }

  /** Read from the beginning of a file. */
  static IdxHeader read(String place, InputStream in) throws IOException {
    byte[] magic = in.readNBytes(4);
    requireWhole(place, magic.length, 4);
    requireMagic(place, magic);
    var type = Type.of(place, magic[2] & 0xFF);
    int rank = magic[3] & 0xFF;
    if (rank < 1 || rank > MOST_DIMENSIONS) {
      throw new FormatException(
          "IDX-DIMS", place, rank + " dimensions, expected 1 to " + MOST_DIMENSIONS);
    }
    byte[] bytes = in.readNBytes(4 * rank);
    requireWhole(place, magic.length + bytes.length, 4 + 4 * rank);
    int[] lengths = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      lengths[axis] = bigEndian(bytes, 4 * axis, 4);
    }
    return new IdxHeader(type, lengths);
  }

  private static void requireWhole(String place, int found, int expected) {
    if (found < expected) {
      throw new FormatException(
          "IDX-SIZE", place, "header of " + expected + " bytes, file has " + found);
    }
  }

  private static void requireMagic(String place, byte[] magic) {
    if (magic[0] == 0 && magic[1] == 0) {
      return;
    }
    if (IdxFile.isGzip(magic)) {
      throw new FormatException("GZIP-DOUBLE", place, "compressed twice; unpack it once");
    }
    var found = HexFormat.ofDelimiter(" ").formatHex(magic) + guess(magic);
    throw new FormatException(
        "IDX-MAGIC", place, "found " + found + ", expected 00 00 at the beginning");
  }

  private static String guess(byte[] magic) {
    return switch (magic[0]) {
      case (byte) 0x89 -> " (PNG?)";
      case (byte) 0xFF -> " (JPEG?)";
      case (byte) 0x93 -> " (NPY?)";
      case 'P' -> " (ZIP?)";
      case '<' -> " (HTML?)";
      default -> "";
    };
  }

  /** The number in some bytes, the highest first. */
  static int bigEndian(byte[] bytes, int at, int count) {
    int value = 0;
    for (int i = at; i < at + count; i++) {
      value = (value << 8) | (bytes[i] & 0xFF);
    }
    return value;
  }

  Type type() {
    return type;
  }

  /** The length of an axis that the header claims. */
  long length(int axis) {
    return Integer.toUnsignedLong(lengths[axis]);
  }

  /**
   * How many bytes a file with this header has. In double, which does not overflow and holds the
   * size of every possible file exactly.
   */
  double fileBytes() {
    double bytes = type.bytes;
    for (int axis = 0; axis < lengths.length; axis++) {
      bytes *= length(axis);
    }
    return headerBytes() + bytes;
  }

  int headerBytes() {
    return 4 + 4 * lengths.length;
  }

  /** The header of a file that was written with the bytes of each length in the other order. */
  IdxHeader reversed() {
    return new IdxHeader(type, Arrays.stream(lengths).map(Integer::reverseBytes).toArray());
  }

  /** The lengths as a shape, if a tensor can have it. */
  Shape shape(String place) {
    double numbers = 1; // as if no axis were empty, since Shape counts so, too
    for (int length : lengths) {
      numbers *= Math.max(1, Integer.toUnsignedLong(length));
    }
    if (numbers > Shape.MAX_SIZE || Arrays.stream(lengths).anyMatch(length -> length < 0)) {
      throw new FormatException(
          "IDX-SIZE",
          place,
          String.format(Locale.ROOT, "%,.0f numbers, a tensor holds %,d", numbers, Shape.MAX_SIZE));
    }
    return Shape.of(lengths);
  }
}
