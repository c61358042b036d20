package dev.cortado.optim;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.cortado.optim.lbfgs.Lbfgs;
import dev.cortado.train.Plateau;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What rules, limits and schedules refuse, and how they say it. */
class BadNumbersTest {

  private static final double[] NOT_POSITIVE = {
    0, -0.1, Double.NaN, Double.POSITIVE_INFINITY, 1e300, 1e-60
  };
  private static final double[] NEGATIVE = {-1, Double.NaN, Double.POSITIVE_INFINITY};
  private static final double[] NOT_A_SHARE = {
    1, 1.5, -0.1, Double.NaN, Double.POSITIVE_INFINITY, 0.9999999999
  };
  private static final double[] NOT_A_FACTOR = {0, 1.5, -0.1, Double.NaN};

  private static Arguments positive(String what, DoubleFunction<Object> make) {
    return arguments(what, NOT_POSITIVE, make, "a finite number above 0");
  }

  private static Arguments notNegative(String what, DoubleFunction<Object> make) {
    return arguments(what, NEGATIVE, make, "a finite number from 0");
  }

  private static Arguments share(String what, DoubleFunction<Object> make) {
    return arguments(what, NOT_A_SHARE, make, "from 0 to below 1");
  }

  private static Arguments factor(String what, DoubleFunction<Object> make) {
    return arguments(what, NOT_A_FACTOR, make, "above 0 and at most 1");
  }

  static Stream<Arguments> numbers() {
    return Stream.of(
        positive("sgd: rate", Sgd::of),
        positive("momentum: rate", Momentum::of),
        share("momentum: gamma", it -> Momentum.of(0.1, it)),
        positive("nesterov: rate", Nesterov::of),
        share("nesterov: gamma", it -> Nesterov.of(0.1, it)),
        positive("adagrad: rate", AdaGrad::of),
        positive("adagrad: epsilon", it -> AdaGrad.of(0.1).epsilon(it)),
        notNegative("adagrad: initial", it -> AdaGrad.of(0.1).initial(it)),
        positive("rmsprop: rate", RmsProp::of),
        share("rmsprop: gamma", it -> RmsProp.of(0.1).gamma(it)),
        positive("rmsprop: epsilon", it -> RmsProp.of(0.1).epsilon(it)),
        positive("adam: rate", Adam::of),
        share("adam: beta1", it -> Adam.of(0.1).betas(it, 0.5)),
        share("adam: beta2", it -> Adam.of(0.1).betas(0.5, it)),
        positive("adam: epsilon", it -> Adam.of(0.1).epsilon(it)),
        notNegative("decay: lambda", it -> AdamW.of(0.1, it)),
        notNegative("decay: lambda", Decay::coupled),
        share("decay: lambda", Decay::independent),
        positive("clip: limit", Clip::norm),
        positive("clip: limit", Clip::value),
        notNegative("lbfgs: gradientTolerance", it -> Lbfgs.of().tolerances(it, 0)),
        notNegative("lbfgs: changeTolerance", it -> Lbfgs.of().tolerances(0, it)),
        factor("plateau: factor", it -> Plateau.on("valid.loss").factor(it)),
        share("plateau: threshold", it -> Plateau.on("valid.loss").threshold(it)),
        share("plateau: least", it -> Plateau.on("valid.loss").least(it)),
        notNegative("constant: rate", Schedule::constant),
        notNegative("linear: start", it -> Schedule.linear(it, 1, 5)),
        notNegative("linear: end", it -> Schedule.linear(1, it, 5)),
        positive("exponential: start", it -> Schedule.exponential(it, 1)),
        factor("exponential: factor", it -> Schedule.exponential(1, it)),
        positive("geometric: start", it -> Schedule.geometric(it, 1, 5)),
        positive("geometric: end", it -> Schedule.geometric(1, it, 5)),
        positive("milestones: start", it -> Schedule.milestones(it, 1, 5L)),
        factor("milestones: factor", it -> Schedule.milestones(1, it, 5L)),
        notNegative("polynomial: start", it -> Schedule.polynomial(it, 1, 5, 2)),
        notNegative("polynomial: end", it -> Schedule.polynomial(1, it, 5, 2)),
        positive("polynomial: power", it -> Schedule.polynomial(1, 0, 5, it)),
        positive("cosine: start", it -> Schedule.cosine(it, 5)),
        notNegative("cosine: end", it -> Schedule.cosine(1, it, 5)),
        positive("cosineRestarts: start", it -> Schedule.cosineRestarts(it, 5)),
        notNegative("cosineRestarts: end", it -> Schedule.cosineRestarts(1, it, 5, 1)),
        notNegative("triangular: low", it -> Schedule.triangular(it, 1, 5)),
        positive("triangular: high", it -> Schedule.triangular(0, it, 5)),
        factor("triangular: factor", it -> Schedule.triangular(0, 1, 5, it)),
        positive("oneCycle: peak", it -> Schedule.oneCycle(it, 5)),
        share("oneCycle: rise", it -> Schedule.oneCycle(1, 5).rise(it)),
        positive("oneCycle: from", it -> Schedule.oneCycle(1, 5).from(it)),
        positive("oneCycle: to", it -> Schedule.oneCycle(1, 5).to(it)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("numbers")
  void refusesANumberAndSaysTheRange(
      String what, double[] bad, DoubleFunction<Object> make, String expected) {
    for (double number : bad) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> make.apply(number))
          .withMessage("%s is %s, expected %s", what, number, expected);
    }
  }

  static Stream<Arguments> counts() {
    return Stream.of(
        arguments("linear: steps", 1, (Runnable) () -> Schedule.linear(1, 0, 0)),
        arguments("geometric: steps", 1, (Runnable) () -> Schedule.geometric(1, 2, 0)),
        arguments("polynomial: steps", 1, (Runnable) () -> Schedule.polynomial(1, 0, 0, 2)),
        arguments("cosine: steps", 1, (Runnable) () -> Schedule.cosine(1, 0)),
        arguments("cosineRestarts: length", 1, (Runnable) () -> Schedule.cosineRestarts(1, 0)),
        arguments(
            "cosineRestarts: growth", 1, (Runnable) () -> Schedule.cosineRestarts(1, 0, 5, 0)),
        arguments("triangular: rise", 1, (Runnable) () -> Schedule.triangular(0, 1, 0)),
        arguments("oneCycle: steps", 1, (Runnable) () -> Schedule.oneCycle(1, 0)),
        arguments("warmup: steps", 1, (Runnable) () -> Schedule.constant(1).warmup(0)),
        arguments("every: length", 1, (Runnable) () -> Schedule.constant(1).every(0)),
        arguments("lbfgs: memory", 1, (Runnable) () -> Lbfgs.of().memory(0)),
        arguments("lbfgs: iterations", 1, (Runnable) () -> Lbfgs.of().iterations(0)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("counts")
  void refusesACountBelowTheLeast(String what, int least, Runnable make) {
    assertThatIllegalArgumentException()
        .isThrownBy(make::run)
        .withMessage("%s is %d, expected at least %d", what, least - 1, least);
  }

  @Test
  void refusesMilestonesOutOfOrder() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schedule.milestones(1, 0.1, 20L, 10L))
        .withMessage("milestones: steps are [20, 10], expected ascending from 1");
    assertThatIllegalArgumentException().isThrownBy(() -> Schedule.milestones(1, 0.1, 0L));
  }
}
