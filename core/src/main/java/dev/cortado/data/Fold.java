package dev.cortado.data;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Rng;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One of the {@code k} ways to leave out a {@code k}-th of the rows; every row is left out once.
 *
 * <pre>{@code
 * for (var fold : Fold.stratified(data, 5, rng)) {
 *   …                                               // fit on fold.train(), score on fold.valid()
 * }
 * }</pre>
 *
 * @param train the rows to fit on
 * @param valid the rows left out
 * @param validRows their numbers in the data set
 */
public record Fold(Dataset train, Dataset valid, RowOrder validRows) {

  /** Folds of rows drawn at random; their sizes differ by at most one. */
  public static List<Fold> random(Dataset data, int k, Rng rng) {
    return dealt(data, RowOrder.of(source(rng).permutation(data.size())), k);
  }

  /** The same, and each class's rows in the folds differ by at most one. */
  public static List<Fold> stratified(Dataset data, int k, Rng rng) {
    return dealt(data, StratifiedOrder.grouped("folds", data, source(rng)), k);
  }

  private static Rng source(Rng rng) {
    return rng.at("folds");
  }

  /** Dealt out like cards: place {@code i} goes to fold {@code i mod k}. */
  private static List<Fold> dealt(Dataset data, RowOrder order, int k) {
    if (k < 2 || k > order.size()) {
      throw Errors.argument(
          "folds: %d folds of %,d rows, expected 2 to %,d", k, order.size(), order.size());
    }
    return IntStream.range(0, k)
        .mapToObj(fold -> {
          var valid = part(order, k, fold, true);
          return new Fold(data.rows(part(order, k, fold, false)), data.rows(valid), valid);
        })
        .toList();
  }

  private static RowOrder part(RowOrder order, int k, int fold, boolean leftOut) {
    return RowOrder.of(
        IntStream.range(0, order.size())
            .filter(place -> (place % k == fold) == leftOut)
            .map(order::at)
            .toArray());
  }
}
