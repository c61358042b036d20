package dev.cortado.train;

import dev.cortado.autograd.Autograd;
import dev.cortado.data.Dataset;
import dev.cortado.nn.Activation;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Layer;
import dev.cortado.nn.LayerNorm;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Pass;
import dev.cortado.nn.Penalty;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.optim.AdamW;
import dev.cortado.optim.Clip;
import dev.cortado.optim.Decay;
import dev.cortado.optim.Momentum;
import dev.cortado.optim.Optimizer;
import dev.cortado.optim.RmsProp;
import dev.cortado.optim.Schedule;
import dev.cortado.optim.Sgd;
import dev.cortado.optim.Updater;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** How a curve of {@code curves.txt} is walked here: its model and everything that moves it. */
record CurvesMethod(
    Layer model,
    Loss loss,
    Optimizer optimizer,
    Schedule schedule,
    Clip clip,
    List<Penalty> penalties) {

  private static final long STEPS = 150;

  private CurvesMethod(Layer model, Loss loss, Optimizer optimizer) {
    this(model, loss, optimizer, Schedule.constant(optimizer.rate()), Clip.none(), List.of());
  }

  /**
   * What came of it.
   *
   * @param losses of the steps
   * @param used the loss over all rows after the last step
   * @param clipped in how many steps the norm of the gradients was above the limit
   */
  record Walked(double[] losses, double used, int clipped) {}

  /** The method of a curve. */
  static CurvesMethod of(String name) {
    var relu = Activation.relu();
    var tanh = Activation.tanh();
    return switch (name) {
      case "tanh regression, gradient descent" ->
          new CurvesMethod(
              Sequential.of(Dense.of(3, 16, tanh), Dense.of(16, 16, tanh), Dense.of(16, 1)),
              Loss.mse(),
              Sgd.of(0.1));
      case "moons, momentum with decay and penalty" ->
          new CurvesMethod(
                  Sequential.of(Dense.of(2, 16, relu), Dense.of(16, 8, relu), Dense.of(8, 1)),
                  Loss.binaryCrossEntropy(),
                  Momentum.of(0.05).rateOutside().decay(Decay.coupled(1e-3)))
              .with(Penalty.l2(5e-4));
      case "ten classes, Adam" ->
          new CurvesMethod(
              Sequential.of(Dense.of(8, 24, relu), Dense.of(24, 16, relu), Dense.of(16, 10)),
              Loss.crossEntropy(),
              Adam.of(0.005));
      case "batch norm, AdamW on a cosine with warm-up and clipping" ->
          new CurvesMethod(
                  Sequential.of(
                      Dense.of(4, 24).withoutBias(),
                      BatchNorm.of(24),
                      relu,
                      Dense.of(24, 16).withoutBias(),
                      BatchNorm.of(16),
                      relu,
                      Dense.of(16, 3)),
                  Loss.crossEntropy(),
                  AdamW.of(1e-3, 0.05))
              .with(Schedule.cosine(0.01, STEPS).warmup(20), Clip.norm(0.5));
      case "layer norm, GELU and smooth labels, RMSprop" ->
          new CurvesMethod(
              Sequential.of(
                  Dense.of(6, 20),
                  LayerNorm.of(20),
                  Activation.gelu(),
                  Dense.of(20, 20),
                  LayerNorm.of(20),
                  Activation.gelu(),
                  Dense.of(20, 4)),
              Loss.crossEntropy().labelSmoothing(0.1),
              RmsProp.of(0.002).gamma(0.95));
      default -> throw new IllegalArgumentException("no such curve: " + name);
    };
  }

  private CurvesMethod with(Penalty penalty) {
    return new CurvesMethod(model, loss, optimizer, schedule, clip, List.of(penalty));
  }

  private CurvesMethod with(Schedule otherSchedule, Clip otherClip) {
    return new CurvesMethod(model, loss, optimizer, otherSchedule, otherClip, penalties);
  }

  /** Trains from the golden start on the golden batches. */
  Walked walk(CurvesGolden golden) {
    model.start(Rng.of(0));
    var state = model.state();
    golden.start().forEach((name, value) -> state.get(name).set(value));
    var updater = Updater.of(optimizer, state);
    var data = golden.rows();
    var losses = new ArrayList<Double>();
    int above = 0;
    for (var rows : golden.batches()) {
      var found =
          updater.evaluate(
              () -> Autograd.valueAndGrad(() -> total(data.rows(rows)), updater.parameters()));
      var clipped = clip.apply(updater.inOrder(found.gradients()));
      above += clip instanceof Clip.Norm(double limit) && clipped.norm() > limit ? 1 : 0;
      updater.apply(clipped.gradients(), schedule.at(updater.steps()));
      losses.add((double) found.value().item());
    }
    var used = loss.apply(model.predict(data.x()), data.y());
    return new Walked(losses.stream().mapToDouble(it -> it).toArray(), used.item(), above);
  }

  private Tensor total(Dataset rows) {
    var sum = loss.apply(model.forward(rows.x(), Pass.training(Rng.of(0))), rows.y());
    for (var penalty : penalties) {
      sum = sum.add(penalty.of(model));
    }
    return sum;
  }
}
