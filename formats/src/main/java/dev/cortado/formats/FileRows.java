package dev.cortado.formats;

import dev.cortado.data.Fingerprint;
import dev.cortado.data.FormatException;
import dev.cortado.data.RowOrder;
import dev.cortado.internal.Errors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Rows of floats at consecutive positions of a file, read through a little-endian buffer. Several
 * threads may read at once, each with a buffer of its own.
 */
final class FileRows {

  private final String place;
  private final FileChannel channel;
  private final long begin;
  private final int rows;
  private final int width;
  private volatile float @Nullable [] cached;

  /**
   * Rows of a file.
   *
   * @param place the name of the file, for messages
   * @param begin the offset of the first row, in bytes
   * @param rows the number of rows
   * @param width the number of floats in a row
   */
  FileRows(String place, FileChannel channel, long begin, int rows, int width) {
    this.place = place;
    this.channel = channel;
    this.begin = begin;
    this.rows = rows;
    this.width = width;
  }

  /**
   * Reads the rows at positions {@code from} to {@code to − 1} of an order. Neighboring rows are
   * read with one request.
   */
  void read(RowOrder order, int from, int to, FloatBuffer into, ByteBuffer buffer)
      throws IOException {
    var floats = buffer.clear().asFloatBuffer();
    for (int start = from; start < to; ) {
      int end = order.endOfNeighbors(start, to);
      read(order.at(start), end - start, into, buffer, floats);
      start = end;
    }
  }

  /** The number of floats in a row. */
  int width() {
    return width;
  }

  /**
   * Caches all rows if their width is 1: they need no more memory than the order of the rows, and
   * reading four bytes takes as long as reading a whole row.
   */
  void cache(ByteBuffer buffer) throws IOException {
    if (cached == null && width == 1) {
      float[] all = new float[rows];
      read(0, rows, FloatBuffer.wrap(all), buffer);
      cached = all;
    }
  }

  /** Reads consecutive rows. */
  void read(int first, int count, FloatBuffer into, ByteBuffer buffer) throws IOException {
    var floats = buffer.clear().asFloatBuffer();
    read(first, count, into, buffer, floats);
  }

  private void read(int first, int count, FloatBuffer into, ByteBuffer buffer, FloatBuffer floats)
      throws IOException {
    if (first < 0 || count < 0 || count > rows - first) {
      throw Errors.argument(
          "rows: %,d to %,d, %s has %,d", first, first + (long) count - 1, place, rows);
    }
    float[] all = cached;
    if (all != null) {
      into.put(all, first, count);
      return;
    }
    long at = begin + (long) first * width * Float.BYTES;
    for (long left = (long) count * width; left > 0; ) {
      int some = (int) Math.min(left, buffer.capacity() / Float.BYTES);
      fill(buffer, at, some);
      into.put(floats.clear().limit(some));
      at += (long) some * Float.BYTES;
      left -= some;
    }
  }

  /** Adds all rows to a fingerprint. */
  void addTo(Fingerprint print, ByteBuffer buffer) throws IOException {
    long at = begin;
    for (long left = (long) rows * width; left > 0; ) {
      int some = (int) Math.min(left, buffer.capacity() / Float.BYTES);
      fill(buffer, at, some);
      print.add(buffer.flip());
      at += (long) some * Float.BYTES;
      left -= some;
    }
  }

  private void fill(ByteBuffer buffer, long from, int count) throws IOException {
    buffer.clear().limit(count * Float.BYTES);
    for (long at = from; buffer.hasRemaining(); ) {
      int read = channel.read(buffer, at);
      if (read < 0) {
        throw new FormatException("ROWS-SHORT", place, "became shorter while it was read");
      }
      at += read;
    }
  }
}
