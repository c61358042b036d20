package dev.cortado.tables;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Makes files in NumPy's format. */
public final class NpyFile {

  private NpyFile() {}

  public static byte[] of(String descr, boolean fortran, String shape, byte[] data) {
    return of(
        "{'descr': '"
            + descr
            + "', 'fortran_order': "
            + (fortran ? "True" : "False")
            + ", 'shape': "
            + shape
            + ", }",
        data);
  }

  public static byte[] of(String header, byte[] data) {
    var out = new ByteArrayOutputStream();
    byte[] text =
        (header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.UTF_8);
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
    out.writeBytes(text);
    out.writeBytes(data);
    return out.toByteArray();
  }

  public static byte[] doubles(ByteOrder order, double... values) {
    var bytes = ByteBuffer.allocate(8 * values.length).order(order);
    bytes.asDoubleBuffer().put(values);
    return bytes.array();
  }

  public static byte[] ints(int... values) {
    var bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    return bytes.array();
  }
}
