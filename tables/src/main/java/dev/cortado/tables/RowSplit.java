package dev.cortado.tables;

import dev.cortado.internal.Errors;
import org.jspecify.annotations.Nullable;

/**
 * Which rows are for training, validation and testing. It depends on the seed and on the numbers of
 * the rows, or their groups, and on nothing else.
 *
 * <p>Classes keep their shares in each part. If the plan has a column with the role {@link
 * Role#GROUP}, a group is never on two sides; with the role {@link Role#TIME}, the latest rows are
 * for testing and the latest of the others for validation.
 *
 * @param seed of the random numbers
 * @param test the share of the rows for testing; 0.15
 * @param testTable rows for testing from another table, in place of a share
 * @param valid the share of the rows for validation; 0.15
 * @param validTable rows for validation from another table, in place of a share
 * @param folds into how many folds the training rows are dealt; 0 for none
 */
public record RowSplit(
    long seed,
    double test,
    @Nullable TableSource testTable,
    double valid,
    @Nullable TableSource validTable,
    int folds) {

  private static final double DEFAULT_SHARE = 0.15;

  public RowSplit {
    requireShare("test", test);
    requireShare("valid", valid);
    if (test + valid >= 1) {
      throw Errors.argument("split: test %s and valid %s leave no rows for training", test, valid);
    }
    if (folds < 0 || folds == 1) {
      throw Errors.argument("split: %d folds, expected at least 2, or 0 for none", folds);
    }
  }

  private static void requireShare(String name, double share) {
    if (!(share >= 0 && share < 1)) {
      throw Errors.argument("split: %s is %s, expected from 0 to below 1", name, share);
    }
  }

  /** 70 % for training, 15 % for validation, 15 % for testing. */
  public static RowSplit of(long seed) {
    return new RowSplit(seed, DEFAULT_SHARE, null, DEFAULT_SHARE, null, 0);
  }

  /** The same with a share for testing. */
  public RowSplit test(double share) {
    return new RowSplit(seed, share, null, valid, validTable, folds);
  }

  /** The same with a table for testing. */
  public RowSplit test(TableSource table) {
    return new RowSplit(seed, 0, table, valid, validTable, folds);
  }

  /** The same with a share of all rows for validation. */
  public RowSplit valid(double share) {
    return new RowSplit(seed, test, testTable, share, null, folds);
  }

  /** The same with a table for validation. */
  public RowSplit valid(TableSource table) {
    return new RowSplit(seed, test, testTable, 0, table, folds);
  }

  /** The same with folds of the training rows, and no other rows for validation. */
  public RowSplit folds(int count) {
    return new RowSplit(seed, test, testTable, 0, null, count);
  }
}
