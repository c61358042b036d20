package dev.cortado.formats;

import dev.cortado.data.Dataset;
import dev.cortado.data.Fingerprint;
import dev.cortado.data.FormatException;
import dev.cortado.data.RowOrder;
import dev.cortado.data.RowSource;
import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.internal.AtomicFile;
import dev.cortado.internal.Errors;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/**
 * Rows in a file, for training on more rows than fit in memory: a batch reads only its own rows.
 * The batches, and with them the bits of the trained model, are those of the same rows in a {@link
 * Dataset}; a checkpoint of one training resumes the other.
 *
 * <pre>{@code
 * RowFile.write(path, Schema.of(100, Target.numbers("price")), rows -> {
 *   while (…) {
 *     rows.add(features, price);        // or some rows at a time, as a Dataset
 *   }
 * });
 * try (var rows = RowFile.open(path)) {
 *   Trainer.fit(model, recipe, rows);
 * }
 * }</pre>
 *
 * <p>The file is a safetensors file with two {@code F32} tensors, {@code x: [n, …]} and {@code y}
 * in the layout of its {@link Target}, and the schema as JSON in the metadata {@code
 * cortado.schema}. Any program can write one.
 *
 * <p>Opening checks the header and the length of the file. Classes are checked when they are read;
 * a training reads all of them before its first step. A {@link FormatException} says what is wrong.
 * The file must not change while it is open.
 *
 * <p>During a step, threads of the file read the rows of the next one. Several trainings may share
 * one file; their reads take turns.
 */
public final class RowFile implements RowSource, AutoCloseable {

  private final String place;
  private final FileChannel channel;
  private final RowLayout layout;
  private final FileRows x;
  private final FileRows y;
  private final ReadAhead ahead;
  private String fingerprint = "";

  private RowFile(String place, FileChannel channel, RowLayout layout, FileRows x, FileRows y) {
    this.place = place;
    this.channel = channel;
    this.layout = layout;
    this.x = x;
    this.y = y;
    ahead = new ReadAhead(x, y);
  }

  /** Opens a file. */
  public static RowFile open(Path path) {
    var place = FileAccess.place(path);
    return FileAccess.reading(
        place,
        () -> {
          var channel = FileAccess.open(path, place);
          try {
            return of(FileAccess.name(path), channel);
          } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
          }
        });
  }

  private static RowFile of(String place, FileChannel channel) throws IOException {
    long size = channel.size();
    var in = new BufferedInputStream(Channels.newInputStream(channel));
    var header = new SafetensorsReader(place, size, in, Safetensors.Values.ANY).header();
    var layout = RowLayout.of(place, header);
    // The last tensor ends at the end of the file.
    long data = size - header.entries().getLast().end();
    long beginOfX = data + Objects.requireNonNull(header.entry(RowLayout.X)).begin();
    long beginOfY = data + Objects.requireNonNull(header.entry(RowLayout.Y)).begin();
    int rows = layout.rows();
    return new RowFile(
        place,
        channel,
        layout,
        new FileRows(place, channel, beginOfX, rows, layout.row().size()),
        new FileRows(place, channel, beginOfY, rows, layout.widthOfY()));
  }

  /**
   * Writes a file whole or not at all. The number of rows need not be known beforehand: {@code y}
   * is kept in a temporary file until all of {@code x} is written.
   *
   * @param schema of the rows
   * @param rows adds the rows
   * @throws UncheckedIOException if writing fails; the old file is whole then
   */
  public static void write(Path path, Schema schema, Consumer<RowWriter> rows) {
    FileAccess.fill(
        path,
        channel -> {
          try (var scratch = AtomicFile.scratch(path)) {
            new RowWriter(schema, channel, scratch).write(rows);
          }
        });
  }

  @Override
  public int size() {
    return layout.rows();
  }

  @Override
  public Schema schema() {
    return layout.schema();
  }

  @Override
  public Tensor y(int from, int to) {
    return Tensor.written(
        Shape.of(layout.dimsOfY(to - from)),
        values -> {
          reading(buffer -> {
            y.cache(buffer);
            y.read(from, to - from, values, buffer);
          });
          requireClasses(values.flip(), at -> from + at);
        });
  }

  @Override
  public Dataset rows(RowOrder rows) {
    var shapeOfX = Shape.of(layout.dimsOfX(rows.size()));
    var shapeOfY = Shape.of(layout.dimsOfY(rows.size()));
    float[] intoX = new float[shapeOfX.size()];
    float[] intoY = new float[shapeOfY.size()];
    copy(rows, 0, rows.size(), intoX, intoY);
    return new Dataset(Tensor.of(shapeOfX, intoX), Tensor.of(shapeOfY, intoY), schema());
  }

  @Override
  public synchronized void copy(RowOrder rows, int from, int to, float[] intoX, float[] intoY) {
    requireOpen();
    FileAccess.reading(
        place,
        () -> {
          ahead.copy(rows, from, to, intoX, intoY);
          return layout;
        });
    requireClasses(FloatBuffer.wrap(intoY, 0, (to - from) * y.width()), at -> rows.at(from + at));
  }

  /** An invalid class would index outside of its row. */
  private void requireClasses(FloatBuffer labels, IntUnaryOperator row) {
    int classes = RowLayout.classes(schema().target());
    if (classes == 0) {
      return;
    }
    for (int i = 0; i < labels.limit(); i++) {
      float label = labels.get(i);
      if (!RowLayout.isClass(label, classes)) {
        throw new FormatException(
            "ROWS-CLASS",
            place,
            "the class of row "
                + row.applyAsInt(i / y.width())
                + " is "
                + label
                + ", expected a whole number from 0 to "
                + (classes - 1));
      }
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>The first call reads the whole file.
   */
  @Override
  public synchronized String fingerprint() {
    if (fingerprint.isEmpty()) {
      var print = new Fingerprint().add(schema().toString());
      reading(buffer -> {
        x.addTo(print.add(Arrays.toString(layout.dimsOfX(size()))), buffer);
        y.addTo(print.add(Arrays.toString(layout.dimsOfY(size()))), buffer);
      });
      fingerprint = print.hex();
    }
    return fingerprint;
  }

  private synchronized void reading(ReadAhead.Reading reading) {
    requireOpen();
    FileAccess.reading(
        place,
        () -> {
          ahead.read(reading);
          return layout;
        });
  }

  private void requireOpen() {
    if (!channel.isOpen()) {
      throw Errors.state("rowFile: %s is closed", place);
    }
  }

  /** Closes the file; its rows can no longer be read. */
  @Override
  public synchronized void close() {
    FileAccess.reading(
        place,
        () -> {
          ahead.close();
          channel.close();
          return layout;
        });
  }

  /** {@code prices.rows: 10,000,000 rows of [100]}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s: %,d rows of %s", place, size(), layout.row());
  }
}
