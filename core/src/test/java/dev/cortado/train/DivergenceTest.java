package dev.cortado.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cortado.data.Dataset;
import dev.cortado.data.Toys;
import dev.cortado.nn.Activation;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Init;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Parallel;
import dev.cortado.nn.Pass;
import dev.cortado.nn.Penalty;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.optim.Nesterov;
import dev.cortado.optim.Optimizer;
import dev.cortado.optim.Sgd;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Planted faults, and what is said of each. */
class DivergenceTest {

  private static final Dataset MOONS = Toys.moons(64, 0.1, Rng.of(1));

  /** A layer that does its work until it is told to break something. */
  record Fault(AtomicInteger passes, int from, UnaryOperator<Tensor> fault) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      // The first `from` passes are whole; the replay is one more.
      return pass instanceof Pass.Training && passes.getAndIncrement() >= from ? fault.apply(x) : x;
    }
  }

  private static Fault from(int pass, UnaryOperator<Tensor> fault) {
    return new Fault(new AtomicInteger(), pass, fault);
  }

  private static Divergence of(Layer model, Loss loss, Optimizer optimizer, Dataset data) {
    return of(model, Recipe.of(loss, optimizer).epochs(50).batchSize(16), data);
  }

  private static Divergence of(Layer model, Recipe recipe, Dataset data) {
    return catchThrowableOfType(DivergedException.class, () -> Trainer.fit(model, recipe, data))
        .divergence();
  }

  private static Sequential with(Layer middle) {
    return Sequential.of(Dense.of(2, 8, Activation.tanh()), middle, Dense.of(8, 2));
  }

  /** What is met when the middle of three layers goes wrong in the sixth step. */
  private static Divergence inTheMiddle(UnaryOperator<Tensor> fault) {
    return of(with(from(5, fault)), Loss.crossEntropy(), Sgd.of(0.1), MOONS);
  }

  /** 0 but for one element. */
  private static Tensor spike(int rows, int columns, int row, int column, float value) {
    var values = new float[rows * columns];
    values[row * columns + column] = value;
    return Tensor.of(Shape.of(rows, columns), values);
  }

  private static void assertPlace(
      Divergence found, long step, String layer, String tensor, String index) {
    assertThat(found.step()).isEqualTo(step);
    assertThat(found.layer()).isEqualTo(layer);
    assertThat(found.tensor()).isEqualTo(tensor);
    assertThat(found.index()).hasToString(index);
  }

  @Test
  void aRateThatIsFarTooLargeIsToldWithTheLayerThatOverflowed() {
    var model =
        Sequential.of(
            Dense.of(2, 16, Activation.relu()),
            Dense.of(16, 16, Activation.relu()),
            Dense.of(16, 2));
    var found = of(model, Loss.crossEntropy(), Sgd.of(1e30), MOONS);
    assertThat(found.step()).isEqualTo(2);
    assertThat(found.layer()).isEqualTo("layers.1");
    assertThat(found.tensor()).isEqualTo("output");
    assertThat(found.toString())
        .startsWith("diverged at step 2 (epoch 1, batch 2): output of layers.1 is Infinity at [")
        .contains(
            "; last finite loss ",
            " at step 1; try a lower rate, such as 0.01, scaled inputs or clipped gradients");
  }

  @ParameterizedTest
  @CsvSource({
    "1e30, 0.01",
    "1000, 0.01",
    "0.2, 0.01",
    "0.1, 0.01",
    "0.05, 0.005",
    "0.003, 0.0003",
    "1e-6, 0.0000001",
    "Infinity, 0.01",
    "NaN, 0.01",
    "0, 0.01",
  })
  void theRateToTryIsATenthButNoMoreThanUsual(double rate, String advised) {
    var index = new Divergence.Index(Shape.of(), 0);
    var found =
        new Divergence(3, 1, 3, "the batch", "loss", index, Double.POSITIVE_INFINITY, 1, rate);
    assertThat(found.toString())
        .endsWith(
            "; try a lower rate, such as " + advised + ", scaled inputs or clipped gradients");
  }

  @Test
  void regressionExplodesStepByStep() {
    var data = Toys.sine(64, 0.1, Rng.of(1));
    var model = Sequential.of(Dense.of(1, 8, Activation.relu()), Dense.of(8, 1));
    var found = of(model, Loss.mse(), Sgd.of(1e6), data);
    assertThat(found.lastFiniteLoss()).isGreaterThan(1e6);
    assertThat(found.layer()).isIn("layers.0", "layers.1", "the batch");
  }

  @Test
  void aFeatureThatIsNoNumberIsNamedByBatchAndPlace() {
    var x = MOONS.x().add(spike(64, 2, 17, 1, Float.NaN));
    var data = new Dataset(x, MOONS.y(), MOONS.schema());
    var found = of(with(Activation.relu()), Loss.crossEntropy(), Sgd.of(0.1), data);
    assertThat(found.tensor()).isEqualTo("x");
    assertThat(found.value()).isNaN();
    assertThat(found.index().coordinates()[1]).isEqualTo(1);
    assertThat(found.toString()).endsWith("; fill in or leave out what is missing in the data");
  }

  @Test
  void anInfiniteFeatureIsNamed() {
    var x = MOONS.x().add(spike(64, 2, 0, 0, Float.POSITIVE_INFINITY));
    var data = new Dataset(x, MOONS.y(), MOONS.schema());
    var found = of(with(Activation.relu()), Loss.crossEntropy(), Sgd.of(0.1), data);
    assertThat(found.tensor()).isEqualTo("x");
    assertThat(found.value()).isInfinite();
  }

  @Test
  void aTargetThatIsNoNumberIsNamed() {
    var sine = Toys.sine(64, 0.1, Rng.of(1));
    for (float value : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      var data = new Dataset(sine.x(), sine.y().add(spike(64, 1, 9, 0, value)), sine.schema());
      var found = of(Sequential.of(Dense.of(1, 1)), Loss.mse(), Sgd.of(0.1), data);
      assertThat(found.layer()).isEqualTo("the batch");
      assertThat(found.tensor()).isEqualTo("y");
    }
  }

  @Test
  void aLayerInABranchIsNamedByItsPath() {
    var fault = from(5, x -> x.mul(0).log());
    var branch = Sequential.of(Dense.of(2, 4, Activation.relu()), fault);
    var model = Sequential.of(Parallel.of(Dense.of(2, 4), branch), Dense.of(8, 2));
    var found = of(model, Loss.crossEntropy(), Sgd.of(0.1), MOONS);
    assertPlace(found, 6, "layers.0.branches.1.layers.1", "output", "[0, 0]");
  }

  /** A layer that forgets to name the one inside. */
  private record Forgetful(Layer inner) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return inner.forward(x, pass);
    }
  }

  @Test
  void aLayerThatWasRunWithoutItsNameIsNamedAllTheSame() {
    var branch = Sequential.of(Dense.of(2, 4), from(5, x -> x.mul(0).log()));
    var model = Sequential.of(new Forgetful(branch), Dense.of(4, 2));
    var found = of(model, Loss.crossEntropy(), Sgd.of(0.1), MOONS);
    assertPlace(found, 6, "layers.0.inner.layers.1", "output", "[0, 0]");
  }

  @Test
  void aLayerThatGivesNoNumberIsNamedWithItsFirst() {
    assertPlace(
        inTheMiddle(x -> x.add(spike(16, 8, 3, 5, Float.NaN))), 6, "layers.1", "output", "[3, 5]");
    assertPlace(
        inTheMiddle(x -> x.add(spike(16, 8, 15, 7, Float.NEGATIVE_INFINITY))),
        6,
        "layers.1",
        "output",
        "[15, 7]");
  }

  @Test
  void logarithmsRootsQuotientsAndPowersOutOfTheirRangeAreNamed() {
    assertPlace(inTheMiddle(x -> x.mul(0).log()), 6, "layers.1", "output", "[0, 0]");
    assertPlace(inTheMiddle(x -> x.mul(0).div(x.mul(0))), 6, "layers.1", "output", "[0, 0]");
    assertPlace(inTheMiddle(x -> x.mul(0).sub(1).sqrt()), 6, "layers.1", "output", "[0, 0]");
    assertPlace(inTheMiddle(x -> x.mul(0).add(1e3).exp()), 6, "layers.1", "output", "[0, 0]");
  }

  @Test
  void epochAndBatchAreCountedFromOne() {
    var found = inTheMiddle(x -> x.mul(Double.NaN));
    assertThat(found.epoch()).isEqualTo(2);
    assertThat(found.batch()).isEqualTo(2);
    assertThat(found.lastFiniteLoss()).isBetween(0.1, 2.0);
  }

  @Test
  void aLossThatIsNoNumberIsNamedByItsRow() {
    Loss log = (y, t) -> y.sub(y).log().sum(1);
    assertPlace(
        of(with(Activation.relu()), log, Sgd.of(0.1), MOONS), 1, "the batch", "loss", "[0]");
    Loss third = (y, t) -> y.mul(spike(16, 2, 2, 1, Float.NaN).add(1)).sum(1);
    assertPlace(
        of(with(Activation.relu()), third, Sgd.of(0.1), MOONS), 1, "the batch", "loss", "[2]");
  }

  @Test
  void aGradientThatIsNoneIsNamedThoughTheLossIsFinite() {
    // The root of 0 is 0 and has no slope.
    var found = inTheMiddle(x -> x.sub(x.detach()).abs().sqrt().add(x));
    assertThat(found.step()).isEqualTo(6);
    assertThat(found.layer()).isEqualTo("layers.0");
    assertThat(found.tensor()).isEqualTo("gradient of bias");
  }

  @Test
  void aWeightThatWasNoneFromTheStartIsNamed() {
    var model = with(Activation.relu());
    model.start(Rng.of(1));
    model.state().get("layers.2.weight").set(spike(8, 2, 7, 0, Float.NaN));
    var found = of(model, Loss.crossEntropy(), Sgd.of(0.1), MOONS);
    assertPlace(found, 1, "layers.2", "weight", "[7, 0]");
    assertThat(found.lastFiniteLoss()).isNaN();
    assertThat(found.toString())
        .contains("; no step was taken before it since the training began or went on; ");
  }

  @Test
  void aPenaltyThatOverflowsIsNamed() {
    var recipe = Recipe.of(Loss.crossEntropy(), Sgd.of(0.1)).penalty(Penalty.lp(100, 1e30));
    var model = with(Activation.relu());
    model.start(Rng.of(1));
    model.state().get("layers.0.weight").set(Tensor.full(Shape.of(2, 8), 10));
    var found = of(model, recipe, MOONS);
    assertThat(found.step()).isEqualTo(1);
    assertThat(found.tensor()).isEqualTo("penalty");
  }

  @Test
  void penaltiesThatAreNoneOnlyTogetherAreNamed() {
    var recipe =
        Recipe.of(Loss.crossEntropy(), Sgd.of(0.1))
            .penalty(Penalty.l1(5e37))
            .penalty(Penalty.l1(5e37));
    var model = Sequential.of(Dense.of(2, 2, Activation.identity(), Init.constant(1)));
    var found = of(model, recipe, MOONS);
    assertThat(found.layer()).isEqualTo("the batch");
    assertThat(found.tensor()).isEqualTo("loss with penalties");
  }

  @Test
  void depthThatExplodesIsNamedWhereItDoes() {
    var layers = new ArrayList<Layer>();
    for (int i = 0; i < 60; i++) {
      layers.add(Dense.of(2, 2, Activation.identity(), Init.constant(100)));
    }
    var found = of(new Sequential(layers), Loss.crossEntropy(), Sgd.of(0.1), MOONS);
    // 200 to the 17th is beyond a float.
    assertThat(found.layer()).isIn("layers.15", "layers.16", "layers.17");
    assertThat(found.step()).isEqualTo(1);
  }

  @Test
  void weightsThatTheLastStepOfAnEpochMadeInfiniteAreNotReportedAsItsResult() {
    var model = Sequential.of(Dense.of(2, 2, Activation.identity(), Init.zeros()));
    Loss steep = (y, _) -> y.sum(1);
    var recipe = Recipe.of(steep, Sgd.of(1e38)).batchSize(64).epochs(1);
    var tens = Tensor.full(Shape.of(64, 2), 10);
    var found = of(model, recipe, new Dataset(tens, MOONS.y(), MOONS.schema()));
    assertThat(found.layer()).isEqualTo("layers.0");
    assertThat(found.tensor()).isEqualTo("weight");
  }

  @Test
  void theFaultOfAPointAheadIsFoundThere() {
    var found = of(with(Activation.tanh()), Loss.crossEntropy(), Nesterov.of(1e38), MOONS);
    assertThat(found.layer()).isEqualTo("the batch");
    assertThat(found.tensor()).isEqualTo("loss");
  }

  @Test
  void theModelIsAsItWasAfterTheLastStepThatWasTaken() {
    var norm = BatchNorm.of(8);
    var broken =
        Sequential.of(Dense.of(2, 8), norm, from(5, x -> x.mul(Double.NaN)), Dense.of(8, 2));
    assertThat(of(broken, Loss.crossEntropy(), Adam.of(0.01), MOONS).step()).isEqualTo(6);
    var whole = Sequential.of(Dense.of(2, 8), BatchNorm.of(8), from(9, x -> x), Dense.of(8, 2));
    Trainer.fit(
        whole,
        Recipe.of(Loss.crossEntropy(), Adam.of(0.01)).batchSize(16),
        MOONS,
        event -> event.run().step() == 5 ? Signal.STOP : Signal.CONTINUE);
    whole
        .state()
        .forEach((name, cell) ->
            assertThat(broken.state().get(name).value().sameBits(cell.value())).as(name).isTrue());
  }
}
