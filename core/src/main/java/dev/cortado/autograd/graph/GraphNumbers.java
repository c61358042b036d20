package dev.cortado.autograd.graph;

import dev.cortado.plot.FourDigits;
import dev.cortado.tensor.Tensor;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Numbers as a table or a drawing shows them: four digits, and of a large tensor only how far it
 * reaches.
 */
final class GraphNumbers {

  /** Tensors of up to this many elements are written out. */
  private static final int WRITTEN_OUT = 6;

  private GraphNumbers() {}

  /**
   * A whole number as it is, any other with four digits: {@code 24}, {@code -0.3333}, {@code
   * 1.2e-9}.
   */
  static String of(double value) {
    return FourDigits.of(value);
  }

  /** A number as it is, a few as {@code [1 2 3]}, many as {@code -2.1 … 3.4, mean 0.02}. */
  static String of(Tensor tensor) {
    return text(tensor, true);
  }

  /** The same without the mean. */
  static String brief(Tensor tensor) {
    return text(tensor, false);
  }

  private static String text(Tensor tensor, boolean mean) {
    float[] values = tensor.toArray();
    if (tensor.shape().rank() == 0) {
      return of(values[0]);
    }
    if (values.length <= WRITTEN_OUT) {
      return IntStream.range(0, values.length)
          .mapToObj(i -> of(values[i]))
          .collect(Collectors.joining(" ", "[", "]"));
    }
    return range(values, mean);
  }

  private static String range(float[] values, boolean mean) {
    float smallest = values[0];
    float largest = values[0];
    double sum = 0;
    int undefined = 0;
    for (float value : values) {
      smallest = Math.min(smallest, value);
      largest = Math.max(largest, value);
      sum += value;
      undefined += Float.isNaN(value) ? 1 : 0;
    }
    if (undefined > 0) {
      return "NaN in " + undefined + " of " + values.length;
    }
    if (smallest == largest) {
      return "all " + of(smallest);
    }
    var range = of(smallest) + " … " + of(largest);
    return mean ? range + ", mean " + of(sum / values.length) : range;
  }
}
