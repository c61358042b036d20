package dev.cortado.doctor;

import dev.cortado.data.Dataset;
import dev.cortado.tensor.Tape;
import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * Statistics of the columns of a data set; all numbers of rows with more axes, such as images, are
 * one column.
 */
final class ProbeColumns {

  /** Rows copied at a time. */
  private static final int CHUNK = 1024;

  private final Dataset data;
  private final int columns;
  private final float[] smallest;
  private final float[] largest;
  private final double[] sums;
  private final double[] squares;
  private final float[] first;
  private long missing;
  private int missingRow = -1;
  private int missingColumn = -1;

  private ProbeColumns(Dataset data) {
    this.data = data;
    columns = data.x().shape().rank() == 2 ? data.x().shape().dim(1) : 1;
    smallest = new float[columns];
    largest = new float[columns];
    sums = new double[columns];
    squares = new double[columns];
    Arrays.fill(smallest, Float.POSITIVE_INFINITY);
    Arrays.fill(largest, Float.NEGATIVE_INFINITY);
    first = rowWidth(data) == 0 ? new float[1] : data.x().row(0).toArray();
    eachChunk(data, this::add);
  }

  static ProbeColumns of(Dataset data) {
    return new ProbeColumns(data);
  }

  /** Passes on the values of a chunk of rows and the index of its first row. */
  static void eachChunk(Dataset data, BiConsumer<float[], Integer> reader) {
    for (int from = 0; from < data.size(); from += CHUNK) {
      int start = from;
      int end = Math.min(data.size(), from + CHUNK);
      reader.accept(Tape.unrecorded(() -> data.x().slice(0, start, end)).toArray(), from);
    }
  }

  static int rowWidth(Dataset data) {
    return data.x().size() / data.size();
  }

  private void add(float[] values, int from) {
    int width = rowWidth(data);
    for (int i = 0; i < values.length; i++) {
      float value = values[i];
      int column = columns == 1 ? 0 : i % columns;
      if (!Float.isFinite(value)) {
        missing++;
        if (missingRow < 0) {
          missingRow = from + i / width;
          missingColumn = column;
        }
      }
      smallest[column] = Math.min(smallest[column], value);
      largest[column] = Math.max(largest[column], value);
      double distance = (double) value - shift(column);
      sums[column] += distance;
      squares[column] += distance * distance;
    }
  }

  /** A value near the mean, so that squares do not cancel. */
  private double shift(int column) {
    return first[column];
  }

  private double count() {
    return (double) data.x().size() / columns;
  }

  int size() {
    return columns;
  }

  /** How many values are not finite. */
  long missing() {
    return missing;
  }

  int missingRow() {
    return missingRow;
  }

  int missingColumn() {
    return missingColumn;
  }

  /** The name in the schema. */
  String name(int column) {
    var names = data.schema().features();
    return names.isEmpty() ? "x" : names.get(column);
  }

  double mean(int column) {
    return shift(column) + sums[column] / count();
  }

  double deviation(int column) {
    double mean = sums[column] / count();
    return constant(column) ? 0 : Math.sqrt(Math.max(0, squares[column] / count() - mean * mean));
  }

  /** The root of the mean square. */
  double size(int column) {
    double mean = mean(column);
    double deviation = deviation(column);
    return Math.sqrt(mean * mean + deviation * deviation);
  }

  boolean constant(int column) {
    return smallest[column] == largest[column];
  }

  float smallest(int column) {
    return smallest[column];
  }
}
