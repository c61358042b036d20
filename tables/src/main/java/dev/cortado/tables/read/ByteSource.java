package dev.cortado.tables.read;

import dev.cortado.data.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** Bytes that can be read several times: those of a file, or a stored copy of a stream. */
public sealed interface ByteSource {

  /** The name for messages. */
  String name();

  /** The number of bytes. */
  long size();

  /** The bytes from the first to the last. */
  InputStream open() throws IOException;

  /** For reading at any place; {@link #release} it. */
  FileChannel channel() throws IOException;

  /** Ends the use of a channel. */
  void release(FileChannel channel);

  /** Throws if the bytes are not those that were there at the beginning. */
  void requireUnchanged(String family) throws IOException;

  /** A file; its size and time of change are noted now. */
  static ByteSource of(Path path, String name) throws IOException {
    var attributes = Files.readAttributes(path, BasicFileAttributes.class);
    return new FileBytes(path, name, attributes.size(), attributes.lastModifiedTime());
  }

  /**
   * Copies a stream to a temporary file, which is deleted when the process ends in whatever way.
   * The copying stops at the first byte 0 of a text, so that an endless device does not fill the
   * disk.
   */
  static ByteSource copyOf(InputStream in, String name) throws IOException {
    var channel = temporary();
    byte[] chunk = new byte[1 << 16];
    boolean text = true;
    for (int count = in.readNBytes(chunk, 0, chunk.length); count > 0; count = in.read(chunk)) {
      text &= channel.position() > 0 || FileKind.isText(chunk);
      write(channel, ByteBuffer.wrap(chunk, 0, count));
      if (text && ByteScan.indexOfZero(chunk, 0, count) >= 0) {
        break;
      }
    }
    return new StoredBytes(channel, name, channel.position());
  }

  /** Copies a stream in the same way, at most one byte more than the limit. */
  static ByteSource copyOf(InputStream in, String name, long limit) throws IOException {
    var channel = temporary();
    byte[] chunk = new byte[1 << 16];
    long left = limit == Long.MAX_VALUE ? 0 : limit + 1;
    for (int count = 0; count >= 0 && left > 0; left -= count) {
      count = in.read(chunk, 0, (int) Math.min(chunk.length, left));
      write(channel, ByteBuffer.wrap(chunk, 0, Math.max(count, 0)));
    }
    return new StoredBytes(channel, name, channel.position());
  }

  private static FileChannel temporary() throws IOException {
    var file = Files.createTempFile("cortado", ".tmp");
    return FileChannel.open(
        file,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** A file. */
  record FileBytes(Path path, String name, long size, FileTime changed) implements ByteSource {

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(path);
    }

    @Override
    public FileChannel channel() throws IOException {
      return FileChannel.open(path);
    }

    @Override
    public void release(FileChannel open) {
      try {
        open.close();
      } catch (IOException _) {
        // Nothing was written.
      }
    }

    @Override
    public void requireUnchanged(String family) throws IOException {
      var now = Files.readAttributes(path, BasicFileAttributes.class);
      if (now.size() != size || !now.lastModifiedTime().equals(changed)) {
        throw new FormatException(
            family + "-CHANGED",
            name,
            "was written to while it was read ("
                + size
                + " bytes, then "
                + now.size()
                + "); read a copy of it");
      }
    }
  }

  /** A stored copy of a stream. */
  record StoredBytes(FileChannel channel, String name, long size) implements ByteSource {

    @Override
    public InputStream open() {
      return new Positioned(channel, size);
    }

    @Override
    public void release(FileChannel open) {}

    @Override
    public void requireUnchanged(String family) {}
  }

  /** Reads a channel with a position of its own. */
  final class Positioned extends InputStream {

    private final FileChannel channel;
    private final long size;
    private long position;

    private Positioned(FileChannel channel, long size) {
      this.channel = channel;
      this.size = size;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int at, int length) throws IOException {
      int count = channel.read(ByteBuffer.wrap(target, at, length), position);
      position += Math.max(count, 0);
      return count;
    }

    @Override
    public int available() {
      return (int) Math.min(Integer.MAX_VALUE, size - position);
    }
  }
}
