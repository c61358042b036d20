package dev.cortado.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.autograd.Cell;
import dev.cortado.autograd.Parameter;
import dev.cortado.data.Dataset;
import dev.cortado.data.Target;
import dev.cortado.nn.Activation;
import dev.cortado.nn.BatchNorm;
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
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.KernelsWithFormulas;
import dev.cortado.tensor.kernel.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A step that is repeated has the bits of one that is taken operation by operation. The latter is
 * what a loss that is a lambda brings about.
 */
class RoutineTest {

  private static final Rng RNG = Rng.of(3);
  private static final Dataset ROWS =
      Dataset.of(
          RNG.at("x").normal(Shape.of(70, 6)),
          RNG.at("y").bernoulli(Shape.of(70), 0.4),
          Target.classes("no", "yes"));

  @ParameterizedTest(name = "{0}")
  @MethodSource("trainings")
  void hasTheBitsOfStepsTakenOneByOne(
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
    var loss = Loss.crossEntropy().labelSmoothing(0.1);
    var repeated = model.get();
    var oneByOne = model.get();
    var first = fit(repeated, recipe.apply(plain(loss)));
    var second = fit(oneByOne, recipe.apply(plain((p, t) -> loss.perSample(p, t))));
    assertThat(first.epochs()).isEqualTo(second.epochs());
    repeated
        .state()
        .forEach((cell, value) ->
            assertThat(value.value().sameBits(oneByOne.state().get(cell).value()))
                .as(cell)
                .isTrue());
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

  private static History fit(Layer model, Recipe recipe) {
    return Trainer.fit(model, recipe, ROWS);
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

  /** Forgets nothing of what it was asked, so it must be asked in each step. */
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
  void aLayerThatMayRememberIsAskedInEachStep() {
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
    var loss = Loss.crossEntropy();
    var first = new Looking(Dense.of(6, 2));
    var second = new Looking(Dense.of(6, 2));
    fit(first, plain(loss));
    fit(second, plain((p, t) -> loss.perSample(p, t)));
    assertThat(first.dense.weight().value().sameBits(second.dense.weight().value())).isTrue();
  }

  @Test
  void whatACallbackPutsIntoAWeightIsTrainedFurther() {
    var loss = Loss.crossEntropy();
    var first = Dense.of(6, 2);
    var second = Dense.of(6, 2);
    Trainer.fit(first, plain(loss), ROWS, halving(first));
    Trainer.fit(second, plain((p, t) -> loss.perSample(p, t)), ROWS, halving(second));
    assertThat(first.weight().value().sameBits(second.weight().value())).isTrue();
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
}
