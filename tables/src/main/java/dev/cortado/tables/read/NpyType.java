package dev.cortado.tables.read;

import dev.cortado.data.FormatException;
import dev.cortado.internal.SafeText;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.regex.Pattern;

/**
 * The type of NumPy's values.
 *
 * @param kind f, i, u, b, U or S
 * @param bytes of one value
 * @param order of its bytes
 */
record NpyType(char kind, int bytes, ByteOrder order) {

  private static final Pattern FORM = Pattern.compile("'([<>|=])?([a-zA-Z?])([0-9]{0,6}).*'");
  private static final int MOST_CHARACTERS = 1 << 16;

  /** The type of a name such as {@code '<f4'}. */
  static NpyType of(String place, String name) {
    var matcher = FORM.matcher(name);
    if (name.contains("O") && !name.startsWith("[")) {
      throw fault(place, "object arrays hold Python pickles; refused, save numbers or text");
    }
    if (!matcher.matches()) {
      throw unknown(place, name);
    }
    char kind = matcher.group(2).charAt(0) == '?' ? 'b' : matcher.group(2).charAt(0);
    int size = matcher.group(3).isEmpty() ? 1 : Integer.parseInt(matcher.group(3));
    var order = ">".equals(matcher.group(1)) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    boolean known =
        switch (kind) {
          case 'f' -> size == 2 || size == 4 || size == 8;
          case 'i', 'u' -> size == 1 || size == 2 || size == 4 || size == 8;
          case 'b' -> size == 1;
          case 'U', 'S' -> size > 0 && size <= MOST_CHARACTERS;
          default -> false;
        };
    if (!known || !matcher.group().equals(name) || name.contains("[")) {
      throw unknown(place, name);
    }
    return new NpyType(kind, kind == 'U' ? 4 * size : size, order);
  }

  private static FormatException unknown(String place, String name) {
    return fault(
        place,
        SafeText.of(name) + "; known: f2 f4 f8, i1 to i8, u1 to u8, b1, U, S; convert by astype");
  }

  private static FormatException fault(String place, String problem) {
    return new FormatException("NPY-DTYPE", place, problem);
  }

  /** The value that begins at an index. */
  Object value(ByteBuffer from, int at) {
    return switch (kind) {
      case 'f' ->
          switch (bytes) {
            case 2 -> (Object) Float.float16ToFloat(from.getShort(at));
            case 4 -> from.getFloat(at);
            default -> from.getDouble(at);
          };
      case 'b' -> from.get(at) != 0;
      case 'i', 'u' -> whole(from, at);
      default -> text(from, at);
    };
  }

  private Object whole(ByteBuffer from, int at) {
    boolean signed = kind == 'i';
    return switch (bytes) {
      case 1 -> (Object) (signed ? (int) from.get(at) : from.get(at) & 0xFF);
      case 2 -> (Object) (signed ? (int) from.getShort(at) : from.getShort(at) & 0xFFFF);
      case 4 ->
          signed ? (Object) from.getInt(at) : (Object) Integer.toUnsignedLong(from.getInt(at));
      default -> {
        long value = from.getLong(at);
        yield signed || value >= 0 ? (Object) value : new BigInteger(Long.toUnsignedString(value));
      }
    };
  }

  /** Text, filled up by zeros; code points of four bytes, or Latin-1. */
  private String text(ByteBuffer from, int at) {
    var text = new StringBuilder();
    for (int i = 0; i < bytes; i += kind == 'U' ? 4 : 1) {
      int point = kind == 'U' ? from.getInt(at + i) : from.get(at + i) & 0xFF;
      text.appendCodePoint(Character.isValidCodePoint(point) ? point : 0xFFFD);
    }
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == 0) {
      end--;
    }
    return text.substring(0, end);
  }

  @Override
  public String toString() {
    return kind + String.valueOf(kind == 'U' ? bytes / 4 : bytes);
  }
}
