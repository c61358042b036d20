package dev.cortado.train.checkpoint;

import dev.cortado.data.Fingerprint;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.SequencedMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes little-endian values and computes their checksums. Without a channel it only counts bytes,
 * which gives the length of a section before it is written.
 */
final class SectionWriter {

  private static final int BUFFER = 1 << 16;

  /** Writes the body of a section. */
  @FunctionalInterface
  interface Body {
    void write(SectionWriter out) throws IOException;
  }

  private final @Nullable WritableByteChannel channel;
  private final Fingerprint hash = new Fingerprint();
  private final CRC32C section = new CRC32C();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
  private long count;

  SectionWriter(@Nullable WritableByteChannel channel) {
    this.channel = channel;
  }

  /** The number of bytes so far. */
  long count() {
    return count;
  }

  /** Writes a name, the length of a body, the body, and the checksum of all three. */
  void section(String name, Body body) throws IOException {
    var counter = new SectionWriter(null);
    body.write(counter);
    flush();
    section.reset();
    putText(name);
    putLong(counter.count);
    body.write(this);
    flush();
    putInt((int) section.getValue());
  }

  /** Writes the checksum of everything before it. */
  void end() throws IOException {
    flush();
    putBytes(hash.bytes());
    flush();
  }

  void putInt(int value) throws IOException {
    room(Integer.BYTES).putInt(value);
  }

  void putLong(long value) throws IOException {
    room(Long.BYTES).putLong(value);
  }

  void putDouble(double value) throws IOException {
    putLong(Double.doubleToRawLongBits(value));
  }

  void putText(String value) throws IOException {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    putInt(bytes.length);
    putBytes(bytes);
  }

  void putBytes(byte[] bytes) throws IOException {
    for (int from = 0; from < bytes.length; from += BUFFER) {
      int length = Math.min(BUFFER, bytes.length - from);
      room(length).put(bytes, from, length);
    }
  }

  void putTensors(SequencedMap<String, Tensor> tensors) throws IOException {
    putInt(tensors.size());
    for (var entry : tensors.entrySet()) {
      putText(entry.getKey());
      putTensor(entry.getValue());
    }
  }

  private void putTensor(Tensor tensor) throws IOException {
    int[] dims = tensor.shape().dims();
    putInt(dims.length);
    for (int dim : dims) {
      putInt(dim);
    }
    if (channel == null) {
      count += (long) tensor.size() * Float.BYTES;
      return;
    }
    for (float value : tensor.toArray()) {
      putInt(Float.floatToRawIntBits(value));
    }
  }

  private ByteBuffer room(int bytes) throws IOException {
    count += bytes;
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }

  private void flush() throws IOException {
    buffer.flip();
    section.update(buffer.duplicate());
    hash.add(buffer.duplicate());
    while (channel != null && buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }
}
