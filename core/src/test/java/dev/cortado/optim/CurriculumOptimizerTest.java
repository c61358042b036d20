package dev.cortado.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.autograd.Parameter;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The update rules as the lectures write them, step by step in double. */
class CurriculumOptimizerTest {

  private static final double ETA = 0.1;

  /** The slope of {@code (θ − 3)²}. */
  private static final DoubleUnaryOperator SLOPE = theta -> 2 * (theta - 3);

  /** Where some steps from 1 lead down {@code (θ − 3)²}. */
  private static double[] path(Optimizer rule, int steps) {
    var theta = Parameter.of(Tensor.scalar(1));
    var updater = Updater.of(rule, theta);
    var path = new double[steps];
    for (int step = 0; step < steps; step++) {
      updater.step(() -> theta.value().sub(3).square(), ETA);
      path[step] = theta.value().item();
    }
    return path;
  }

  private static void requirePath(Optimizer rule, double... expected) {
    assertThat(path(rule, expected.length)).containsExactly(expected, within(2e-6));
  }

  @Test
  void descentGoesAgainstTheGradientTimesTheRate() {
    var expected = new double[5];
    double theta = 1;
    for (int step = 0; step < 5; step++) {
      theta -= ETA * SLOPE.applyAsDouble(theta);
      expected[step] = theta;
    }
    requirePath(Sgd.of(ETA), expected);
  }

  @Test
  void theRateStandsInsideTheVelocity() {
    var expected = new double[5];
    double theta = 1;
    double v = 0;
    for (int step = 0; step < 5; step++) {
      v = 0.8 * v + ETA * SLOPE.applyAsDouble(theta);
      theta -= v;
      expected[step] = theta;
    }
    requirePath(Momentum.of(ETA, 0.8), expected);
  }

  @Test
  void nesterovsGradientIsTakenAtTheInterimPoint() {
    var expected = new double[5];
    double theta = 1;
    double v = 0;
    for (int step = 0; step < 5; step++) {
      double interim = theta - 0.8 * v;
      v = 0.8 * v + ETA * SLOPE.applyAsDouble(interim);
      theta -= v;
      expected[step] = theta;
    }
    requirePath(Nesterov.of(ETA, 0.8), expected);
  }

  @Test
  void rmsPropOfTheLecturesHasEpsilonUnderTheRoot() {
    double epsilon = 0.5;
    var expected = new double[5];
    double theta = 1;
    double mean = 0;
    for (int step = 0; step < 5; step++) {
      double g = SLOPE.applyAsDouble(theta);
      mean = 0.9 * mean + 0.1 * g * g;
      theta -= ETA / Math.sqrt(mean + epsilon) * g;
      expected[step] = theta;
    }
    var rule = RmsProp.of(ETA).gamma(0.9).epsilon(epsilon);
    requirePath(rule.withEpsilonInside(), expected);
    assertThat(Math.abs(path(rule, 5)[4] - expected[4])).isGreaterThan(0.01);
  }

  @Test
  void adamOfTheLecturesHasEpsilonUnderTheRootAndItsMeansFreedFromTheirStart() {
    double epsilon = 0.5;
    var expected = new double[5];
    double theta = 1;
    double m = 0;
    double v = 0;
    for (int t = 1; t <= 5; t++) {
      double g = SLOPE.applyAsDouble(theta);
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      double freedM = m / (1 - StrictMath.pow(0.9, t));
      double freedV = v / (1 - StrictMath.pow(0.999, t));
      theta -= ETA / Math.sqrt(freedV + epsilon) * freedM;
      expected[t - 1] = theta;
    }
    var rule = Adam.of(ETA).epsilon(epsilon);
    requirePath(rule.withEpsilonInside(), expected);
    assertThat(Math.abs(path(rule, 5)[4] - expected[4])).isGreaterThan(0.01);
  }

  @Test
  void adamWOfTheLecturesTakesItsDecayBesideTheStep() {
    double lambda = 0.01;
    var expected = new double[5];
    double theta = 1;
    double m = 0;
    double v = 0;
    for (int t = 1; t <= 5; t++) {
      double g = SLOPE.applyAsDouble(theta);
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      double freedM = m / (1 - StrictMath.pow(0.9, t));
      double freedV = v / (1 - StrictMath.pow(0.999, t));
      theta -= lambda * theta + ETA / (Math.sqrt(freedV) + 1e-8) * freedM;
      expected[t - 1] = theta;
    }
    requirePath(Adam.of(ETA).decay(Decay.independent(lambda)), expected);
  }

