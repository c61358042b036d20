package dev.cortado.tensor;

import dev.cortado.internal.Errors;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/**
 * A computation that was {@linkplain Trace watched} once, ready to run again and again: the same
 * operations by the same kernels in the same order, and so the same bits, but without a new object.
 * Its memory is taken once; arrays whose numbers are used up are used again.
 *
 * <p>One thread at a time may run it.
 */
public final class Program {

  /** One thing to do. */
  interface Action {
    void perform(long root);
  }

  private final Action[] actions;
  private final List<float[]> results;
  private final long bytes;

  Program(List<Action> actions, List<float[]> results, long bytes) {
    this.actions = actions.toArray(Action[]::new);
    this.results = List.copyOf(results);
    this.bytes = bytes;
  }

  /**
   * The program of a trace.
   *
   * @param given for each tensor that was {@linkplain Trace#of given} an array, from which the
   *     program reads its elements; nobody else writes to it while the program runs
   * @param wanted the tensors whose elements are asked for
   */
  public static Program of(
      Trace trace, IdentityHashMap<Tensor, float[]> given, List<Tensor> wanted) {
    return of(trace, given, wanted, new Matrices());
  }

  /** The same, with matrices that it shares with other programs. */
  public static Program of(
      Trace trace, IdentityHashMap<Tensor, float[]> given, List<Tensor> wanted, Matrices matrices) {
    var obstacle = trace.obstacle();
    if (obstacle != null) {
      throw Errors.state("program: %s", obstacle);
    }
    return new Assembly(trace, given, matrices).program(wanted);
  }

  /** Runs it with random numbers from a source. */
  public void run(Rng root) {
    long key = root.key();
    for (var action : actions) {
      action.perform(key);
    }
  }

  /**
   * The elements of a tensor that was wanted, by its place among them, for reading until the next
   * run. The tensor itself is not kept.
   */
  public float[] result(int place) {
    return results.get(Objects.checkIndex(place, results.size()));
  }

  /** How many bytes of memory of its own it has. */
  public long bytes() {
    return bytes;
  }
}
