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
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes the rows of a {@link RowFile}, one after the other, however many there will be. */
public final class RowWriter {

  private final Schema schema;
  private final FileChannel file;
  private final FileChannel scratch;
  private final Output x;
  private final Output y;
  private @Nullable RowLayout begun;
  private int rows;
  private @Nullable IOException failure;

  RowWriter(Schema schema, FileChannel file, FileChannel scratch) {
    this.schema = schema;
    this.file = file;
    this.scratch = scratch;
    x = new Output(file);
    y = new Output(scratch);
  }

  /** Numbers on their way into a file. */
  private record Output(FileChannel channel, ByteBuffer bytes) {

    private static final int FLOATS = 1 << 14;

    Output(FileChannel channel) {
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

  /** What may fail because the world is as it is. */
  @FunctionalInterface
  private interface Writing {
    void write() throws IOException;
  }

  /**
   * Adds a row.
   *
   * @param known one number for each of the features that the schema names
   * @param asked the numbers of the target, or the class
   */
  public void add(float[] known, float... asked) {
    int features = schema.features().size();
    if (features == 0) {
      throw Errors.argument("rowFile: where a row is not a line, add rows as a Dataset");
    }
    if (known.length != features) {
      throw Errors.argument(
          "rowFile: row %,d has %,d features, expected %,d", rows, known.length, features);
    }
    var layout = new RowLayout(schema, Shape.of(features), 1);
    if (asked.length != layout.widthOfY()) {
      throw Errors.argument(
          "rowFile: row %,d asks for %,d numbers, expected %,d",
          rows, asked.length, layout.widthOfY());
    }
    int classes = schema.target().classNames().size();
    if (classes > 0 && !RowLayout.isClass(asked[0], classes)) {
      throw Errors.argument(
          "rowFile: the class of row %d is %s, expected a whole number from 0 to %d",
          rows, asked[0], classes - 1);
    }
    add(
        layout,
        () -> {
          x.add(known, known.length);
          y.add(asked, asked.length);
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

  /** Writes all that is added, and then what the header says of it. */
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

  /** Also if whoever adds rows did not let a failure stop him. */
  private void requireWritten() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }
}
