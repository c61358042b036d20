package dev.cortado.tables.read;

import dev.cortado.data.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * An array in NumPy's format whose length was found to be what its header says; all its axes but
 * the first are one.
 *
 * @param name for messages, and of its columns
 */
record NpyArray(String name, String place, NpyHeader header, ByteSource source) {

  private static final int BUFFERS = 1 << 23;

  /** The values of the first axis, one after another. */
  final class Reader implements AutoCloseable {

    private final FileChannel channel;
    private final int width = (int) header.width();
    private final Part[] parts;
    private long row;

    /** In C's order a row is one part of the file; in Fortran's there is one for each column. */
    Reader() throws IOException {
      this.channel = source.channel();
      this.parts = new Part[header.fortran() ? width : Math.min(1, width)];
      int step = header.type().bytes() * (header.fortran() ? 1 : width);
      long capacity = Math.max(step, BUFFERS / Math.max(1, parts.length) / step * (long) step);
      for (int i = 0; i < parts.length; i++) {
        long begin = header.dataOffset() + i * header.rows() * header.type().bytes();
        parts[i] = new Part(begin, begin + header.rows() * step, (int) capacity, step);
      }
    }

    /** A part of the file, of which a piece is in memory. */
    private final class Part {

      private final long end;
      private final int step;
      private final ByteBuffer piece;
      private long next;

      Part(long begin, long end, int capacity, int step) {
        this.next = begin;
        this.end = end;
        this.step = step;
        this.piece =
            ByteBuffer.allocate((int) Math.min(capacity, Math.max(0, end - begin)))
                .order(header.type().order())
                .limit(0);
      }

      /** Moves on by one step and returns where it begins in the piece. */
      int advance() throws IOException {
        if (!piece.hasRemaining()) {
          piece.clear().limit((int) Math.min(piece.capacity(), end - next));
          while (piece.hasRemaining()) {
            int count = channel.read(piece, next);
            if (count < 0) {
              throw new FormatException("NPY-CHANGED", place, "became shorter while it was read");
            }
            next += count;
          }
          piece.flip();
        }
        int at = piece.position();
        piece.position(at + step);
        return at;
      }
    }

    /** Reads the next row into some places of an array; false at the end. */
    boolean next(@Nullable Object[] values, int from) throws IOException {
      if (row == header.rows()) {
        return false;
      }
      row++;
      var type = header.type();
      if (header.fortran()) {
        for (int i = 0; i < width; i++) {
          values[from + i] = type.value(parts[i].piece, parts[i].advance());
        }
      } else if (width > 0) {
        int at = parts[0].advance();
        for (int i = 0; i < width; i++) {
          values[from + i] = type.value(parts[0].piece, at + i * type.bytes());
        }
      }
      return true;
    }

    @Override
    public void close() {
      source.release(channel);
    }
  }
}
