package dev.cortado.formats;

import dev.cortado.data.FormatException;
import dev.cortado.internal.SafeText;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.LinkedHashMap;

/**
 * Reads a safetensors file once, from its first byte to its last. It allocates in proportion to the
 * bytes that the file has, never to the sizes that it claims.
 *
 * @param place the name of the file, for messages
 * @param size of the file in bytes
 */
record SafetensorsReader(String place, long size, InputStream in, Safetensors.Values values) {

  private static final int LENGTH = Long.BYTES;
  private static final int CHUNK = 1 << 14;

  Safetensors read() throws IOException {
    var found = header();
    var tensors = new LinkedHashMap<String, Tensor>();
    for (var entry : found.entries()) {
      tensors.put(entry.name(), tensor(entry));
    }
    if (in.read() >= 0) {
      throw new FormatException("ST-OFFSET", place, "the file grew while it was read");
    }
    var file = new Safetensors(found.metadata(), tensors);
    requireChecksum(file);
    return file;
  }

  /** Reads up to the first tensor. */
  SafetensorsHeader header() throws IOException {
    byte[] start = in.readNBytes(LENGTH + 1);
    requireLength(start);
    int length = (int) length(start);
    byte[] header = new byte[length];
    header[0] = start[LENGTH];
    requireFull(in.readNBytes(header, 1, length - 1), length - 1);
    return SafetensorsHeader.parse(place, header, size - LENGTH - length);
  }

  private void requireLength(byte[] start) {
    long length = start.length < LENGTH ? 0 : length(start);
    boolean possible =
        length > 0 && length <= SafetensorsHeader.MAX_BYTES && length <= size - LENGTH;
    if (possible && start[LENGTH] == '{') {
      return;
    }
    var kind = FileKind.of(start);
    if (kind != null) {
      throw new FormatException("FORMAT", place, "looks like " + kind);
    }
    if (size < LENGTH || start.length < LENGTH) {
      throw new FormatException(
          "ST-SHORT",
          place,
          "has " + size + " bytes, expected at least " + LENGTH + " for the length of the header");
    }
    if (!possible) {
      var found = "the header claims " + Long.toUnsignedString(length) + " bytes";
      throw new FormatException(
          "ST-HEADER",
          place,
          length > 0 && length <= size - LENGTH
              ? found + ", expected at most " + SafetensorsHeader.MAX_BYTES
              : found + ", the file has " + size + "; not a safetensors file?");
    }
    throw new FormatException(
        "ST-JSON", place, "byte 0 of the header: found 0x" + hexadecimal(start) + ", expected '{'");
  }

  private static String hexadecimal(byte[] start) {
    return HexFormat.of().toHexDigits(start[LENGTH]);
  }

  private static long length(byte[] start) {
    return ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private void requireFull(int found, int expected) {
    if (found < expected) {
      throw new FormatException("ST-OFFSET", place, "the file shrank while it was read");
    }
  }

  private Tensor tensor(SafetensorsHeader.Entry entry) throws IOException {
    var shape = entry.shape(place);
    float[] numbers = new float[shape.size()];
    byte[] chunk = new byte[Math.min(numbers.length, CHUNK) * entry.type().bytes];
    for (int from = 0; from < numbers.length; from += CHUNK) {
      int count = Math.min(CHUNK, numbers.length - from);
      int bytes = count * entry.type().bytes;
      requireFull(in.readNBytes(chunk, 0, bytes), bytes);
      entry.type().decode(chunk, count, numbers, from);
    }
    if (values == Safetensors.Values.FINITE) {
      requireFinite(entry.name(), numbers);
    }
    return Tensor.of(shape, numbers);
  }

  private void requireFinite(String name, float[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      if (!Float.isFinite(numbers[i])) {
        throw new FormatException(
            "MODEL-NONFINITE", place, "'" + SafeText.of(name) + "'[" + i + "] is " + numbers[i]);
      }
    }
  }

  private void requireChecksum(Safetensors file) {
    var expected = file.metadata().get(Safetensors.CHECKSUM);
    if (expected != null && !expected.equals(file.checksum())) {
      throw new FormatException(
          "ST-CHECKSUM",
          place,
          "the content does not match its checksum; copy or download the file again");
    }
  }
}
