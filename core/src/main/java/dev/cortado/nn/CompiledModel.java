package dev.cortado.nn;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.compile.Program;
import dev.cortado.tensor.compile.Recording;
import dev.cortado.tensor.kernel.Compute;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A model compiled for predictions: from an array of rows to an array of predictions, with the bits
 * of {@link Layer#predict}. Any number of threads may share one.
 *
 * <pre>{@code
 * var model = Sequential.of(Dense.of(4, 8, Activation.relu()), Dense.of(8, 3)).start(Rng.of(1));
 * var compiled = CompiledModel.of(model, Shape.of(4));
 * float[] scores = new float[3];
 * compiled.predict(new float[] {5.1f, 3.5f, 1.4f, 0.2f}, scores);
 * compiled.status();   // recording; from the second prediction on: compiled
 * }</pre>
 *
 * <p>The first prediction runs the model as it is written. Then predictions are recorded and run by
 * a program, without a new object. Batches are cut into pieces of at most 512 rows, each a power of
 * two, so that a few programs serve batches of any size; the pieces of a large batch are shared out
 * among the workers.
 *
 * <p>Predictions use the current values of the cells: when a cell is set, programs are made anew.
 * What cannot be compiled is run as it is written, and {@link #status} says why: a model that reads
 * elements in plain Java, consists of more than records, or whose rows depend on each other.
 */
public final class CompiledModel {

  /** Rows of the longest piece: long enough for fast products, short enough for a cache. */
  static final int LONGEST_PIECE = 512;

  /** Multiply-adds that are worth waking other threads for. */
  private static final long WORTH_SHARING = 1 << 22;

  /** Nothing is random in a prediction. */
  private static final Rng NONE = Rng.of(0);

  private final Layer model;
  private final Shape row;
  private final int width;
  private final Compilation compilation;

  /** The programs for the cells' values in the last prediction that was run as it is written. */
  private volatile @Nullable ProgramPool pool;

  private CompiledModel(Layer model, Shape row) {
    this.model = model;
    this.row = row;
    width = row.size();
    compilation =
        new Compilation(
            "prediction", System.Logger.Level.INFO, new LinkedHashMap<>(Map.of("model", model)));
  }

  /** Of a model that takes rows of a shape: {@code Shape.of(2)} for two columns. */
  public static CompiledModel of(Layer model, Shape row) {
    return new CompiledModel(model, row);
  }

  /** The shape of a row. */
  public Shape row() {
    return row;
  }

  /** Whether predictions are compiled, and why not. */
  public CompileStatus status() {
    return compilation.status();
  }

  /** Predicts one row. */
  public void predict(float[] x, float[] out) {
    predict(x, 0, 1, out, 0);
  }

  /**
   * Predicts {@code rows} rows, which lie in {@code x} from an index on, one after the other; the
   * predictions go to {@code out} from an index on.
   */
  public void predict(float[] x, int from, int rows, float[] out, int to) {
    if (from < 0 || rows < 0 || from + (long) rows * width > x.length) {
      throw Errors.argument(
          "predict: %,d rows %s from index %,d on, in an array of %,d", rows, row, from, x.length);
    }
    var known = pool;
    if (!compilation.isPossible() || rows == 0) {
      copy(predict(batch(x, from, rows)), out, to);
    } else if (known == null || !known.isCurrent() || !compilation.isUnchanged()) {
      pool = recorded(x, from, rows, out, to);
    } else {
      inPieces(known, x, from, rows, out, to);
    }
  }

  /** Predicts as the model is written, and notes which cells it reads. */
  private ProgramPool recorded(float[] x, int from, int rows, float[] out, int to) {
    if (!compilation.isUnchanged()) {
      compilation.changed();
    }
    var recorded = record(batch(x, from, rows));
    copy(recorded.result, out, to);
    compilation.prevent(recorded.recording.obstacle());
    return new ProgramPool(recorded.recording.cellsRead());
  }

  private record Recorded(Recording recording, Tensor result) {}

  private Recorded record(Tensor batch) {
    var result = new AtomicReference<Tensor>();
    var recording =
        Recording.ofPrediction(
            batch, compilation.constants(), NONE, () -> result.set(predict(batch)));
    recording.returns(List.of(result.get()));
    return new Recorded(recording, result.get());
  }

  /** Predicts as the model is written, not recorded by a tape. */
  private Tensor predict(Tensor batch) {
    var result = Tape.unrecorded(() -> model.predict(batch));
    int rows = batch.shape().dim(0);
    if (result.shape().rank() == 0 || result.shape().dim(0) != rows) {
      throw Errors.state("predict: the model makes %s of %,d rows", result.shape(), rows);
    }
    return result;
  }

  private Tensor batch(float[] x, int from, int rows) {
    return Tensor.of(row.rows(rows), Arrays.copyOfRange(x, from, from + rows * width));
  }

  private static void copy(Tensor result, float[] out, int to) {
    requireRoom(result.size(), out, to);
    result.copyTo(out, to);
  }

  private static void requireRoom(int size, float[] out, int to) {
    if (to < 0 || to > out.length - size) {
      throw Errors.argument(
          "predict: %,d numbers from index %,d on do not fit an array of %,d",
          size, to, out.length);
    }
  }

  private void inPieces(ProgramPool known, float[] x, int from, int rows, float[] out, int to) {
    var compute = Compute.current();
    int count = pieces(rows);
    boolean isNew = !known.hasPrograms(rows);
    if (isNew && isInPlace(x, out)) {
      // The rows are read again below, when the predictions are already in their place.
      inPieces(known, x.clone(), from, rows, out, to);
      return;
    }
    try {
      if (count >= compute.workers().threads()
          && rows * known.weights() >= WORTH_SHARING
          && count > 1) {
        compute.workers().run(count, piece -> piece(piece, known, compute, x, from, rows, out, to));
      } else {
        for (int piece = 0; piece < count; piece++) {
          piece(piece, known, compute, x, from, rows, out, to);
        }
      }
    } catch (RuntimeException e) {
      if (isInPlace(x, out)) {
        throw e;
      }
      // A layer that refuses a row names its place among all rows.
      copy(predict(batch(x, from, rows)), out, to);
      compilation.prevent("the model refuses a part of " + rows + " rows: " + e.getMessage());
      return;
    }
    if (!compilation.isPossible()) {
      copy(predict(batch(x, from, rows)), out, to);
    } else if (isNew && count > 1) {
      requireIndependentRows(x, from, rows, out, to);
    }
  }

  /** Whether the predictions replace the rows that they are of. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isInPlace(float[] x, float[] out) {
    return x == out;
  }

  /** Compares what pieces gave with the model as it is written, when a piece's length is new. */
  private void requireIndependentRows(float[] x, int from, int rows, float[] out, int to) {
    var expected = predict(batch(x, from, rows));
    var found = Tensor.of(expected.shape(), Arrays.copyOfRange(out, to, to + expected.size()));
    if (!found.sameBits(expected)) {
      copy(expected, out, to);
      compilation.prevent(
          "the prediction of a row depends on the rows beside it; predict each batch as a tensor,"
              + " with model.predict(x)");
    }
  }

  private void piece(
      int number,
      ProgramPool known,
      Compute compute,
      float[] x,
      int from,
      int rows,
      float[] out,
      int to) {
    int start = start(rows, number);
    int length = Math.min(LONGEST_PIECE, Integer.highestOneBit(rows - start));
    int at = from + start * width;
    var program = known.take(length, compute);
    if (program == null) {
      program = compiled(known, batch(x, at, length), compute);
    }
    if (program == null) {
      return;
    }
    try {
      program.run(x, at, out, to, start);
    } finally {
      known.put(program);
    }
  }

  /** Records the same piece twice, which must not differ. */
  private @Nullable Prepared compiled(ProgramPool known, Tensor batch, Compute compute) {
    var first = compute.call(() -> record(batch));
    var second = compute.call(() -> record(batch));
    var obstacle = second.recording.obstacle();
    compilation.prevent(obstacle != null ? obstacle : first.recording.difference(second.recording));
    if (!known.reads(second.recording.cellsRead())) {
      compilation.prevent("it reads other cells for batches of " + batch.shape().dim(0) + " rows");
    }
    if (!compilation.isPossible()) {
      return null;
    }
    float[] in = batch.toArray();
    var inputs = Map.of(batch, new Program.Input("x", in));
    var program =
        compute.call(() ->
            Program.of(
                second.recording, inputs, List.of(second.result), List.of(), known.matrices()));
    compilation.succeeded();
    return new Prepared(compute, batch.shape().dim(0), in, program.result(0), program);
  }

  /** How many pieces rows are cut into: 600 are pieces of 512, 64, 16 and 8. */
  static int pieces(int rows) {
    return rows / LONGEST_PIECE + Integer.bitCount(rows % LONGEST_PIECE);
  }

  /** The first row of a piece. */
  static int start(int rows, int piece) {
    int start = Math.min(piece, rows / LONGEST_PIECE) * LONGEST_PIECE;
    for (int i = rows / LONGEST_PIECE; i < piece; i++) {
      start += Integer.highestOneBit(rows - start);
    }
    return start;
  }

  /**
   * A program for pieces of one length, with its input and output. One thread at a time runs it.
   */
  record Prepared(Compute compute, int rows, float[] in, float[] out, Program program) {

    /**
     * Predicts rows that lie in {@code x} from an index on.
     *
     * @param before how many rows there are in {@code target} before these
     */
    void run(float[] x, int from, float[] target, int to, int before) {
      int place = to + before * (out.length / rows);
      requireRoom(out.length, target, place);
      System.arraycopy(x, from, in, 0, in.length);
      program.run(NONE);
      System.arraycopy(out, 0, target, place, out.length);
    }
  }
}
