package dev.cortado.train.checkpoint;

import dev.cortado.data.Fingerprint;
import dev.cortado.data.FormatException;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link SectionWriter} wrote. The file may be damaged or forged: allocations are
 * bounded by the bytes that the section has left, and the checksums are checked at its end.
 */
final class SectionReader {

  private static final int BUFFER = 1 << 16;

  /** Reads a section's body. */
  @FunctionalInterface
  interface Body<T extends @Nullable Object> {
    T read(SectionReader in) throws IOException;
  }

  private final String place;
  private final ReadableByteChannel channel;
  private final long size;
  private final Fingerprint hash = new Fingerprint();
  private final CRC32C checksum = new CRC32C();
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  private String section = "header";
  private int summed;
  private long position;
  private long end;

  /**
   * A reader of a file.
   *
   * @param place the name of the file, for messages
   * @param size of the file in bytes
   */
  SectionReader(String place, ReadableByteChannel channel, long size) {
    this.place = place;
    this.channel = channel;
    this.size = size;
    end = size;
  }

  /** Reads the next section, which must have this name. */
  <T extends @Nullable Object> T section(String name, Body<T> body) throws IOException {
    sum();
    checksum.reset();
    section = name;
    end = size;
    if (!getText().equals(name)) {
      throw corrupt("another section is here");
    }
    long length = getLong();
    if (length < 0 || length > size - position) {
      throw corrupt("it claims " + length + " bytes, the file has " + (size - position) + " left");
    }
    end = position + length;
    var value = body.read(this);
    if (position != end) {
      throw corrupt((end - position) + " bytes are left over");
    }
    sum();
    int expected = (int) checksum.getValue();
    end = size;
    if (getInt() != expected) {
      throw corrupt("its checksum does not agree");
    }
    return value;
  }

  /** Reads the checksum of the file, which must be its end. */
  void end() throws IOException {
    sum();
    section = "footer";
    byte[] expected = hash.bytes();
    if (!Arrays.equals(getBytes(expected.length), expected)) {
      throw corrupt("the checksum of the file does not agree");
    }
    if (position != size) {
      throw corrupt((size - position) + " bytes follow");
    }
  }

  int getInt() throws IOException {
    return require(Integer.BYTES).getInt();
  }

  long getLong() throws IOException {
    return require(Long.BYTES).getLong();
  }

  /** A number of at least {@code least}. */
  int getInt(int least) throws IOException {
    return (int) require(getInt(), least);
  }

  /** A number of at least {@code least}. */
  long getLong(long least) throws IOException {
    return require(getLong(), least);
  }

  private long require(long value, long least) {
    if (value < least) {
      throw corrupt("a number is " + value + ", expected at least " + least);
    }
    return value;
  }

  /** A 0 or 1: whether an optional part follows. */
  boolean getFlag() throws IOException {
    int flag = getInt();
    if (flag != 0 && flag != 1) {
      throw corrupt("a number is " + flag + ", expected 0 or 1");
    }
    return flag == 1;
  }

  double getDouble() throws IOException {
    return Double.longBitsToDouble(getLong());
  }

  /** A count of entries that take at least {@code bytesEach} bytes each. */
  int getCount(int bytesEach) throws IOException {
    int count = getInt();
    if (count < 0 || (long) count * bytesEach > end - position) {
      throw corrupt("it claims " + count + " entries, more than it can hold");
    }
    return count;
  }

  String getText() throws IOException {
    byte[] bytes = getBytes(getCount(1));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw corrupt("a text is not UTF-8");
    }
  }

  byte[] getBytes(int count) throws IOException {
    var bytes = new byte[count];
    for (int from = 0; from < count; ) {
      int length = Math.min(BUFFER, count - from);
      require(length).get(bytes, from, length);
      from += length;
    }
    return bytes;
  }

  SequencedMap<String, Tensor> getTensors() throws IOException {
    int count = getCount(2 * Integer.BYTES);
    var tensors = new LinkedHashMap<String, Tensor>();
    for (int i = 0; i < count; i++) {
      var name = getText();
      if (tensors.put(name, getTensor()) != null) {
        throw corrupt("two tensors have one name");
      }
    }
    return tensors;
  }

  private Tensor getTensor() throws IOException {
    int[] dims = new int[getCount(Integer.BYTES)];
    long values = 1;
    long others = 1;
    for (int i = 0; i < dims.length; i++) {
      dims[i] = getInt();
      values *= dims[i];
      others *= Math.max(1, dims[i]);
      // An axis of length 0 must not hide the overflow of the others.
      if (dims[i] < 0 || others > Shape.MAX_SIZE) {
        throw corrupt("a tensor has an impossible shape");
      }
    }
    if (values > (end - position) / Float.BYTES) {
      throw corrupt("a tensor is larger than the section");
    }
    var data = new float[(int) values];
    for (int i = 0; i < data.length; i++) {
      data[i] = Float.intBitsToFloat(getInt());
    }
    return Tensor.of(Shape.of(dims), data);
  }

  FormatException corrupt(String problem) {
    return new FormatException(
        "CKPT-CORRUPT", place, "section '" + section + "' at byte " + position + ": " + problem);
  }

  private ByteBuffer require(int bytes) throws IOException {
    if (bytes > end - position) {
      throw corrupt("it ends too early");
    }
    if (buffer.remaining() < bytes) {
      sum();
      buffer.compact();
      summed = 0;
      while (buffer.position() < bytes && channel.read(buffer) >= 0) {
        // A read may return fewer bytes than requested.
      }
      buffer.flip();
      if (buffer.remaining() < bytes) {
        throw corrupt("the file ends too early");
      }
    }
    position += bytes;
    return buffer;
  }

  /** Adds the bytes that were read since the last call to the checksums. */
  private void sum() {
    var read = buffer.duplicate().flip().position(summed);
    checksum.update(read.duplicate());
    hash.add(read);
    summed = buffer.position();
  }
}
