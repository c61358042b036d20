package dev.cortado.tables;

import dev.cortado.data.RowOrder;
import dev.cortado.data.RowSource;
import dev.cortado.formats.RowFile;
import dev.cortado.internal.Errors;
import dev.cortado.table.Feature;
import dev.cortado.table.Preparation;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
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
}
