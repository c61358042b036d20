package dev.cortado.formats;

import dev.cortado.formats.json.Json;
import dev.cortado.internal.Errors;
import dev.cortado.internal.SafeText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;

/** Writes a safetensors file: the header, then the tensors in order and without gaps. */
record SafetensorsWriter(Safetensors content) {

  private static final int ALIGNMENT = 8;
  private static final int CHUNK = 1 << 14;

  byte[] bytes() {
    var out = new ByteArrayOutputStream();
    try {
      writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return out.toByteArray();
  }

  void writeTo(OutputStream out) throws IOException {
    byte[] header = header();
    var buffer = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(header.length);
    out.write(buffer.array(), 0, Long.BYTES);
    out.write(header);
    for (var tensor : content.tensors().values()) {
      float[] numbers = tensor.toArray();
      for (int from = 0; from < numbers.length; from += CHUNK) {
        int count = Math.min(CHUNK, numbers.length - from);
        buffer.clear().asFloatBuffer().put(numbers, from, count);
        out.write(buffer.array(), 0, count * Float.BYTES);
      }
    }
  }

  /** The header, padded with spaces so that the tensors begin at a multiple of 8. */
  private byte[] header() {
    if (content.tensors().size() > SafetensorsHeader.MAX_TENSORS) {
      throw Errors.argument(
          "safetensors: %d tensors, at most %d",
          content.tensors().size(), SafetensorsHeader.MAX_TENSORS);
    }
    var texts = new LinkedHashMap<>(content.metadata());
    texts.put(Safetensors.CHECKSUM, content.checksum());
    texts.forEach(SafetensorsWriter::requireText);
    var values = new LinkedHashMap<String, Json>();
    values.put(SafetensorsHeader.METADATA, Json.of(texts));
    long begin = 0;
    for (var entry : content.tensors().entrySet()) {
      requireName(entry.getKey());
      long end = begin + (long) entry.getValue().size() * Float.BYTES;
      values.put(entry.getKey(), described(entry.getValue().shape().dims(), begin, end));
      begin = end;
    }
    var text = new StringBuilder(new Json.Mapping(values).text());
    int length = text.toString().getBytes(StandardCharsets.UTF_8).length;
    text.repeat(' ', -length & (ALIGNMENT - 1));
    byte[] header = text.toString().getBytes(StandardCharsets.UTF_8);
    if (header.length > SafetensorsHeader.MAX_BYTES) {
      throw Errors.argument(
          "safetensors: a header of %d bytes, at most %d",
          header.length, SafetensorsHeader.MAX_BYTES);
    }
    return header;
  }

  private static void requireName(String name) {
    requirePaired(name);
    if (name.equals(SafetensorsHeader.METADATA) || name.length() > SafetensorsHeader.MAX_NAME) {
      throw Errors.argument("safetensors: a tensor cannot be named '%s'", SafeText.of(name));
    }
  }

  private static void requireText(String name, String text) {
    requirePaired(name);
    requirePaired(text);
  }

  /** Half of a surrogate pair is refused, since programs read it differently. */
  private static void requirePaired(String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw Errors.argument("safetensors: '%s' has half of a surrogate pair", SafeText.of(text));
    }
  }

  /** The header entry of a tensor. */
  static Json described(int[] dims, long begin, long end) {
    return Json.mapping()
        .with("dtype", Json.of(NumberType.F32.name()))
        .with("shape", Json.of(dims))
        .with("data_offsets", new Json.Sequence(List.of(Json.of(begin), Json.of(end))));
  }
}
