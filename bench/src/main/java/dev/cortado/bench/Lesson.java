package dev.cortado.bench;

import dev.cortado.data.Dataset;
import dev.cortado.data.Target;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/**
 * The rows of a training, and those that it is judged by.
 *
 * <p>The contest wants the rows in the order of the file, and {@link dev.cortado.train.Trainer}
 * shuffles. Its order is a function of seed and epoch, so the rows are laid out such that shuffling
 * brings those of all steps up to the check into the order that is wanted. After the check, where
 * only time counts, they come shuffled: what they cost is more, not less.
 */
record Lesson(Dataset train, Dataset check) {

  /** Reads it. */
  static Lesson read(Workload workload, PeersData data) {
    int[] order = order(workload);
    float[] x = data.inputs(workload, order);
    float[] y = data.targets(workload, order);
    return new Lesson(
        dataset(workload, x, y, order.length),
        dataset(
            workload,
            first(x, order, workload.checkRows(), workload.in()),
            first(y, order, workload.checkRows(), workload.targets()),
            workload.checkRows()));
  }

  /** Where the trainer looks for the rows of its first epoch, one after the other. */
  private static int[] order(Workload workload) {
    int rows = workload.checkSteps() * workload.batch();
    var blank = Dataset.of(Tensor.zeros(rows, 1), Tensor.zeros(rows, 1), Target.numbers("y"));
    var seed = workload.recipe().seed();
    return blank.batches(workload.batch(), Rng.of(seed), 0).order().stream().toArray();
  }

  static Dataset dataset(Workload workload, float[] x, float[] y, int rows) {
    var targets =
        workload.task() == Workload.Task.CLASSES
            ? Shape.of(rows)
            : Shape.of(rows, workload.targets());
    return Dataset.of(
        Tensor.of(Shape.of(rows, workload.in()), x), Tensor.of(targets, y), workload.target());
  }

  private static float[] first(float[] numbers, int[] order, int rows, int width) {
    var first = new float[rows * width];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(numbers, order[i] * width, first, i * width, width);
    }
    return first;
  }
}
