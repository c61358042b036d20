package dev.cortado.data;

import dev.cortado.tensor.Errors;
import dev.cortado.tensor.Tape;
import java.util.Iterator;
import java.util.stream.IntStream;

/**
 * The batches of one pass over a data set. Each can be had by itself, so a run that was interrupted
 * in the middle of an epoch goes on with the next one.
 *
 * @param data whose rows they are
 * @param order the rows, one batch after the other
 * @param batchSize the rows of each batch but the last, which has the rest
 */
public record Batches(Dataset data, Rows order, int batchSize) implements Iterable<Batch> {

  public Batches {
    if (batchSize < 1) {
      throw Errors.argument("batches: size %d, expected at least 1", batchSize);
    }
    if (order.size() == 0) {
      throw Errors.argument("batches: the data set has no rows");
    }
  }

  /** How many batches there are. */
  public int size() {
    return 1 + (order.size() - 1) / batchSize;
  }

  /** The batch with this number, counted from 0. */
  public Batch at(int number) {
    if (number < 0 || number >= size()) {
      throw Errors.argument("batches: number %d, expected 0 to %d", number, size() - 1);
    }
    int from = number * batchSize;
    var rows = order.slice(from, from + Math.min(batchSize, order.size() - from));
    return Tape.unrecorded(() -> new Batch(rows.of(data.x()), rows.of(data.y()), rows));
  }

  @Override
  public Iterator<Batch> iterator() {
    return IntStream.range(0, size()).mapToObj(this::at).iterator();
  }
}