  @Test
  void defaultsAreThoseOfThePapersAndPyTorch() {
    assertThat(Momentum.of(ETA).gamma()).isEqualTo(0.9);
    assertThat(Nesterov.of(ETA).gamma()).isEqualTo(0.9);
    assertThat(RmsProp.of(ETA)).isEqualTo(new RmsProp(ETA, 0.99, 1e-8, false, Decay.none()));
    assertThat(Adam.of(ETA)).isEqualTo(new Adam(ETA, 0.9, 0.999, 1e-8, false, Decay.none()));
  }

  /** Where 50 steps lead from (1, 1) down a function of two numbers. */
  private static Tensor end(Optimizer rule, Function<Tensor, Tensor> loss) {
    var theta = Parameter.of(Tensor.of(1, 1));
    var updater = Updater.of(rule, theta);
    for (int step = 0; step < 50; step++) {
      updater.step(() -> loss.apply(theta.value()), rule.rate());
    }
    return theta.value();
  }

  @Test
  void inALongValleyDescentCreepsAndInertiaAndOwnRatesDoNot() {
    // A hundred times as steep across as along: descent at 0.015 leaves (1 − 0.015)^50 along it.
    var stiffness = Tensor.of(0.5f, 50);
    Function<Tensor, Tensor> valley = theta -> theta.square().mul(stiffness).sum();
    float crept = end(Sgd.of(0.015), valley).abs().max().item();
    assertThat(crept).isCloseTo((float) StrictMath.pow(1 - 0.015, 50), within(1e-3f));
    assertThat(end(Momentum.of(0.015, 0.8), valley).abs().max().item()).isLessThan(crept / 10);
    assertThat(end(Adam.of(0.1).betas(0.5, 0.9), valley).abs().max().item()).isLessThan(crept / 4);
  }

  @Test
  void inertiaCarriesOutOfAHollowWhereDescentStays() {
    // x⁴ − 2.2x³ + x² has a hollow at 0 and a deeper one at 1.25.
    for (var rule : List.of(Sgd.of(0.02), Momentum.of(0.02, 0.9))) {
      var x = Parameter.of(Tensor.scalar(-0.6));
      var updater = Updater.of(rule, x);
      for (int step = 0; step < 500; step++) {
        updater.step(
            () -> x.value().pow(4).sub(x.value().pow(3).mul(2.2)).add(x.value().square()),
            rule.rate());
      }
      float expected = rule instanceof Sgd ? 0 : 1.246f;
      assertThat(x.value().item()).isCloseTo(expected, within(5e-3f));
    }
  }

  @Test
  void whereThereIsOneHollowEveryStartLeadsThereUnlessTheRateIsTooLarge() {
    for (double start : new double[] {-10, 0.5, 40}) {
      var x = Parameter.of(Tensor.scalar(start));
      var small = Updater.of(Sgd.of(0.4), x);
      for (int step = 0; step < 50; step++) {
        small.step(() -> x.value().sub(3).square(), 0.4);
      }
      assertThat(x.value().item()).isCloseTo(3, within(1e-5f));
      x.set(Tensor.scalar(start));
      // Beyond 2/curvature, which is 1, each step overshoots by more than the last.
      for (int step = 0; step < 50; step++) {
        small.step(() -> x.value().sub(3).square(), 1.1);
      }
      assertThat(Math.abs(x.value().item() - 3)).isGreaterThan(1000);
    }
  }

  @Test
  void aHundredTimesAsManySamplesMakeAMeanTenTimesAsPrecise() {
    var draws = Rng.of(1).normal(Shape.of(2_000, 400));
    double few = Math.sqrt(draws.slice(1, 0, 4).mean(1).variance().item());
    double many = Math.sqrt(draws.mean(1).variance().item());
    assertThat(few).isCloseTo(1 / Math.sqrt(4), within(0.02));
    assertThat(few / many).isCloseTo(10, within(0.6));
  }
}
