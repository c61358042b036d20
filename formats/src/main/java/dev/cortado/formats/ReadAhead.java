package dev.cortado.formats;

import dev.cortado.data.RowOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of the next batch during the step on the current one. Several threads read, since
 * one request at a time leaves a disk idle. The threads belong to this object, so the interrupt of
 * a caller cannot close the file.
 *
 * <p>Not safe for several callers at once.
 */
final class ReadAhead implements AutoCloseable {

  private static final int READERS = 8;

  /** The smallest number of rows for a thread. */
  private static final int SHARE = 16;

  private static final int BUFFER = 1 << 16;

  private final FileRows x;
  private final FileRows y;
  private final ExecutorService readers =
      Executors.newFixedThreadPool(
          READERS, Thread.ofPlatform().daemon().name("cortado-rows-", 0).factory());
  private final List<ByteBuffer> buffers =
      Stream.generate(() -> ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN))
          .limit(READERS)
          .toList();
  private float[] nextX = {};
  private float[] nextY = {};
  private @Nullable Request next;

  ReadAhead(FileRows x, FileRows y) {
    this.x = x;
    this.y = y;
  }

  /** Reads from the file through a buffer. */
  @FunctionalInterface
  interface Reading {
    void read(ByteBuffer buffer) throws IOException;
  }

  /** Rows that are read ahead. */
  private record Request(RowOrder rows, int from, int to, CompletableFuture<Void> done) {

    /** Orders are compared by identity: comparing their numbers takes as long as reading. */
    @SuppressWarnings("ReferenceEquality")
    boolean isFor(RowOrder other, int start, int end) {
      return rows == other && from == start && to == end;
    }
  }

  /** Reads rows, and starts to read the same number of following rows. */
  void copy(RowOrder rows, int from, int to, float[] intoX, float[] intoY) throws IOException {
    var known = next;
    if (known != null && known.isFor(rows, from, to)) {
      next = null;
      await(known.done);
      System.arraycopy(nextX, 0, intoX, 0, (to - from) * x.width());
      System.arraycopy(nextY, 0, intoY, 0, (to - from) * y.width());
    } else {
      forget();
      await(begin(rows, from, to, intoX, intoY));
    }
    if (to < rows.size()) {
      int end = to + Math.min(to - from, rows.size() - to);
      nextX = roomFor((end - to) * x.width(), nextX);
      nextY = roomFor((end - to) * y.width(), nextY);
      next = new Request(rows, to, end, begin(rows, to, end, nextX, nextY));
    }
  }

  private static float[] roomFor(int floats, float[] room) {
    return floats <= room.length ? room : new float[floats];
  }

  /** Starts to read rows, divided among the threads. */
  private CompletableFuture<Void> begin(
      RowOrder rows, int from, int to, float[] intoX, float[] intoY) {
    int parts = Math.clamp((to - from) / SHARE, 1, READERS);
    var all = new CompletableFuture<?>[parts];
    for (int part = 0; part < parts; part++) {
      int start = from + (int) ((long) (to - from) * part / parts);
      int end = from + (int) ((long) (to - from) * (part + 1) / parts);
      all[part] =
          begin(
              buffers.get(part),
              buffer -> {
                x.read(rows, start, end, part(intoX, start - from, end - from, x), buffer);
                y.read(rows, start, end, part(intoY, start - from, end - from, y), buffer);
              });
    }
    return CompletableFuture.allOf(all);
  }

  private static FloatBuffer part(float[] all, int from, int to, FileRows rows) {
    return FloatBuffer.wrap(all, from * rows.width(), (to - from) * rows.width());
  }

  private CompletableFuture<Void> begin(ByteBuffer buffer, Reading reading) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            reading.read(buffer);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        readers);
  }

  /** Reads something else than a batch. */
  void read(Reading reading) throws IOException {
    forget();
    await(begin(buffers.getFirst(), reading));
  }

  /** Waits for the rows that are read ahead, and drops them and any failure. */
  private void forget() {
    var known = next;
    next = null;
    if (known != null) {
      known.done.handle((_, _) -> true).join();
    }
  }

  private static void await(CompletableFuture<Void> done) throws IOException {
    try {
      done.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case UncheckedIOException told -> throw told.getCause();
        case RuntimeException told -> throw told;
        case null, default -> throw e;
      }
    }
  }

  /** Waits for the threads and ends them. */
  @Override
  public void close() {
    readers.close();
  }
}
