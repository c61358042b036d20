package dev.cortado.formats;

import dev.cortado.data.Dataset;
import dev.cortado.data.Schema;
import dev.cortado.internal.Errors;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes the rows of a {@link RowFile} as they are added, in any number. */
public final class RowWriter {

  private final Schema schema;
  private final SeekableByteChannel file;
  private final FileChannel scratch;
  private final Output x;
  private final Output y;
  private @Nullable RowLayout begun;
  private int rows;
  private @Nullable IOException failure;

  RowWriter(Schema schema, SeekableByteChannel file, FileChannel scratch) {
    this.schema = schema;
    this.file = file;
    this.scratch = scratch;
    x = new Output(file);
    y = new Output(scratch);
  }

  /** Buffers floats and writes them to a file. */
  private record Output(SeekableByteChannel channel, ByteBuffer bytes) {

    private static final int FLOATS = 1 << 14;

    Output(SeekableByteChannel channel) {
      this(channel, ByteBuffer.allocateDirect(FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN));
    }

    void add(float[] values, int count) throws IOException {
      for (int i = 0; i < count; i++) {
        if (!bytes.hasRemaining()) {
          flush();
        }
        bytes.putFloat(values[i]);
      }
    }

    void add(Tensor values) throws IOException {
      float[] some = new float[Math.min(FLOATS, values.size())];
      for (int from = 0; from < values.size(); ) {
        int count = Math.min(some.length, values.size() - from);
        values.copyTo(from, count, some, 0);
        add(some, count);
        from += count;
      }
    }

    void flush() throws IOException {
      bytes.flip();
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      bytes.clear();
    }
  }

  /** Writes to the two files. */
  @FunctionalInterface
  private interface Writing {
    void write() throws IOException;
  }

  /**
   * Adds a row.
   *
   * @param features a number for each feature of the schema
   * @param target the numbers of the target, or the class
   */
  public void add(float[] features, float... target) {
    int count = schema.features().size();
    if (count == 0) {
      throw Errors.argument("rowFile: the schema has no columns; add rows as a Dataset");
    }
    if (features.length != count) {
      throw Errors.argument(
          "rowFile: row %,d has %,d features, expected %,d", rows, features.length, count);
    }
    var layout = new RowLayout(schema, Shape.of(count), 1);
    if (target.length != layout.widthOfY()) {
      throw Errors.argument(
          "rowFile: row %,d has a target of %,d numbers, expected %,d",
          rows, target.length, layout.widthOfY());
    }
    int classes = RowLayout.classes(schema.target());
    for (float value : classes > 0 ? target : new float[0]) {
      if (!RowLayout.isClass(value, classes)) {
        throw Errors.argument(
            "rowFile: the class of row %d is %s, expected a whole number from 0 to %d",
            rows, value, classes - 1);
      }
    }
    add(
        layout,
        () -> {
          x.add(features, features.length);
          y.add(target, target.length);
        });
  }

  /** Adds rows that have the schema of the file. */
  public void add(Dataset some) {
    if (!some.schema().equals(schema)) {
      throw Errors.argument("rowFile: rows of %s, expected %s", some.schema(), schema);
    }
    int[] dims = some.x().shape().dims();
    var layout =
        new RowLayout(schema, Shape.of(Arrays.copyOfRange(dims, 1, dims.length)), some.size());
    add(
        layout,
        () -> {
          x.add(some.x());
          y.add(some.y());
        });
  }

  private void add(RowLayout some, Writing writing) {
    var first = begun;
    if (first != null && !first.row().equals(some.row())) {
      throw Errors.argument("rowFile: rows of %s, those before have %s", some.row(), first.row());
    }
    if (some.rows() > Shape.MAX_SIZE - rows) {
      throw Errors.argument("rowFile: more than %,d rows", Shape.MAX_SIZE);
    }
    try {
      if (first == null) {
        file.position(Long.BYTES + some.header().length);
        begun = some;
      }
      writing.write();
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw new UncheckedIOException(e);
    }
    rows += some.rows();
  }

  /** Writes the rows that a source adds, then the header. */
  void write(Consumer<RowWriter> source) throws IOException {
    try {
      source.accept(this);
    } catch (UncheckedIOException e) {
      requireWritten();
      throw e;
    }
    requireWritten();
    var first = begun;
    if (first == null || rows == 0) {
      throw Errors.argument("rowFile: no rows were added");
    }
    x.flush();
    y.flush();
    for (long at = 0; at < scratch.size(); ) {
      at += scratch.transferTo(at, scratch.size() - at, file);
    }
    byte[] header = new RowLayout(schema, first.row(), rows).header();
    var bytes = ByteBuffer.allocate(Long.BYTES + header.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length).put(header).flip();
    file.position(0);
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  /** Also if the source caught the exception of a failed write and went on. */
  private void requireWritten() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }
}
