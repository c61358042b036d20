package dev.cortado.optim.lbfgs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.autograd.Parameter;
import dev.cortado.optim.lbfgs.Lbfgs.Ending;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class LbfgsTest {

  private static Tensor rosenbrock(Tensor x) {
    var a = x.slice(0, 0, x.size() - 1);
    var b = x.slice(0, 1, x.size());
    return b.sub(a.square()).square().mul(100).add(a.sub(1).square()).sum();
  }

  @Test
  void findsTheEndOfRosenbrocksValley() {
    var x = Parameter.of(Tensor.of(-1.2f, 1));
    var outcome = Lbfgs.of().minimize(() -> rosenbrock(x.value()), x);
    assertThat(outcome.ending()).isEqualTo(Ending.GRADIENT_SMALL);
    assertThat(x.value().toArray()).containsExactly(new float[] {1, 1}, within(1e-3f));
    assertThat(outcome.loss()).isLessThan(1e-8);
    assertThat(outcome.evaluations()).isLessThan(80);
  }

  @Test
  void findsItInTwentyDimensions() {
    var x = Parameter.of(Tensor.zeros(20));
    var outcome = Lbfgs.of().iterations(500).minimize(() -> rosenbrock(x.value()), x);
    assertThat(x.value().toArray()).containsOnly(new float[] {1}, within(2e-2f));
    assertThat(outcome.loss()).isLessThan(1e-6);
  }

  @Test
  void solvesAQuadraticOfSeveralParameters() {
    var rng = Rng.of(7);
    var a = rng.at("a").normal(Shape.of(12, 5));
    var truth = rng.at("truth").normal(Shape.of(5, 1));
    var b = a.matmul(truth).add(0.75);
    var weight = Parameter.of(Tensor.zeros(5, 1));
    var bias = Parameter.of(Tensor.zeros(1));
    var outcome =
        Lbfgs.of()
            .minimize(
                () -> a.matmul(weight.value()).add(bias.value()).sub(b).square().mean(),
                weight,
                bias);
    assertThat(outcome.loss()).isLessThan(1e-9);
    assertThat(weight.value().toArray()).containsExactly(truth.toArray(), within(1e-3f));
    assertThat(bias.value().item()).isEqualTo(0.75f, within(1e-3f));
    assertThat(outcome.losses().size()).isLessThan(30);
  }

  @Test
  void theLossFallsWithEveryIteration() {
    var x = Parameter.of(Tensor.zeros(20));
    var losses = Lbfgs.of().iterations(500).minimize(() -> rosenbrock(x.value()), x).losses();
    for (int i = 1; i < losses.size(); i++) {
      assertThat(losses.get(i)).isLessThan(losses.get(i - 1));
    }
  }

  @Test
  void comesBackFromAStepThatIsFarTooLong() {
    // A wall of infinite loss left of −1, which the first steps down the slope at 0 run into.
    var x = Parameter.of(Tensor.scalar(0));
    var outcome =
        Lbfgs.of().minimize(() -> x.value().mul(1e-2).sub(x.value().add(1).log().mul(1e-3)), x);
    assertThat(x.value().item()).isEqualTo(-0.9f, within(1e-3f));
    assertThat(outcome.loss()).isFinite();
  }

  @Test
  void givesTheSameBitsEveryTime() {
    var x = Parameter.of(Tensor.of(-1.2f, 1));
    var first = Lbfgs.of().minimize(() -> rosenbrock(x.value()), x);
    var end = x.value();
    x.set(Tensor.of(-1.2f, 1));
    assertThat(Lbfgs.of().minimize(() -> rosenbrock(x.value()), x)).isEqualTo(first);
    assertThat(x.value().sameBits(end)).isTrue();
  }

  @Test
  void endsAtOnceWhereThereIsNothingToDo() {
    var x = Parameter.of(Tensor.of(1, 1));
    assertThat(Lbfgs.of().minimize(() -> rosenbrock(x.value()), x))
        .isEqualTo(new Lbfgs.Outcome(List.of(0.0), 1, Ending.GRADIENT_SMALL));
  }

  @Test
  void saysWhyItEnded() {
    var x = Parameter.of(Tensor.of(-1.2f, 1));
    var stopped = Lbfgs.of().iterations(3).minimize(() -> rosenbrock(x.value()), x);
    assertThat(stopped.ending()).isEqualTo(Ending.ITERATIONS);
    assertThat(stopped.losses()).hasSize(4);
    assertThat(rosenbrock(x.value()).item()).isEqualTo((float) stopped.loss());

    x.set(Tensor.of(-1.2f, 1));
    var slow = Lbfgs.of().tolerances(0, 0.5).minimize(() -> rosenbrock(x.value()), x);
    assertThat(slow.ending()).isEqualTo(Ending.CHANGE_SMALL);

    var y = Parameter.of(Tensor.scalar(-1));
    var broken = Lbfgs.of().minimize(() -> y.value().log(), y);
    assertThat(broken.ending()).isEqualTo(Ending.NOT_FINITE);
    assertThat(y.value().item()).isEqualTo(-1);

    // The loss does not change, whatever its gradient promises.
    var z = Parameter.of(Tensor.scalar(1));
    var flat = Lbfgs.of().minimize(() -> z.value().mul(1e-3).add(1e6), z);
    assertThat(flat.ending()).isEqualTo(Ending.NO_LOWER_LOSS);
    assertThat(z.value().item()).isEqualTo(1);
  }

  @Test
  void refusesToTrainNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Lbfgs.of().minimize(() -> Tensor.scalar(1)))
        .withMessage("lbfgs: no parameters to train");
  }
}
