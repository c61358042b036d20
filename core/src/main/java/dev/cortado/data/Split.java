package dev.cortado.data;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Rng;

/**
 * A data set in three parts that share no row.
 *
 * @param train to fit on
 * @param valid for choices, such as when to stop or which width
 * @param test to report on, once
 */
public record Split(Dataset train, Dataset valid, Dataset test) {

  /** For {@code 0.8 + 0.2}, whose sum is 1 but for the last bit. */
  private static final double SLACK = 1e-9;

  /** Rows drawn at random: parts {@code train} and {@code valid} of all, the rest for testing. */
  public static Split random(Dataset data, double train, double valid, Rng rng) {
    return cut(data, RowOrder.of(source(rng).permutation(data.size())), train, valid);
  }

  /** The same, each class with its share in each part, give or take a row. */
  public static Split stratified(Dataset data, double train, double valid, Rng rng) {
    return cut(data, StratifiedOrder.interleaved("split", data, source(rng)), train, valid);
  }

  private static Rng source(Rng rng) {
    return rng.at("split");
  }

  private static Split cut(Dataset data, RowOrder order, double train, double valid) {
    if (!(train > 0 && valid >= 0 && train + valid <= 1 + SLACK)) {
      throw Errors.argument(
          "split: %s for training and %s for validation, expected parts of 1", train, valid);
    }
    int rows = order.size();
    int first = Math.toIntExact(Math.round(train * rows));
    int second = Math.toIntExact(Math.min(rows, Math.round((train + valid) * rows)));
    requireRows("training", train, first, rows);
    requireRows("validation", valid, second - first, rows);
    requireRows("testing", 1 - SLACK - train - valid, rows - second, rows);
    return new Split(
        data.rows(order.slice(0, first)),
        data.rows(order.slice(first, second)),
        data.rows(order.slice(second, rows)));
  }

  private static void requireRows(String purpose, double part, int count, int rows) {
    if (part > SLACK && count == 0) {
      throw Errors.argument("split: %d rows leave none for %s", rows, purpose);
    }
  }
}
