package dev.cortado.tables;

import dev.cortado.tree.RegressionTree;
import java.util.Arrays;

/**
 * Finds the values of a column that deserve an embedding each: a column whose values repeat, and
 * whose mean target by value tells more about other rows than its bins do.
 */
final class RepeatedValues {

  private static final int MOST_VALUES = 1_000;

  /** How many rows of its bin's mean a value's mean is mixed with. */
  private static final double SMOOTHING = 5;

  /** The share of the target's variance that values must explain beyond bins. */
  private static final double LEAST_GAIN = 0.0015;

  /** How many standard errors the gain must be above 0, or it may be chance. */
  private static final double LEAST_ERRORS = 2.5;

  /**
   * How much better values explain held-out rows than bins do.
   *
   * @param share of the variance
   * @param errors how many standard errors that is
   */
  record Gain(double share, double errors) {}

  private RepeatedValues() {}

  /** The values, ascending; none if they say no more than bins. */
  static float[] of(float[] column, float[][] targets, TableRecipe.Input input) {
    float[] distinct = distinct(column);
    if (distinct.length < 3 || distinct.length > Math.min(MOST_VALUES, column.length / 10)) {
      return new float[0];
    }
    var gain = gain(column, targets, distinct, input);
    return gain.share() >= LEAST_GAIN && gain.errors() >= LEAST_ERRORS ? distinct : new float[0];
  }

  private static float[] distinct(float[] column) {
    float[] sorted = column.clone();
    Arrays.sort(sorted);
    int count = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        sorted[count++] = sorted[i];
      }
    }
    return Arrays.copyOf(sorted, count);
  }

  /** How much better values explain every third row than bins do. */
  static Gain gain(float[] column, float[][] targets, float[] distinct, TableRecipe.Input input) {
    float[] fitted = thirds(column, true);
    float[][] targetsOfFitted = new float[targets.length][];
    for (int k = 0; k < targets.length; k++) {
      targetsOfFitted[k] = thirds(targets[k], true);
    }
    var edges =
        RegressionTree.edges(fitted, targetsOfFitted, Math.max(2, input.bins()), input.rowsOfBin());
    float[] inner = new float[Math.max(0, edges.size() - 2)];
    for (int i = 0; i < inner.length; i++) {
      inner[i] = edges.get(i + 1).floatValue();
    }
    float[] held = thirds(column, false);
    double[] gains = new double[held.length];
    double whole = 0;
    for (int k = 0; k < targets.length; k++) {
      double[] binMeans = means(fitted, targetsOfFitted[k], inner, inner.length + 1);
      double[] sums = new double[distinct.length];
      int[] counts = new int[distinct.length];
      double mean = 0;
      for (int row = 0; row < fitted.length; row++) {
        int value = Arrays.binarySearch(distinct, fitted[row]);
        sums[value] += targetsOfFitted[k][row];
        counts[value]++;
        mean += targetsOfFitted[k][row];
      }
      mean /= fitted.length;
      float[] y = thirds(targets[k], false);
      for (int row = 0; row < held.length; row++) {
        double bin = binMeans[bin(inner, held[row])];
        int value = Arrays.binarySearch(distinct, held[row]);
        double ofValue = (sums[value] + SMOOTHING * bin) / (counts[value] + SMOOTHING);
        gains[row] += (y[row] - bin) * (y[row] - bin) - (y[row] - ofValue) * (y[row] - ofValue);
        whole += (y[row] - mean) * (y[row] - mean);
      }
    }
    double sum = 0;
    double squares = 0;
    for (double gain : gains) {
      sum += gain;
      squares += gain * gain;
    }
    double error = Math.sqrt(squares);
    return new Gain(whole > 0 ? sum / whole : 0, error > 0 ? sum / error : 0);
  }

  /** Two of three rows, or the third. */
  private static float[] thirds(float[] all, boolean fitted) {
    float[] part = new float[all.length];
    int count = 0;
    for (int row = 0; row < all.length; row++) {
      if ((row % 3 != 2) == fitted) {
        part[count++] = all[row];
      }
    }
    return Arrays.copyOf(part, count);
  }

  private static double[] means(float[] column, float[] target, float[] inner, int bins) {
    double[] sums = new double[bins];
    int[] counts = new int[bins];
    double whole = 0;
    for (int row = 0; row < column.length; row++) {
      int bin = bin(inner, column[row]);
      sums[bin] += target[row];
      counts[bin]++;
      whole += target[row];
    }
    for (int bin = 0; bin < bins; bin++) {
      sums[bin] = counts[bin] == 0 ? whole / column.length : sums[bin] / counts[bin];
    }
    return sums;
  }

  private static int bin(float[] inner, float value) {
    int place = Arrays.binarySearch(inner, value);
    return place >= 0 ? place + 1 : -place - 1;
  }
}
