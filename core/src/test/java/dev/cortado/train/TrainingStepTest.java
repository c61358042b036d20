package dev.cortado.train;

import static dev.cortado.nn.CompileStatus.Path.COMPILED;
import static dev.cortado.nn.CompileStatus.Path.EAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cortado.autograd.Cell;
import dev.cortado.autograd.Parameter;
import dev.cortado.data.Batch;
import dev.cortado.data.Dataset;
import dev.cortado.data.RowOrder;
import dev.cortado.data.Target;
import dev.cortado.nn.Activation;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.CompileMode;
import dev.cortado.nn.CompileStatus;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.GroupNorm;
import dev.cortado.nn.Layer;
import dev.cortado.nn.LayerNorm;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Pass;
import dev.cortado.nn.Penalty;
import dev.cortado.nn.Residual;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.optim.Clip;
import dev.cortado.optim.Decay;
import dev.cortado.optim.Momentum;
import dev.cortado.optim.Nesterov;
import dev.cortado.optim.Optimizer;
import dev.cortado.optim.ParameterSlice;
import dev.cortado.optim.Sgd;
import dev.cortado.optim.Updater;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.KernelsWithFormulas;
import dev.cortado.tensor.kernel.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A compiled step has the bits of one that runs operation by operation. */
class TrainingStepTest {

  private static final Rng RNG = Rng.of(3);
  private static final Dataset ROWS =
      Dataset.of(
          RNG.at("x").normal(Shape.of(70, 6)),
          RNG.at("y").bernoulli(Shape.of(70), 0.4),
          Target.classes("no", "yes"));

  @ParameterizedTest(name = "{0}")
  @MethodSource("trainings")
  void hasTheBitsOfStepsThatAreNotCompiled(
      String name, Supplier<Layer> model, UnaryOperator<Recipe> recipe) {
    assertSameBits(model, recipe);
    try (var workers = Workers.of(2)) {
      Compute.of(KernelsWithFormulas.scalar(), workers)
          .call(() -> {
            assertSameBits(model, recipe);
            return name;
          });
    }
  }

  private static void assertSameBits(Supplier<Layer> model, UnaryOperator<Recipe> recipe) {
    var asked = recipe.apply(plain(Loss.crossEntropy().labelSmoothing(0.1)));
    var compiled = model.get();
    var eager = model.get();
    var first = CompileMode.REQUIRE.call(() -> fit(compiled, asked, COMPILED));
    var second = CompileMode.OFF.call(() -> fit(eager, asked, EAGER));
    assertThat(first.epochs()).isEqualTo(second.epochs());
    assertSameBits(compiled, eager);
  }

  private static void assertSameBits(Layer first, Layer second) {
    first
        .state()
        .forEach((name, cell) ->
            assertThat(cell.value().sameBits(second.state().get(name).value())).as(name).isTrue());
  }

  /** Trains, and asks at the end of the last epoch how the steps were run. */
  private static History fit(Layer model, Recipe recipe, CompileStatus.Path path) {
    return Trainer.fit(
        model,
        recipe,
        ROWS,
        event -> {
          if (event instanceof Event.EpochEnded ended && ended.run().epoch() > 4) {
            assertThat(ended.run().compileStatus().path()).isEqualTo(path);
          }
          return Signal.CONTINUE;
        });
  }

  /** Scales rows of one width and shifts the same numbers in rows of another width. */
  private record InTwoShapes(Parameter mean, Parameter scale, Parameter shift) implements Layer {

    static InTwoShapes of(int first, int second) {
      return new InTwoShapes(
          Parameter.of(RNG.at("mean").normal(Shape.of(second))),
          Parameter.of(RNG.at("scale").normal(Shape.of(first))),
          Parameter.of(RNG.at("shift").normal(Shape.of(second))));
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
      var centered = x.reshape(-1, mean.shape().size()).sub(mean.value());
      return centered
          .reshape(-1, scale.shape().size())
          .mul(scale.value())
          .reshape(-1, shift.shape().size())
          .add(shift.value())
          .reshape(x.shape());
    }
  }

