package dev.cortado.data;

import dev.cortado.internal.Errors;
import dev.cortado.internal.Require;
import dev.cortado.tensor.Tensor;
import java.util.Iterator;
import java.util.stream.IntStream;

/**
 * The batches of one pass over rows. Each can be had by itself, so a run that was interrupted in
 * the middle of an epoch goes on with the next one.
 *
 * @param data whose rows they are
 * @param order the rows, one batch after the other
 * @param batchSize the rows of each batch but the last, which has the rest
 */
public record Batches(RowSource data, RowOrder order, int batchSize) implements Iterable<Batch> {

  public Batches {
    Require.atLeast(1, "batches", "size", batchSize);
    if (order.size() == 0) {
      throw Errors.argument("batches: the data set has no rows");
    }
  }

  /** Whether all batches of this size, or the last one, have a single row. */
  public static boolean leaveOne(int rows, int size) {
    return size == 1 || rows % size == 1;
  }

  /** The next larger size that leaves no single row, if there are several. */
  public static int sizeAbove(int rows, int size) {
    int other = size + 1;
    while (other < rows && leaveOne(rows, other)) {
      other++;
    }
    return other;
  }

  /** How many batches there are. */
  public int size() {
    return 1 + (order.size() - 1) / batchSize;
  }

  /** The batch with this number, counted from 0. */
  public Batch at(int number) {
    var rows = order.slice(from(number), to(number));
    var part = data.rows(rows);
    return new Batch(part.x(), part.y(), rows);
  }

  /** How many rows a batch has. */
  public int sizeOf(int number) {
    return to(number) - from(number);
  }

  /** Copies the rows of a batch into arrays of its size. */
  public void copy(int number, float[] x, float[] y) {
    data.copy(order, from(number), to(number), x, y);
  }

  /** Copies those entries of a tensor's first axis that belong to the rows of a batch. */
  public void copy(int number, Tensor all, float[] target) {
    order.copy(all, from(number), to(number), target);
  }

  private int from(int number) {
    if (number < 0 || number >= size()) {
      throw Errors.argument("batches: number %d, expected 0 to %d", number, size() - 1);
    }
    return number * batchSize;
  }

  private int to(int number) {
    return from(number) + Math.min(batchSize, order.size() - number * batchSize);
  }

  @Override
  public Iterator<Batch> iterator() {
    return IntStream.range(0, size()).mapToObj(this::at).iterator();
  }
}
