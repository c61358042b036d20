package dev.cortado.tables;

import dev.cortado.data.Dataset;
import dev.cortado.data.Fingerprint;
import dev.cortado.data.RowOrder;
import dev.cortado.data.RowSource;
import dev.cortado.data.Schema;
import dev.cortado.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Some rows of others that stay where they are, for folds of rows that do not fit in memory.
 *
 * @param all the other rows
 * @param chosen which of them
 */
record RowSubset(RowSource all, RowOrder chosen) implements RowSource {

  private static final int CHUNK = 1024;

  /** In memory if the others are. */
  static RowSource of(RowSource all, RowOrder chosen) {
    return all instanceof Dataset dataset ? dataset.rows(chosen) : new RowSubset(all, chosen);
  }

  @Override
  public int size() {
    return chosen.size();
  }

  @Override
  public Schema schema() {
    return all.schema();
  }

  @Override
  public Tensor y(int from, int to) {
    return all.rows(chosen.slice(from, to)).y();
  }

  @Override
  public Dataset rows(RowOrder rows) {
    return all.rows(of(rows, 0, rows.size()));
  }

  @Override
  public void copy(RowOrder rows, int from, int to, float[] x, float[] y) {
    all.copy(of(rows, from, to), 0, to - from, x, y);
  }

  private RowOrder of(RowOrder rows, int from, int to) {
    int[] numbers = new int[to - from];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = chosen.at(rows.at(from + i));
    }
    return RowOrder.of(numbers);
  }

  /** That of the same rows in memory. */
  @Override
  public String fingerprint() {
    var one = all.rows(chosen.slice(0, 1));
    int[] x = one.x().shape().dims();
    int[] y = one.y().shape().dims();
    x[0] = size();
    y[0] = size();
    var print = new Fingerprint().add(schema().toString());
    add(print.add(Arrays.toString(x)), true);
    add(print.add(Arrays.toString(y)), false);
    return print.hex();
  }

  private void add(Fingerprint print, boolean x) {
    for (int from = 0; from < size(); from += CHUNK) {
      var some = all.rows(chosen.slice(from, Math.min(size(), from + CHUNK)));
      float[] values = (x ? some.x() : some.y()).toArray();
      var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      print.add(bytes);
    }
  }
}