  private static Recipe plain(Loss loss) {
    return recipe(loss, Adam.of(1e-2));
  }

  private static Recipe recipe(Loss loss, Optimizer optimizer) {
    return Recipe.of(loss, optimizer).batchSize(16).epochs(4).seed(9);
  }

  static List<Arguments> trainings() {
    Supplier<Layer> dense = () -> Sequential.of(Dense.of(6, 9, Activation.relu()), Dense.of(9, 2));
    Supplier<Layer> normed =
        () ->
            Sequential.of(
                Dense.of(6, 8),
                BatchNorm.of(8),
                Activation.gelu(),
                Dropout.of(0.3),
                Dense.of(8, 8, Activation.leakyRelu()),
                LayerNorm.of(8),
                GroupNorm.of(2, 8),
                Dropout.of(0.1),
                Residual.of(Dense.of(8, 8, Activation.prelu())),
                Dense.of(8, 2));
    UnaryOperator<Recipe> same = it -> it;
    Supplier<Layer> narrowFirst =
        () -> Sequential.of(Dense.of(6, 16), InTwoShapes.of(4, 16), Dense.of(16, 2));
    Supplier<Layer> wideFirst =
        () -> Sequential.of(Dense.of(6, 16), InTwoShapes.of(16, 4), Dense.of(16, 2));
    return List.of(
        Arguments.of("dense", dense, same),
        Arguments.of("with norms and dropout", normed, same),
        Arguments.of("scaled in narrow rows, shifted in wide ones", narrowFirst, same),
        Arguments.of("scaled in wide rows, shifted in narrow ones", wideFirst, same),
        Arguments.of(
            "limited by norm", normed, (UnaryOperator<Recipe>) it -> it.clip(Clip.norm(0.1))),
        Arguments.of(
            "limited by value", dense, (UnaryOperator<Recipe>) it -> it.clip(Clip.value(0.01))),
        Arguments.of(
            "penalized",
            dense,
            (UnaryOperator<Recipe>) it -> it.penalty(Penalty.l2(0.01)).penalty(Penalty.l1(0.001))),
        Arguments.of(
            "weighted",
            dense,
            (UnaryOperator<Recipe>) it -> it.sampleWeights(RNG.at("w").uniform(Shape.of(70)))),
        Arguments.of(
            "by momentum",
            normed,
            (UnaryOperator<Recipe>)
                it -> recipe(it.loss(), Momentum.of(0.05).decay(Decay.coupled(0.01)))),
        Arguments.of(
            "by looking ahead",
            dense,
            (UnaryOperator<Recipe>) it -> recipe(it.loss(), Nesterov.of(0.05))));
  }

  /** Counts, so its code must run in each step. */
  private static final class Counting implements Layer {
    final Dense dense = Dense.of(6, 2);
    final AtomicInteger calls = new AtomicInteger();

    @Override
    public Tensor forward(Tensor x, Pass pass) {
      calls.incrementAndGet();
      return dense.forward(x, pass);
    }

    @Override
    public SequencedMap<String, Cell> state() {
      return dense.state();
    }
  }

  @Test
  void aLayerThatMayRememberRunsInEachStep() {
    var model = new Counting();
    Trainer.fit(model, recipe(Loss.crossEntropy(), Adam.of(1e-2)).withoutMetrics(), ROWS);
    assertThat(model.calls.get()).isGreaterThanOrEqualTo(4 * 5);
  }

