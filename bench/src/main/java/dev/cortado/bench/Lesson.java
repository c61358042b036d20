package dev.cortado.bench;

import dev.cortado.data.Dataset;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/** The rows of a training, and those that it is judged by. */
record Lesson(Dataset train, Dataset check) {

  /** Reads it. */
  static Lesson read(Workload workload, PeersData data) {
    return new Lesson(
        read(workload, data, workload.rows()), read(workload, data, workload.checkRows()));
  }

  private static Dataset read(Workload workload, PeersData data, int rows) {
    return Dataset.of(data.inputs(workload, rows), data.targets(workload, rows), workload.target());
  }

  static Dataset dataset(Workload workload, float[] x, float[] y, int rows) {
    var targets =
        workload.task() == Workload.Task.CLASSES
            ? Shape.of(rows)
            : Shape.of(rows, workload.targets());
    return Dataset.of(
        Tensor.of(Shape.of(rows, workload.in()), x), Tensor.of(targets, y), workload.target());
  }
}
