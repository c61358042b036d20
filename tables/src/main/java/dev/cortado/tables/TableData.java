package dev.cortado.tables;

import dev.cortado.data.Dataset;
import dev.cortado.data.Fingerprint;
import dev.cortado.data.RowOrder;
import dev.cortado.data.RowSource;
import dev.cortado.data.Schema;
import dev.cortado.formats.RowFile;
import dev.cortado.internal.Errors;
import dev.cortado.table.Feature;
import dev.cortado.table.Preparation;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A table as a model takes it: encoded rows for training, validation and testing, in memory or in
 * files, and the preparation that encoded them.
 *
 * <pre>{@code
 * try (var data = plan.encode(RowSplit.of(42).folds(5))) {
 *   data.features();                  // what each number of a row means
 *   data.train();                     // a Dataset, or a RowFile
 *   data.fold(0).valid();
 * }
 * }</pre>
 */
public final class TableData implements AutoCloseable {

  private final TablePlan plan;
  private final Preparation preparation;
  private final RowParts parts;
  private final int[] foldOf;
  private final int folds;
  private final List<RowSource> rows;
  private final @Nullable Tensor weights;

  /**
   * One of the ways to leave out a part of the training rows.
   *
   * @param train to fit on
   * @param valid left out
   * @param validRows the places of the rows left out among all training rows
   * @param weights of the rows to fit on; null if all count the same
   */
  public record Part(
      RowSource train, RowSource valid, RowOrder validRows, @Nullable Tensor weights) {}

  TableData(
      TablePlan plan,
      Preparation preparation,
      RowParts parts,
      int folds,
      List<RowSource> rows,
      @Nullable Tensor weights) {
    this.plan = plan;
    this.preparation = preparation;
    this.parts = parts;
    this.folds = folds;
    this.rows = rows;
    this.weights = weights;
    foldOf =
        folds == 0
            ? new int[0]
            : IntStream.of(parts.rowsOf(RowParts.TRAIN)).map(row -> parts.folds()[row]).toArray();
  }

  /** What was found in the table. */
  public TablePlan plan() {
    return plan;
  }

  /** How raw rows become encoded ones; fitted on the training rows. */
  public Preparation preparation() {
    return preparation;
  }

  /** What each number of an encoded row means. */
  public List<Feature> features() {
    return preparation.features();
  }

  /** The rows to fit on, in the order of the table. */
  public RowSource train() {
    return rows.get(0);
  }

  /** The rows to choose by; none if the training rows are in folds. */
  public RowSource valid() {
    return rows.get(1);
  }

  /** The rows to report on; none if nothing is held back. */
  public RowSource test() {
    return rows.get(2);
  }

  /** The numbers of the training rows in the table, counted from 0. */
  public RowOrder trainRows() {
    return RowOrder.of(parts.rowsOf(RowParts.TRAIN));
  }

  /** The same for testing; none if they are from another table. */
  public RowOrder testRows() {
    return RowOrder.of(parts.rowsOf(RowParts.TEST));
  }

  /** What each training row counts, on average 1; null if all count the same. */
  public @Nullable Tensor weights() {
    return weights;
  }

  /** How many folds there are; 0 for none. */
  public int folds() {
    return folds;
  }

  /** The training rows without those of a fold, and these. */
  public Part fold(int number) {
    if (number < 0 || number >= folds) {
      throw Errors.argument("fold %d, there are %d", number, folds);
    }
    var fit = places(number, false);
    var left = places(number, true);
    return new Part(
        RowSubset.of(train(), fit),
        RowSubset.of(train(), left),
        left,
        weights == null ? null : Tape.unrecorded(() -> fit.of(weights)));
  }

  private RowOrder places(int number, boolean inside) {
    return RowOrder.of(
        IntStream.range(0, foldOf.length)
            .filter(place -> (foldOf[place] == number) == inside)
            .toArray());
  }

  /** Closes the files of the rows, if they are in files. */
  @Override
  public void close() {
    for (var each : rows) {
      if (each instanceof RowFile file) {
        file.close();
      }
    }
  }

  /**
   * Some rows of others that stay where they are, for folds of rows that do not fit in memory.
   *
   * @param all the other rows
   * @param chosen which of them
   */
  private record RowSubset(RowSource all, RowOrder chosen) implements RowSource {

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
}
