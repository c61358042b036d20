package dev.cortado.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.data.Dataset;
import dev.cortado.data.Toys;
import dev.cortado.nn.Activation;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.optim.Momentum;
import dev.cortado.optim.Optimizer;
import dev.cortado.optim.ParameterGroup;
import dev.cortado.optim.Sgd;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.EarlyStopping;
import dev.cortado.train.Recipe;
import dev.cortado.train.Trainer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RateFinderTest {

  private static final Dataset MOONS = Toys.moons(500, 0.1, Rng.of(1));

  private static Sequential model() {
    return Sequential.of(Dense.of(2, 16), BatchNorm.of(16), Activation.relu(), Dense.of(16, 2));
  }

  private static Recipe recipe(Optimizer optimizer) {
    return Recipe.of(Loss.crossEntropy(), optimizer).epochs(30);
  }

  static Stream<Optimizer> optimizers() {
    return Stream.of(Sgd.of(0.1), Momentum.of(0.1), Adam.of(0.1));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void theSuggestedRateLearns(Optimizer optimizer) {
    var curve = RateFinder.of().find(model(), recipe(optimizer), MOONS);
    assertThat(curve.falls()).isTrue();
    assertThat(curve.suggestion()).isBetween(1e-4, 1.0);
    assertThat(curve.suggestion()).isLessThanOrEqualTo(curve.steepest());
    assertThat(curve.tenthOfLowest()).isEqualTo(curve.lowest() / 10);
    var history = Trainer.fit(model(), recipe(optimizer).rate(curve.suggestion()), MOONS);
    assertThat(history.last().value("train.accuracy")).isGreaterThan(0.9);
  }

  @Test
  void theModelIsPutBackAndTheTrainingAfterwardsHasTheSameBits() {
    var tried = model();
    var plain = model();
    var recipe = recipe(Sgd.of(0.1)).epochs(2);
    RateFinder.of().find(tried, recipe, MOONS);
    assertThat(weight(tried).sameBits(weight(started(recipe)))).isTrue();
    Trainer.fit(tried, recipe, MOONS);
    Trainer.fit(plain, recipe, MOONS);
    assertThat(weight(tried).sameBits(weight(plain))).isTrue();
  }

  private static Layer started(Recipe recipe) {
    return model().start(Rng.of(recipe.seed()).at("model"));
  }

  private static Tensor weight(Layer model) {
    return model.state().get("layers.0.weight").value();
  }

  @Test
  void ratesGrowByEqualFactors() {
    var curve = RateFinder.of().range(1e-5, 1e-1).steps(41).find(model(), recipe(Sgd.of(1)), MOONS);
    assertThat(curve.ending()).isEqualTo(RateCurve.Ending.STEPS_DONE);
    assertThat(curve.points()).hasSize(41);
    assertThat(curve.points().getFirst().rate()).isCloseTo(1e-5, within(1e-12));
    assertThat(curve.points().getLast().rate()).isCloseTo(1e-1, within(1e-9));
    assertThat(curve.points().get(20).rate()).isCloseTo(1e-3, within(1e-9));
  }

  @Test
  void theSearchEndsWhereTheLossExplodes() {
    var sine = Toys.sine(200, 0.1, Rng.of(1));
    var model = Sequential.of(Dense.of(1, 8, Activation.relu()), Dense.of(8, 1));
    var recipe = Recipe.of(Loss.mse(), Sgd.of(0.1));
    var curve = RateFinder.of().range(1e-6, 1e6).find(model, recipe, sine);
    assertThat(curve.ending()).isNotEqualTo(RateCurve.Ending.STEPS_DONE);
    assertThat(curve.points()).hasSizeLessThan(100);
    assertThat(curve.toString())
        .matches("try a rate of .*, and it (exploded at|diverged after) .*");
    assertThat(curve.suggestion()).isLessThan(1);
  }

  @Test
  void theSameGivesTheSame() {
    var one = RateFinder.of().find(model(), recipe(Adam.of(1)), MOONS);
    assertThat(RateFinder.of().find(model(), recipe(Adam.of(1)), MOONS)).isEqualTo(one);
  }

  @Test
  void rulesThatEndOrLowerARunDoNotDisturb() {
    var recipe = recipe(Sgd.of(0.1));
    var strict = recipe.epochs(1).earlyStopping(EarlyStopping.on("valid.loss").patience(0));
    assertThat(RateFinder.of().find(model(), strict, MOONS))
        .isEqualTo(RateFinder.of().find(model(), recipe, MOONS));
  }

  @Test
  void smoothingKeepsALineAndTakesOutASingleSpike() {
    var rates = IntStream.range(0, 60).mapToObj(i -> 1e-3 + i).toList();
    var line = IntStream.range(0, 60).mapToObj(i -> 10 - 0.1 * i).toList();
    var smooth = RateCurve.of(rates, line, RateCurve.Ending.STEPS_DONE);
    assertThat(smooth.points().get(30).smoothed()).isCloseTo(7, within(1e-12));
    var spiked = Stream.concat(line.subList(0, 59).stream(), Stream.of(100.0)).toList();
    assertThat(RateCurve.explodes(line)).isFalse();
    assertThat(RateCurve.explodes(spiked)).isTrue();
    assertThat(smooth.lowest()).isEqualTo(rates.getLast());
  }

  @Test
  void theSteepestFallIsFound() {
    var rates = IntStream.range(0, 100).mapToObj(i -> (double) i + 1).toList();
    var losses =
        IntStream.range(0, 100).mapToObj(i -> i < 50 ? 2.0 : i < 70 ? 2 - (i - 50) / 20.0 : 1.0);
    var curve = RateCurve.of(rates, losses.toList(), RateCurve.Ending.STEPS_DONE);
    assertThat(curve.steepest()).isBetween(55.0, 66.0);
  }

  @Test
  void aLossThatNoRateLowersIsTold() {
    var rates = IntStream.range(0, 20).mapToObj(i -> i + 1.0).toList();
    var curve =
        RateCurve.of(
            rates, IntStream.range(0, 20).mapToObj(_ -> 0.7).toList(), RateCurve.Ending.STEPS_DONE);
    assertThat(curve.falls()).isFalse();
    assertThat(curve.toString()).startsWith("no rate from 1 to 20 lowers the loss of 0.7");
  }

  @Test
  void thePictureMarksTheSuggestion() {
    var curve = RateFinder.of().find(model(), recipe(Sgd.of(0.1)), MOONS);
    assertThat(curve.svg()).startsWith("<svg").contains("suggestion: ", "smoothed");
  }

  @Test
  void aLossOfZeroHasAPictureToo() {
    var curve =
        RateCurve.of(
            List.of(1e-3, 1e-2, 1e-1), List.of(0.0, 0.0, 1.0), RateCurve.Ending.STEPS_DONE);
    var flat = RateCurve.of(List.of(1e-3, 1e-2), List.of(0.0, 0.0), RateCurve.Ending.STEPS_DONE);
    assertThat(curve.svg()).startsWith("<svg");
    assertThat(flat.svg()).startsWith("<svg");
  }

  @Test
  void badNumbersAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateFinder.of().range(1, 0.1))
        .withMessage("rateFinder: rates 1.0 to 0.1, expected 0 < from < to");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateFinder.of().steps(3))
        .withMessage("rateFinder: 3 steps, expected at least 10");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateCurve.of(List.of(), List.of(), RateCurve.Ending.DIVERGED))
        .withMessageContaining("the first step diverged");
  }

  @Test
  void whatIsFrozenStaysFrozen() {
    var data = Toys.moons(100, 0.1, Rng.of(1));
    var model = Sequential.of(Dense.of(2, 8, Activation.relu()), Dense.of(8, 2));
    var recipe = Recipe.of(Loss.crossEntropy(), Sgd.of(0.1));
    var all = RateFinder.of().find(model, recipe, data);
    var last = RateFinder.of().find(model, recipe.group(ParameterGroup.frozen("layers.0")), data);
    assertThat(last.points()).isNotEqualTo(all.points());
    assertThat(last.points().getFirst().loss()).isEqualTo(all.points().getFirst().loss());
  }
}
