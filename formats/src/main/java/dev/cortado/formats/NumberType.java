package dev.cortado.formats;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The element types whose values a float holds exactly. */
enum NumberType {
  F32(4),
  F16(2),
  BF16(2);

  final int bytes;

  NumberType(int bytes) {
    this.bytes = bytes;
  }

  /** The type of this name, or null. */
  static @Nullable NumberType of(String name) {
    for (var type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return null;
  }

  /** The names of all types. */
  static String known() {
    return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
  }

  /** Decodes little-endian numbers. */
  void decode(byte[] from, int count, float[] to, int start) {
    for (int i = 0; i < count; i++) {
      to[start + i] =
          switch (this) {
            case F32 -> Float.intBitsToFloat(bits(from, 4 * i, 4));
            case F16 -> Float.float16ToFloat((short) bits(from, 2 * i, 2));
            case BF16 -> Float.intBitsToFloat(bits(from, 2 * i, 2) << 16);
          };
    }
  }

  private static int bits(byte[] from, int at, int count) {
    int bits = 0;
    for (int i = count - 1; i >= 0; i--) {
      bits = (bits << 8) | (from[at + i] & 0xFF);
    }
    return bits;
  }
}
