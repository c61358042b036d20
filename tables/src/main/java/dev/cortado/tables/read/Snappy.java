package dev.cortado.tables.read;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Uncompresses Snappy's block format: the length as a varint, then literals and copies of earlier
 * bytes. Every length is checked before bytes are touched.
 */
final class Snappy {

  private static final int LITERAL = 0;

  private final ByteBuffer in;
  private final byte[] out;
  private int filled;

  private Snappy(ByteBuffer in, byte[] out) {
    this.in = in;
    this.out = out;
  }

  /** The bytes of a block, which must be as many as were announced. */
  static byte[] uncompress(ByteBuffer block, int length) throws IOException {
    var in = block.slice();
    int announced = varint(in);
    // A copy of 64 bytes takes at least two bytes.
    if (announced != length || length < 0 || length / 64 > in.remaining()) {
      throw new IOException("block of " + announced + " bytes, expected " + length);
    }
    var snappy = new Snappy(in, new byte[length]);
    snappy.fill();
    return snappy.out;
  }

  private static int varint(ByteBuffer in) throws IOException {
    int value = 0;
    for (int shift = 0; shift < 35 && in.hasRemaining(); shift += 7) {
      int next = in.get();
      value |= (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw damaged();
  }

  private void fill() throws IOException {
    while (in.hasRemaining()) {
      int tag = in.get() & 0xFF;
      switch (tag & 3) {
        case LITERAL -> literal(tag >>> 2);
        case 1 -> copy(4 + ((tag >>> 2) & 7), ((tag >>> 5) << 8) | little(1));
        case 2 -> copy(1 + (tag >>> 2), little(2));
        default -> copy(1 + (tag >>> 2), little(4));
      }
    }
    if (filled != out.length) {
      throw damaged();
    }
  }

  private void literal(int code) throws IOException {
    int length = code < 60 ? code + 1 : little(code - 59) + 1;
    if (length <= 0 || length > in.remaining() || length > out.length - filled) {
      throw damaged();
    }
    in.get(out, filled, length);
    filled += length;
  }

  private void copy(int length, int distance) throws IOException {
    if (distance <= 0 || distance > filled || length > out.length - filled) {
      throw damaged();
    }
    if (distance >= length) {
      System.arraycopy(out, filled - distance, out, filled, length);
    } else {
      for (int i = filled; i < filled + length; i++) { // the copy repeats itself
        out[i] = out[i - distance];
      }
    }
    filled += length;
  }

  private int little(int bytes) throws IOException {
    if (bytes > in.remaining()) {
      throw damaged();
    }
    int value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (in.get() & 0xFF) << (8 * i);
    }
    return value;
  }

  private static IOException damaged() {
    return new IOException("damaged Snappy block");
  }
}
