package dev.cortado.tables.read;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks for a byte 0, which no text has. */
final class ByteScan {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long TOPS = 0x8080808080808080L;

  private ByteScan() {}

  /** Where the first byte 0 is, or −1. */
  static int indexOfZero(byte[] bytes, int from, int to) {
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long eight = (long) LONGS.get(bytes, at);
      if (((eight - ONES) & ~eight & TOPS) != 0) {
        break;
      }
    }
    while (at < to && bytes[at] != 0) {
      at++;
    }
    return at < to ? at : -1;
  }
}