  /** Looks at a number on the way. */
  private record Looking(Dense dense) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      var y = dense.forward(x, pass);
      return y.sum().item() > 0 ? y : y.mul(2);
    }
  }

  @Test
  void aLayerThatDecidesByNumbersDecidesInEachStep() {
    var first = new Looking(Dense.of(6, 2));
    var second = new Looking(Dense.of(6, 2));
    fit(first, plain(Loss.crossEntropy()), EAGER);
    CompileMode.OFF.call(() -> fit(second, plain(Loss.crossEntropy()), EAGER));
    assertSameBits(first, second);
  }

  @Test
  void whatACallbackPutsIntoAWeightIsTrainedFurther() {
    var first = Dense.of(6, 2);
    var second = Dense.of(6, 2);
    Trainer.fit(first, plain(Loss.crossEntropy()), ROWS, halving(first));
    CompileMode.OFF.call(
        () -> Trainer.fit(second, plain(Loss.crossEntropy()), ROWS, halving(second)));
    assertSameBits(first, second);
  }

  private static Callback halving(Dense layer) {
    return event -> {
      if (event instanceof Event.BatchEnded(_, long step, _) && step % 3 == 0) {
        layer.weight().set(layer.weight().value().mul(0.5));
      }
      return Signal.CONTINUE;
    };
  }

  @Test
  void aValueThatWasTakenDoesNotChange() {
    var layer = Dense.of(6, 2);
    var taken = new ArrayList<Tensor>();
    var copies = new ArrayList<float[]>();
    Trainer.fit(
        layer,
        plain(Loss.crossEntropy()),
        ROWS,
        event -> {
          if (event instanceof Event.BatchEnded) {
            taken.add(layer.weight().value());
            copies.add(layer.weight().value().toArray());
          }
          return Signal.CONTINUE;
        });
    for (int i = 0; i < taken.size(); i++) {
      assertThat(taken.get(i).toArray()).containsExactly(copies.get(i));
    }
    assertThat(copies.getFirst()).isNotEqualTo(copies.getLast());
  }

  private static final Batch BATCH =
      new Batch(ROWS.x(), ROWS.x().slice(1, 0, 2), RowOrder.range(0, 70));

  private static Updater updater(Layer model) {
    return Updater.of(Adam.of(1e-2), model.state());
  }

  private static Dense started() {
    var dense = Dense.of(6, 2);
    dense.start(RNG);
    return dense;
  }

  @Test
  void aLoopOfOnesOwnIsRecordedTwiceAndThenCompiled() {
    var model = started();
    var step = TrainingStep.of(model, Loss.mse(), updater(model));
    assertThat(step.status()).hasToString("recording");
    step.take(BATCH, RNG.at(0));
    assertThat(step.status()).hasToString("recording");
    step.take(BATCH, RNG.at(1));
    assertThat(step.status()).hasToString("compiled");
    double before = step.take(BATCH, RNG.at(2));
    assertThat(step.take(BATCH, RNG.at(3))).isLessThan(before);
    assertThat(step.instructions()).contains("matMul").contains("weight");
  }

  @Test
  void theCodeOfACompiledModelRunsTwice() {
    record Counted(Dense dense) implements Layer {
      static final AtomicInteger CALLS = new AtomicInteger();

      @Override
      public Tensor forward(Tensor x, Pass pass) {
        CALLS.incrementAndGet();
        return dense.forward(x, pass);
      }
    }
    var model = new Counted(started());
    var step = TrainingStep.of(model, Loss.mse(), updater(model));
    for (int i = 0; i < 6; i++) {
      step.take(BATCH, RNG.at(i));
    }
    assertThat(Counted.CALLS).hasValue(2);
  }

  @Test
  void theRateIsThatOfTheScheduleUnlessAnotherIsGiven() {
    var model = started();
    var recipe = recipe(Loss.mse(), Sgd.of(1)).schedule(step -> step == 0 ? 0.5 : 0);
    var step = TrainingStep.of(model, recipe, Updater.of(Sgd.of(1), model.state()));
    step.take(BATCH, RNG);
    var weight = model.weight().value();
    step.take(BATCH, RNG);
    assertThat(model.weight().value().sameBits(weight)).isTrue();
    step.take(BATCH, RNG, 0.1);
    assertThat(model.weight().value().sameBits(weight)).isFalse();
  }

  @Test
  void requiredButImpossibleIsAnErrorWithTheReason() {
    assertThatIllegalStateException()
        .isThrownBy(() ->
            CompileMode.REQUIRE.call(() ->
                Trainer.fit(
                    Dense.of(6, 2), plain((p, t) -> p.sub(p).sum(1)).withoutMetrics(), ROWS)))
        .withMessage(
            "training step not compiled: the loss is a lambda, whose code cannot be read; make it a"
                + " record, as in record MyLoss() implements Loss { … }");
  }

  /** Two biases that are added have equal gradients. */
  private record TwoBiases(Dense dense, Parameter first, Parameter second) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return dense.forward(x, pass).add(first.value()).add(second.value());
    }
  }

  private static TwoBiases twoBiases() {
    return new TwoBiases(
        started(), Parameter.of(Tensor.of(1, -1)), Parameter.of(Tensor.of(0.5f, 2)));
  }

  @ParameterizedTest
  @MethodSource("clips")
  void equalGradientsAreClippedOnceEach(Clip clip) {
    UnaryOperator<Recipe> clipped = recipe -> recipe.clip(clip);
    assertSameBits(TrainingStepTest::twoBiases, clipped);
  }

  static List<Clip> clips() {
    return List.of(Clip.norm(1e-3), Clip.value(1e-3), Clip.norm(1e6));
  }

  /** Uses up its gradients. */
  private record Destroying(double rate) implements Optimizer {
    @Override
    public List<String> slots() {
      return List.of();
    }

    @Override
    public void update(
        ParameterSlice slice, float[] gradients, double rate, double decayFactor, long step) {
      for (int i = slice.from(); i < slice.to(); i++) {
        gradients[i] *= (float) rate;
        slice.values()[i] -= gradients[i];
      }
    }
  }

  @Test
  void anOptimizerMayChangeItsGradientsInPlace() {
    assertSameBits(
        TrainingStepTest::twoBiases, recipe -> recipe(recipe.loss(), new Destroying(0.1)));
  }

  @Test
  void aStepFollowsTheKernelsInForce() {
    var model = started();
    var step = TrainingStep.of(model, Loss.mse(), updater(model));
    for (int i = 0; i < 4; i++) {
      step.take(BATCH, RNG.at(i));
    }
    var calls = new AtomicInteger();
    try (var workers = Workers.of(1)) {
      Compute.of(KernelsWithFormulas.counting(calls), workers)
          .call(() -> step.take(BATCH, RNG.at(4)));
    }
    assertThat(calls.get()).isPositive();
  }

  @Test
  void aBadRowIsRefusedByTheCompiledStepToo() {
    var model = started();
    var step = TrainingStep.of(model, Loss.crossEntropy(), updater(model));
    var good = new Batch(ROWS.x(), ROWS.y(), RowOrder.range(0, 70));
    var bad = new Batch(ROWS.x(), ROWS.y().add(5), RowOrder.range(0, 70));
    for (int i = 0; i < 3; i++) {
      step.take(good, RNG);
    }
    var before = model.weight().value();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> step.take(bad, RNG))
        .withMessageContaining("the target of row 0 is 5.0, expected a class from 0 to 1");
    assertThat(model.weight().value().sameBits(before)).isTrue();
  }

  /** Picks a row whose number the batch says, and does not use it. */
  private record Picks(Dense dense) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      Objects.requireNonNull(dense.weight().value().gather(x.slice(1, 0, 1)));
      return dense.forward(x, pass);
    }
  }

  @Test
  void anIndexOutOfRangeIsRefusedEvenIfWhatItPicksIsNotUsed() {
    var model = new Picks(started());
    var step = TrainingStep.of(model, Loss.mse(), updater(model));
    for (int i = 0; i < 3; i++) {
      step.take(withFirstColumn(i), RNG);
    }
    var bad = withFirstColumn(6);
    assertThat(step.status().isCompiled()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> step.take(bad, RNG))
        .withMessage("gather: index 0 is 6.0, expected a whole number from 0 to 5");
  }

  private static Batch withFirstColumn(double value) {
    var first = Tensor.full(Shape.of(70, 1), value);
    return new Batch(Tensor.concat(1, first, ROWS.x().slice(1, 1, 6)), BATCH.y(), BATCH.rows());
  }
}
