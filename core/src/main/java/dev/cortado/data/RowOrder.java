package dev.cortado.data;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Row numbers in an order: those of a batch, or of the training part of a split. */
public final class RowOrder {

  private static final int SHOWN = 8;

  private final int[] numbers;

  private RowOrder(int[] numbers) {
    this.numbers = numbers;
  }

  /** These rows. */
  public static RowOrder of(int... numbers) {
    return new RowOrder(numbers.clone());
  }

  /** Rows in an array that nobody else will write to. */
  static RowOrder owned(int[] numbers) {
    return new RowOrder(numbers);
  }

  /** Rows {@code from} to {@code to − 1}. */
  public static RowOrder range(int from, int to) {
    return new RowOrder(IntStream.range(from, to).toArray());
  }

  /** How many there are. */
  public int size() {
    return numbers.length;
  }

  /** The row at a place, counted from 0. */
  public int at(int place) {
    return numbers[place];
  }

  /** The rows at places {@code from} to {@code to − 1}. */
  public RowOrder slice(int from, int to) {
    if (from < 0 || to < from || to > numbers.length) {
      throw Errors.argument("rows: places %d to %d of %,d rows", from, to, numbers.length);
    }
    return new RowOrder(Arrays.copyOfRange(numbers, from, to));
  }

  /**
   * The end of the run of consecutive row numbers that begins at place {@code start}, at most
   * {@code to}: these rows can be read together.
   */
  public int endOfNeighbors(int start, int to) {
    int end = start + 1;
    while (end < to && numbers[end] == numbers[end - 1] + 1) {
      end++;
    }
    return end;
  }

  /** The rows one after the other. */
  public IntStream stream() {
    return Arrays.stream(numbers);
  }

  /** The entries of a tensor's first axis that have these numbers, in this order. */
  public Tensor of(Tensor all) {
    return all.gather(index());
  }

  /**
   * Copies those entries of a tensor's first axis into an array, one after the other, which are
   * named at places {@code from} to {@code to − 1}. Neighbors are copied together.
   */
  void copy(Tensor all, int from, int to, float[] target) {
    int width = all.size() / all.shape().dim(0);
    for (int start = from; start < to; ) {
      int end = endOfNeighbors(start, to);
      all.copyTo(numbers[start] * width, (end - start) * width, target, (start - from) * width);
      start = end;
    }
  }

  /** As an index for {@link Tensor#gather(Tensor)}. */
  Tensor index() {
    float[] index = new float[numbers.length];
    for (int i = 0; i < index.length; i++) {
      index[i] = numbers[i];
    }
    return Tensor.of(index);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowOrder rows && Arrays.equals(numbers, rows.numbers);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(numbers);
  }

  /** The first few. */
  @Override
  public String toString() {
    return stream()
        .limit(SHOWN)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(", ", "rows ", size() > SHOWN ? ", …" : ""));
  }
}
