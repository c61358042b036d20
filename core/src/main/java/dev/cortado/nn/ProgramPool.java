package dev.cortado.nn;

import dev.cortado.autograd.Cell;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.compile.PackedMatrices;
import dev.cortado.tensor.kernel.Compute;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The programs of a model as long as its cells hold the same values: any number of threads take and
 * put them back, without a lock and without a new object. A program that finds no place is left to
 * the garbage collector.
 */
final class ProgramPool {

  private static final int PLACES = 16;

  private static final int LENGTHS = Integer.numberOfTrailingZeros(CompiledModel.LONGEST_PIECE) + 1;

  private final Cell[] cells;
  private final Tensor[] values;
  private final long weights;
  private final PackedMatrices matrices = new PackedMatrices();

  /** The places for each length of a piece, one length after the other. */
  private final AtomicReferenceArray<CompiledModel.@Nullable Prepared> places =
      new AtomicReferenceArray<>(LENGTHS * PLACES);

  /** Lengths for which a program was made, by the bits of the lengths. */
  private volatile int lengths;

  /**
   * @param read the cells that a prediction reads, with their values
   */
  ProgramPool(Map<Object, Tensor> read) {
    cells = read.keySet().stream().map(Cell.class::cast).toArray(Cell[]::new);
    values = read.values().toArray(Tensor[]::new);
    weights = Arrays.stream(values).mapToLong(Tensor::size).sum();
  }

  /** Whether no cell was set since then; a cell that was set to equal elements counts as set. */
  @SuppressWarnings("ReferenceEquality")
  boolean isCurrent() {
    for (int i = 0; i < cells.length; i++) {
      if (cells[i].value() != values[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether a prediction reads no other cells than these, with these values. */
  boolean reads(Map<Object, Tensor> read) {
    return read.entrySet().stream()
        .allMatch(entry -> {
          for (int i = 0; i < cells.length; i++) {
            if (cells[i].equals(entry.getKey())) {
              return values[i].equals(entry.getValue());
            }
          }
          return false;
        });
  }

  /** Elements of the cells. */
  long weights() {
    return weights;
  }

  /** Matrices that the programs share. */
  PackedMatrices matrices() {
    return matrices;
  }

  /** Whether a program was made for each piece of a batch. */
  boolean hasPrograms(int rows) {
    int needed = rows % CompiledModel.LONGEST_PIECE;
    needed |= rows >= CompiledModel.LONGEST_PIECE ? CompiledModel.LONGEST_PIECE : 0;
    return (lengths & needed) == needed;
  }

  /** A program for pieces of a length by what computes now; others are thrown away on the way. */
  CompiledModel.@Nullable Prepared take(int length, Compute compute) {
    int first = first(length);
    int thread = thread();
    for (int i = 0; i < PLACES; i++) {
      int place = first + (thread + i) % PLACES;
      if (places.getPlain(place) != null) {
        var taken = places.getAndSet(place, null);
        if (taken != null && taken.compute().equals(compute)) {
          return taken;
        }
      }
    }
    return null;
  }

  void put(CompiledModel.Prepared program) {
    int first = first(program.rows());
    int thread = thread();
    if ((lengths & program.rows()) == 0) {
      synchronized (this) {
        lengths |= program.rows();
      }
    }
    for (int i = 0; i < PLACES; i++) {
      if (places.compareAndSet(first + (thread + i) % PLACES, null, program)) {
        return;
      }
    }
  }

  private static int first(int length) {
    return Integer.numberOfTrailingZeros(length) * PLACES;
  }

  /** A thread starts where it put a program last, so threads seldom meet. */
  private static int thread() {
    return (int) (Thread.currentThread().threadId() % PLACES);
  }
}
