package dev.cortado.tables;

import dev.cortado.data.Dataset;
import dev.cortado.data.RowSource;
import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.formats.RowFile;
import dev.cortado.formats.RowWriter;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Receives the encoded rows of one part, in memory or, while it is written, in a file. */
final class EncodedRows {

  private final Schema schema;
  private final int width;
  private final int targets;
  private final @Nullable Path file;
  private float[] x = new float[0];
  private float[] y = new float[0];
  private int size;
  private @Nullable RowWriter writer;

  /**
   * For a part.
   *
   * @param targets how many numbers are asked of each row
   * @param file to write; null to keep the rows in memory
   */
  EncodedRows(Schema schema, int targets, @Nullable Path file) {
    this.schema = schema;
    this.width = schema.features().size();
    this.targets = targets;
    this.file = file;
  }

  /** Makes room for rows. */
  void reserve(int rows) {
    if (file == null) {
      x = Arrays.copyOf(x, Math.multiplyExact(rows, width));
      y = Arrays.copyOf(y, Math.multiplyExact(rows, targets));
    }
  }

  /** Opens the file, if there is one, while {@code filling} runs. */
  void whileOpen(Runnable filling) {
    if (file == null) {
      filling.run();
    } else {
      RowFile.write(
          file,
          schema,
          rows -> {
            writer = rows;
            filling.run();
          });
    }
  }

  void add(float[] row, float[] target) {
    var rows = writer;
    if (rows != null) {
      rows.add(row, target);
    } else {
      if ((size + 1L) * width > x.length) {
        reserve(Math.toIntExact(Math.min(Shape.MAX_SIZE / Math.max(1, width), 16L + 2L * size)));
      }
      System.arraycopy(row, 0, x, size * width, width);
      System.arraycopy(target, 0, y, size * targets, targets);
    }
    size++;
  }

  int size() {
    return size;
  }

  /** The rows, after all were added. */
  RowSource rows() {
    if (writer != null && file != null) {
      return RowFile.open(file);
    }
    boolean classes = schema.target() instanceof Target.Classes;
    return new Dataset(
        Tensor.of(Shape.of(size, width), Arrays.copyOf(x, size * width)),
        Tensor.of(
            classes ? Shape.of(size) : Shape.of(size, targets), Arrays.copyOf(y, size * targets)),
        schema);
  }
}
