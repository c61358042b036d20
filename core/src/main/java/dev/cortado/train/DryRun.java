package dev.cortado.train;

import dev.cortado.autograd.Cell;
import dev.cortado.data.Batches;
import dev.cortado.data.RowOrder;
import dev.cortado.data.RowSource;
import dev.cortado.internal.Errors;
import dev.cortado.metric.Metric;
import dev.cortado.nn.Layer;
import dev.cortado.nn.OutputKind;
import dev.cortado.nn.Pass;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates loss and metrics on a few rows before a training, so that a mistake is reported before
 * the first step and not at the end of an epoch. It changes nothing in the training that follows.
 *
 * @param outputs what the model gives
 */
record DryRun(Layer model, Recipe recipe, List<Metric> metrics, OutputKind outputs) {

  /** Rows whose targets are read at a time. */
  private static final int CHUNK = 4096;

  /**
   * Fails if the loss or a metric cannot read the model's outputs. An exception counts only if
   * uniform predictions for all rows cause it too: those of an untrained model, or few rows, may be
   * refused for their values.
   */
  void evaluate(RowSource train, @Nullable RowSource valid) {
    require(train, Math.min(recipe.batchSize(), train.size()), this::loss);
    if (valid == null) {
      require(train, train.size(), this::metrics);
    } else {
      require(
          valid,
          valid.size(),
          (prediction, target) -> {
            loss(prediction, target);
            metrics(prediction, target);
          });
    }
  }

  private void require(RowSource data, int rows, BiConsumer<Tensor, Tensor> judge) {
    var few = data.rows(few(data));
    var prediction = prediction(few.x());
    if (prediction == null) {
      return;
    }
    try {
      judge.accept(prediction, few.y());
    } catch (RuntimeException _) {
      judge.accept(uniform(prediction.shape(), rows), data.y(0, rows));
    }
  }

  private void loss(Tensor prediction, Tensor target) {
    Tape.unrecorded(() -> recipe.loss().apply(prediction, target));
  }

  private void metrics(Tensor prediction, Tensor target) {
    metrics.forEach(metric -> metric.of(prediction, target, outputs));
  }

  /** The model's outputs, or null if it fails before it is trained. */
  private @Nullable Tensor prediction(Tensor x) {
    try {
      return Tape.unrecorded(() -> model.predict(x));
    } catch (RuntimeException _) {
      return null;
    }
  }

  /** All outputs equal: valid as logits, probabilities and values. */
  private static Tensor uniform(Shape shape, int rows) {
    if (shape.rank() == 0) {
      return Tensor.full(shape, 0.5);
    }
    int[] dims = shape.dims();
    dims[0] = rows;
    return Tensor.full(Shape.of(dims), 1.0 / Math.max(2, dims[dims.length - 1]));
  }

  /** The rows with the smallest and the largest target: of both classes, if there are two. */
  private static RowOrder few(RowSource data) {
    float least = data.y(0, 1).toArray()[0];
    float most = least;
    int one = 0;
    int other = 0;
    for (int from = 0; from < data.size(); ) {
      int to = from + Math.min(CHUNK, data.size() - from);
      float[] y = data.y(from, to).toArray();
      int width = y.length / (to - from);
      for (int i = 0; i < y.length; i++) {
        if (y[i] < least) {
          least = y[i];
          one = from + i / width;
        }
        if (y[i] > most) {
          most = y[i];
          other = from + i / width;
        }
      }
      from = to;
    }
    return one != other ? RowOrder.of(one, other) : RowOrder.range(0, Math.min(2, data.size()));
  }

  /** Fails if batches leave a single row at the end and the model cannot be trained on one. */
  void takeShortStep(RowSource train, Iterable<Cell> cells) {
    int rows = train.size();
    int size = recipe.batchSize();
    if (rows > 1 && Batches.leaveOne(rows, size)) {
      var problem = problem(train, 1, cells);
      if (problem != null && problem(train, 2, cells) == null) {
        var told =
            Errors.argument(
                "fit: %,d rows in batches of %,d leave a batch of one; use batches of %,d: %s",
                rows, size, Batches.sizeAbove(rows, size), String.valueOf(problem.getMessage()));
        told.initCause(problem);
        throw told;
      }
    }
  }

  /** The exception of a step on this many rows, or null. */
  private @Nullable RuntimeException problem(RowSource train, int rows, Iterable<Cell> cells) {
    var batch = train.rows(RowOrder.range(0, rows));
    var pass = Pass.training(Rng.of(recipe.seed()).at("step").at(0));
    var before = new LinkedHashMap<Cell, Tensor>();
    cells.forEach(cell -> before.put(cell, cell.value()));
    try {
      Tape.unrecorded(() -> recipe.loss().apply(pass.run(model, batch.x()), batch.y()));
      return null;
    } catch (RuntimeException problem) {
      return problem;
    } finally {
      before.forEach(Cell::set);
    }
  }
}
