package dev.cortado.nn;

import dev.cortado.autograd.Cell;
import dev.cortado.internal.Errors;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.kernel.Compute;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A model prepared for use: from an array of rows to an array of what it says of them, with the
 * bits of {@link Layer#predict}. Any number of threads may share one.
 *
 * <pre>{@code
 * var model = Sequential.of(Dense.of(4, 8, Activation.relu()), Dense.of(8, 3)).start(Rng.of(1));
 * var prepared = Prepared.of(model, Shape.of(4));
 * float[] scores = new float[3];
 * prepared.predict(new float[] {5.1f, 3.5f, 1.4f, 0.2f}, scores);
 * }</pre>
 *
 * <p>The first time, the model is run as it is written. The second time a {@link
 * dev.cortado.tensor.Trace} watches, and from then on a {@link dev.cortado.tensor.Program} does the
 * same without a new object. Many rows are taken in pieces, each as long as a power of two, so a
 * few programs do for batches of any size; the pieces of a large batch are shared out among the
 * workers. So a model must say the same of a row whatever rows are beside it, as the layers of this
 * library do.
 *
 * <p>The model is used as it is now: when one of its cells was set to something else, it is
 * prepared anew. A model that looks at numbers on the way, or does not consist of records, numbers
 * and cells alone, is run as it is written each time.
 */
public final class Prepared {

  /** Multiply-adds that are worth the attention of other threads. */
  private static final long SHARED = 1 << 22;

  private final Layer model;
  private final Shape row;
  private final int width;
  private final Cell[] cells;
  private final long weights;
  private volatile boolean repeatable;

  /** Of the model as it was when it was last run as it is written. */
  private volatile @Nullable Rehearsals rehearsals;

  private Prepared(Layer model, Shape row) {
    this.model = model;
    this.row = row;
    width = row.size();
    repeatable = Settled.is(model);
    cells = repeatable ? Settled.cells(model).toArray(Cell[]::new) : new Cell[0];
    weights = Arrays.stream(cells).mapToLong(cell -> cell.shape().size()).sum();
  }

  /** Of a model that takes rows of a shape: {@code Shape.of(2)} for two columns. */
  public static Prepared of(Layer model, Shape row) {
    return new Prepared(model, row);
  }

  /** The shape of a row. */
  public Shape row() {
    return row;
  }

  /** What it says of one row. */
  public void predict(float[] x, float[] out) {
    predict(x, 0, 1, out, 0);
  }

  /**
   * What it says of {@code rows} rows: those that lie in {@code x} from an index on, one after the
   * other, to where there is room for it in {@code out}.
   */
  public void predict(float[] x, int from, int rows, float[] out, int to) {
    if (from < 0 || rows < 0 || from + (long) rows * width > x.length) {
      throw Errors.argument(
          "predict: %,d rows %s from index %,d on, in an array of %,d", rows, row, from, x.length);
    }
    var known = rehearsals;
    if (!repeatable || rows == 0) {
      asWritten(x, from, rows, out, to);
    } else if (known == null || !known.areCurrent()) {
      var now = new Rehearsals(cells);
      asWritten(x, from, rows, out, to);
      rehearsals = now;
    } else {
      inPieces(known, x, from, rows, out, to);
    }
  }

  private void asWritten(float[] x, int from, int rows, float[] out, int to) {
    var said = Rehearsed.said(model, Rehearsed.batch(row, x, from, rows));
    Rehearsed.requireRoom(said.size(), out, to);
    said.copyTo(out, to);
  }

  private void inPieces(Rehearsals known, float[] x, int from, int rows, float[] out, int to) {
    var compute = Compute.current();
    int count = Pieces.count(rows);
    try {
      if (count >= compute.workers().threads() && rows * weights >= SHARED && count > 1) {
        compute.workers().run(count, piece -> piece(piece, known, compute, x, from, rows, out, to));
      } else {
        for (int piece = 0; piece < count; piece++) {
          piece(piece, known, compute, x, from, rows, out, to);
        }
      }
    } catch (RuntimeException _) {
      // What a layer refuses it tells by its place among all rows. If it refuses short pieces only,
      // the model is not one that can be cut.
      asWritten(x, from, rows, out, to);
      repeatable = false;
      return;
    }
    if (!repeatable) {
      asWritten(x, from, rows, out, to);
    }
  }

  private void piece(
      int number,
      Rehearsals known,
      Compute compute,
      float[] x,
      int from,
      int rows,
      float[] out,
      int to) {
    int start = Pieces.start(rows, number);
    int length = Pieces.length(rows, start);
    int at = from + start * width;
    var shelf = known.shelf(length);
    var rehearsed = shelf.take(compute);
    if (rehearsed == null) {
      rehearsed =
          Rehearsed.of(model, Rehearsed.batch(row, x, at, length), known.matrices(), compute);
    }
    if (rehearsed == null) {
      repeatable = false;
      return;
    }
    try {
      rehearsed.run(x, at, out, to, start);
    } finally {
      shelf.put(rehearsed);
    }
  }
}
