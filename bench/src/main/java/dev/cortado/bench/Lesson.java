package dev.cortado.bench;

import dev.cortado.data.Dataset;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/** The rows of a training. */
final class Lesson {

  private Lesson() {}

  /** Reads them. */
  static Dataset read(Workload workload, PeersData data) {
    int rows = workload.rows();
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
