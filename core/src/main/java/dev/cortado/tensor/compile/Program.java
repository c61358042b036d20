package dev.cortado.tensor.compile;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.TensorAccess;
import java.util.List;
import java.util.Map;

/**
 * A {@linkplain Recording recorded} computation, ready to run again and again: the same operations
 * by the same kernels in the same order, and so the same bits, without a new object. Its arrays are
 * allocated once; arrays that are free are used for later results.
 *
 * <p>One thread at a time may run it.
 */
public final class Program {

  /** What an instruction does. */
  interface Action {
    void perform(long root);
  }

  /**
   * An array from which the program reads the elements of a tensor; nobody else writes to it while
   * the program runs.
   *
   * @param name in listings
   */
  public record Input(String name, float[] elements) {}

  private final Action[] actions;
  private final List<float[]> results;
  private final long bytes;
  private final List<String> lines;

  Program(List<Action> actions, List<float[]> results, long bytes, List<String> lines) {
    this.actions = actions.toArray(Action[]::new);
    this.results = List.copyOf(results);
    this.bytes = bytes;
    this.lines = List.copyOf(lines);
  }

  /**
   * The program of a recording.
   *
   * @param inputs an array for each tensor that was given, and for the value of each cell that was
   *     read, unless cells keep their values
   * @param results the tensors whose elements are asked for, for reading
   * @param own the tensors whose elements are asked for in arrays that the caller may change
   * @param matrices shared with other programs of the same model
   */
  public static Program of(
      Recording recording,
      Map<Tensor, Input> inputs,
      List<Tensor> results,
      List<Tensor> own,
      PackedMatrices matrices) {
    var obstacle = recording.obstacle();
    if (obstacle != null) {
      throw Errors.state("program: %s", obstacle);
    }
    return new Planner(recording, inputs, matrices).program(results, own);
  }

  /** Runs it with random numbers from a source. */
  public void run(Rng root) {
    long key = TensorAccess.key(root);
    for (var action : actions) {
      action.perform(key);
    }
  }

  /**
   * The elements of a tensor that was asked for, by its place among the results and then the own
   * ones, until the next run.
   */
  public float[] result(int place) {
    return results.get(place);
  }

  /** Bytes of its arrays, without its inputs. */
  public long bytes() {
    return bytes;
  }

  /** Its instructions, one in a line. */
  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
