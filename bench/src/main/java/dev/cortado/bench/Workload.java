package dev.cortado.bench;

import dev.cortado.autograd.Parameter;
import dev.cortado.data.Target;
import dev.cortado.nn.Activation;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.optim.AdamW;
import dev.cortado.optim.Momentum;
import dev.cortado.optim.Optimizer;
import dev.cortado.optim.Sgd;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What each contestant trains: a network, on so many rows, by a recipe. */
enum Workload {
  /** A playground's network. */
  W1(Task.YES_OR_NO, 500, 10, 5_000, Sgd.of(0.01), 2, 20, 1),
  /** A small table. */
  W2(Task.YES_OR_NO, 20_000, 32, 1_250, Adam.of(0.001), 30, 64, 32, 1),
  /** Images of the size of MNIST's. */
  W3(Task.CLASSES, 59_968, 64, 937, Momentum.of(0.01, 0.9), 784, 256, 10),
  /** The same with dropout, wide. */
  W4(Task.CLASSES, 59_904, 128, 468, Adam.of(0.001), 784, 512, 512, 10),
  /** A table, with batch norm. */
  W5(Task.CLASSES, 25_600, 256, 200, AdamW.of(0.001, 0.01), 100, 256, 256, 256, 10),
  /** Bound by matrix products. */
  W6(Task.NUMBERS, 4_096, 512, 24, Sgd.of(10), 1024, 2048, 2048, 1024);

  /** What is asked of the network. */
  enum Task {
    YES_OR_NO,
    CLASSES,
    NUMBERS
  }

  /** Rows on which the loss is told in the end. */
  private static final int CHECKED = 4_096;

  private final Task task;
  private final int rows;
  private final int batch;
  private final int checkSteps;
  private final Optimizer optimizer;
  private final int[] sizes;

  Workload(Task task, int rows, int batch, int checkSteps, Optimizer optimizer, int... sizes) {
    this.task = task;
    this.rows = rows;
    this.batch = batch;
    this.checkSteps = checkSteps;
    this.optimizer = optimizer;
    this.sizes = sizes;
  }

  Task task() {
    return task;
  }

  int rows() {
    return rows;
  }

  int batch() {
    return batch;
  }

  /** The steps before the loss is told. */
  int checkSteps() {
    return checkSteps;
  }

  int checkRows() {
    return Math.min(CHECKED, rows);
  }

  int stepsPerEpoch() {
    return rows / batch;
  }

  int in() {
    return sizes[0];
  }

  int out() {
    return sizes[sizes.length - 1];
  }

  /** How many numbers a row's target is. */
  int targets() {
    return task == Task.CLASSES ? 1 : out();
  }

  int layers() {
    return sizes.length - 1;
  }

  int in(int layer) {
    return sizes[layer];
  }

  int out(int layer) {
    return sizes[layer + 1];
  }

  Target target() {
    return switch (task) {
      case YES_OR_NO -> Target.binary("no", "yes");
      case CLASSES -> Target.classes(names());
      case NUMBERS -> Target.numbers(names());
    };
  }

  private String[] names() {
    return IntStream.range(0, out()).mapToObj(Integer::toString).toArray(String[]::new);
  }

  Recipe recipe() {
    Loss loss =
        switch (task) {
          case YES_OR_NO -> Loss.binaryCrossEntropy();
          case CLASSES -> Loss.crossEntropy();
          case NUMBERS -> Loss.mse();
        };
    return Recipe.of(loss, optimizer)
        .batchSize(batch)
        .epochs(Integer.MAX_VALUE)
        .inOrder()
        .withoutMetrics();
  }

  /** The network with its starting weights. */
  Layer model(Weights weights) {
    var layers = new ArrayList<Layer>();
    for (int layer = 0; layer < layers(); layer++) {
      layers.addAll(part(layer, weights));
    }
    return new Sequential(layers);
  }

  private List<Layer> part(int layer, Weights weights) {
    var dense = Dense.of(in(layer), out(layer));
    dense.weight().set(weights.weight(layer));
    var bias = dense.bias();
    if (bias != null) {
      bias.set(weights.bias(layer));
    }
    if (layer == layers() - 1) {
      return List.of(dense);
    }
    return switch (this) {
      case W4 -> List.of(dense, Activation.relu(), Dropout.of(0.2));
      case W5 -> List.of(dense, started(BatchNorm.of(out(layer))), Activation.relu());
      case W1, W2, W3, W6 -> List.of(dense, Activation.relu());
    };
  }

  private static BatchNorm started(BatchNorm norm) {
    set(norm.scale(), 1);
    set(norm.shift(), 0);
    return norm;
  }

  private static void set(Parameter parameter, double value) {
    parameter.set(Tensor.full(parameter.shape(), value));
  }

  /**
   * Where a network starts.
   *
   * @param numbers for each layer {@code Wᵀ: [out, in]}, as other libraries keep it, and {@code b}
   */
  record Weights(Workload workload, float[] numbers) {

    static int count(Workload workload) {
      return new Weights(workload, new float[0]).before(workload.layers());
    }

    private int before(int layer) {
      int count = 0;
      for (int i = 0; i < layer; i++) {
        count += workload.out(i) * (workload.in(i) + 1);
      }
      return count;
    }

    Tensor weight(int layer) {
      var shape = Shape.of(workload.out(layer), workload.in(layer));
      return part(shape, before(layer)).transpose();
    }

    Tensor bias(int layer) {
      int out = workload.out(layer);
      return part(Shape.of(out), before(layer) + out * workload.in(layer));
    }

    private Tensor part(Shape shape, int from) {
      return Tensor.of(shape, Arrays.copyOfRange(numbers, from, from + shape.size()));
    }
  }
}
