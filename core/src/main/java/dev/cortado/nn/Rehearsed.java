package dev.cortado.nn;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Matrices;
import dev.cortado.tensor.Program;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.Trace;
import dev.cortado.tensor.kernel.Compute;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a model does with batches of one size, watched once and ready to be done again. One thread
 * at a time may do it.
 */
final class Rehearsed {

  /** Nothing is random where a model is used. */
  private static final Rng NONE = Rng.of(0);

  private final Compute compute;
  private final int rows;
  private final float[] in;
  private final float[] out;
  private final Program program;

  private Rehearsed(Compute compute, int rows, float[] in, float[] out, Program program) {
    this.compute = compute;
    this.rows = rows;
    this.in = in;
    this.out = out;
    this.program = program;
  }

  /** Of a model and a batch, if it does the same whatever the numbers are. */
  static @Nullable Rehearsed of(Layer model, Tensor batch, Matrices matrices, Compute compute) {
    var said = new AtomicReference<Tensor>();
    var trace =
        Trace.of(List.of(batch), NONE, () -> said.set(compute.call(() -> said(model, batch))));
    if (trace.obstacle() != null) {
      return null;
    }
    float[] in = batch.toArray();
    var given = new IdentityHashMap<Tensor, float[]>();
    given.put(batch, in);
    var program = compute.call(() -> Program.of(trace, given, List.of(said.get()), matrices));
    int rows = batch.shape().dim(0);
    return new Rehearsed(compute, rows, in, program.result(0), program);
  }

  /** What a model says of a batch, leaving no trace on a tape: something for each row. */
  static Tensor said(Layer model, Tensor batch) {
    var said = Tape.unrecorded(() -> model.predict(batch));
    int rows = batch.shape().dim(0);
    if (said.shape().rank() == 0 || said.shape().dim(0) != rows) {
      throw Errors.state("predict: the model makes %s of %,d rows", said.shape(), rows);
    }
    return said;
  }

  /** The numbers of rows as a batch. */
  static Tensor batch(Shape row, float[] x, int from, int rows) {
    return Tensor.of(row.rows(rows), Arrays.copyOfRange(x, from, from + rows * row.size()));
  }

  /** Whether it is done by what computes now. */
  boolean isBy(Compute now) {
    return compute.equals(now);
  }

  /**
   * Does it with rows that lie in {@code x} from an index on.
   *
   * @param before how many rows there are in {@code to} before these
   */
  void run(float[] x, int from, float[] target, int to, int before) {
    int place = to + before * (out.length / rows);
    requireRoom(out.length, target, place);
    System.arraycopy(x, from, in, 0, in.length);
    program.run(NONE);
    System.arraycopy(out, 0, target, place, out.length);
  }

  static void requireRoom(int size, float[] target, int to) {
    if (to < 0 || to > target.length - size) {
      throw Errors.argument(
          "predict: %,d numbers from index %,d on do not fit an array of %,d",
          size, to, target.length);
    }
  }
}
