package dev.cortado.train;

import dev.cortado.autograd.Cell;
import dev.cortado.autograd.InPlaceCells;
import dev.cortado.autograd.Parameter;
import dev.cortado.data.Batch;
import dev.cortado.optim.Updater;
import dev.cortado.optim.UpdaterAccess;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.compile.PackedMatrices;
import dev.cortado.tensor.compile.Program;
import dev.cortado.tensor.compile.Recording;
import dev.cortado.tensor.kernel.Compute;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The loss of a batch and its gradients by a program, for batches of one size: the same bits as by
 * the {@link EagerStep} that was recorded, in arrays that stay.
 *
 * <p>The inputs of the program are the batch and each cell that the step reads, be it a parameter,
 * a running average or a number of the loss that a callback sets. A value that changes from step to
 * step reaches a compiled step through such a cell: set a Buffer before the step.
 */
final class CompiledStep {

  private final Compute compute = Compute.current();
  private final Updater updater;
  private final Program program;
  private final float[] x;
  private final float[] y;
  private final float @Nullable [] weights;
  private final float[] loss;
  private final float[] total;
  private final List<float[]> gradients;

  /** Cells that the step reads or sets and the updater does not train. */
  private final InPlaceCells cells;

  /** Where the new elements of a cell are that the step sets; null for the others. */
  private final List<float @Nullable []> cellsAfter;

  private final boolean setsCells;
  private final Runnable keepCells = this::keepCells;
  private final Supplier<CompiledStep> run = this::run;
  private Rng rng = Rng.of(0);

  CompiledStep(
      Recording recording,
      Batch batch,
      @Nullable Tensor weightsOfRows,
      EagerStep.Outcome outcome,
      Updater updater,
      Map<Cell, String> names) {
    this.updater = updater;
    x = batch.x().toArray();
    y = batch.y().toArray();
    weights = weightsOfRows == null ? null : weightsOfRows.toArray();
    var inputs = new IdentityHashMap<Tensor, Program.Input>();
    inputs.put(batch.x(), new Program.Input("x", x));
    inputs.put(batch.y(), new Program.Input("y", y));
    if (weightsOfRows != null && weights != null) {
      inputs.put(weightsOfRows, new Program.Input("weights", weights));
    }
    var trained = List.copyOf(updater.parameters());
    var inPlace = UpdaterAccess.inPlace(updater);
    var others = new LinkedHashSet<Cell>();
    recording
        .cellsRead()
        .forEach((cell, value) -> {
          int number = trained.indexOf(cell);
          if (number < 0) {
            others.add((Cell) cell);
          } else {
            inputs.put(value, new Program.Input(name(names, cell), inPlace.elements(number)));
          }
        });
    recording.cellsSet().keySet().forEach(cell -> others.add((Cell) cell));
    var list = List.copyOf(others);
    cells = new InPlaceCells(list);
    for (int i = 0; i < list.size(); i++) {
      var value = recording.cellsRead().get(list.get(i));
      if (value != null) {
        inputs.put(value, new Program.Input(name(names, list.get(i)), cells.elements(i)));
      }
    }
    var own = new ArrayList<>(outcome.gradients());
    own.addAll(recording.cellsSet().values());
    var results = List.of(outcome.loss(), outcome.total());
    program = Program.of(recording, inputs, results, own, new PackedMatrices());
    loss = program.result(0);
    total = program.result(1);
    int first = 2 + outcome.gradients().size();
    gradients = IntStream.range(2, first).mapToObj(program::result).toList();
    cellsAfter = new ArrayList<>();
    var set = List.copyOf(recording.cellsSet().keySet());
    for (var cell : list) {
      int number = set.indexOf(cell);
      cellsAfter.add(number < 0 ? null : program.result(first + number));
    }
    setsCells = !set.isEmpty();
  }

  private static String name(Map<Cell, String> names, Object cell) {
    return names.getOrDefault(cell, cell instanceof Parameter ? "a parameter" : "a buffer");
  }

  /** Whether it computes with the kernels and workers that are in force now. */
  boolean isCurrent() {
    return compute.equals(Compute.current());
  }

  /** Computes; returns false and changes nothing if the loss or a gradient is not finite. */
  boolean run(StepInput input, Rng source) {
    input.copyTo(x, y, weights);
    UpdaterAccess.inPlace(updater);
    cells.takeOver();
    rng = source;
    updater.evaluate(run);
    if (!Float.isFinite(total[0]) || !areFinite()) {
      return false;
    }
    if (setsCells) {
      cells.change(keepCells);
    }
    return true;
  }

  private CompiledStep run() {
    program.run(rng);
    return this;
  }

  /** The loss of the last batch, without penalties. */
  double loss() {
    return loss[0];
  }

  /** The gradients of the last batch, in arrays that the caller may change. */
  List<float[]> gradients() {
    return gradients;
  }

  private boolean areFinite() {
    for (int i = 0; i < gradients.size(); i++) {
      float[] gradient = gradients.get(i);
      if (!compute.kernels().isFinite(gradient, 0, gradient.length)) {
        return false;
      }
    }
    return true;
  }

  private void keepCells() {
    for (int i = 0; i < cellsAfter.size(); i++) {
      float[] next = cellsAfter.get(i);
      if (next != null) {
        System.arraycopy(next, 0, cells.elements(i), 0, next.length);
      }
    }
  }

  @Override
  public String toString() {
    return program.toString();
  }
}
