package dev.cortado.tables.read;

import dev.cortado.data.FormatException;
import dev.cortado.data.image.Idx;
import dev.cortado.tables.RowReader;
import dev.cortado.tables.TableSource;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table in IDX files, which is kept in memory: images with columns {@code pixel_ROW_COLUMN} (or
 * x0, x1, … if they have no rows and columns), and a column {@code label} if there are labels.
 */
public final class IdxTable implements TableSource {

  private final String name;
  private final int rows;
  private final List<String> columns;
  private final List<String> facts;
  private final float[] values;
  private final float @Nullable [] labels;

  private IdxTable(String name, Tensor images, float @Nullable [] labels, List<String> columns) {
    this.name = name;
    this.rows = images.shape().dim(0);
    this.columns = List.copyOf(columns);
    this.values = images.toArray();
    this.labels = labels;
    this.facts =
        List.of(
            "IDX of shape " + images.shape() + (labels == null ? ", no labels" : " and labels"));
  }

  /** The table of images, and of their labels if there is a second file. */
  public static IdxTable of(List<ByteSource> sources) {
    var files = new ArrayList<ByteSource.FileBytes>();
    for (var source : sources) {
      if (!(source instanceof ByteSource.FileBytes file)) {
        throw new FormatException("IDX-OPEN", source.name(), "not from a pipe; save it to a file");
      }
      files.add(file);
    }
    var first = files.getFirst();
    if (files.size() > 2) {
      throw new FormatException(
          "IDX-OPEN", first.name(), files.size() + " files, expected images and labels");
    }
    var images = Idx.read(first.path());
    var columns = columns(first.name(), images);
    if (files.size() == 1) {
      return new IdxTable(first.name(), images, null, columns);
    }
    var second = files.getLast();
    var labels = Idx.read(second.path());
    if (labels.shape().rank() != 1) {
      throw new FormatException(
          "DATA-SHAPE",
          second.name(),
          "labels file has "
              + labels.shape().rank()
              + " dimensions, expected 1; images and labels swapped?");
    }
    if (labels.size() != images.shape().dim(0)) {
      throw new FormatException(
          "DATA-COUNT",
          first.name() + ", " + second.name(),
          images.shape().dim(0) + " images, " + labels.size() + " labels");
    }
    columns.add("label");
    return new IdxTable(first.name(), images, labels.toArray(), columns);
  }

  private static List<String> columns(String place, Tensor images) {
    var shape = images.shape();
    if (images.size() == 0) {
      throw new FormatException("DATA-EMPTY", place, "shape " + shape + " has no rows");
    }
    int width = images.size() / shape.dim(0);
    if (width >= CsvDialect.MOST_COLUMNS) {
      throw new FormatException("IDX-SIZE", place, "more than 65,536 columns");
    }
    var columns = new ArrayList<String>();
    for (int i = 0; i < width; i++) {
      columns.add(
          shape.rank() == 3 ? "pixel_" + i / shape.dim(2) + "_" + i % shape.dim(2) : "x" + i);
    }
    return columns;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public List<String> facts() {
    return facts;
  }

  @Override
  public RowReader open() {
    return new Rows();
  }

  /** The rows. */
  private final class Rows implements RowReader {

    private final int width = values.length / rows;
    private int row;

    @Override
    public boolean next(@Nullable Object[] target) {
      if (row == rows) {
        return false;
      }
      for (int i = 0; i < width; i++) {
        target[i] = number(values[row * width + i]);
      }
      if (labels != null) {
        target[width] = number(labels[row]);
      }
      row++;
      return true;
    }

    private static Object number(float value) {
      return value == (int) value ? (Object) (int) value : (Object) value;
    }

    @Override
    public String place() {
      return name + ": row " + row;
    }

    @Override
    public void close() {}
  }
}
