package dev.cortado.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.data.Dataset;
import dev.cortado.data.Target;
import dev.cortado.data.image.Augment;
import dev.cortado.nn.Activation;
import dev.cortado.nn.ActivationMix;
import dev.cortado.nn.Averaging;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.CategoryEmbedding;
import dev.cortado.nn.Columns;
import dev.cortado.nn.CompileMode;
import dev.cortado.nn.CompileStatus;
import dev.cortado.nn.CompiledModel;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.ElementwiseLoss;
import dev.cortado.nn.Embedding;
import dev.cortado.nn.Flatten;
import dev.cortado.nn.GroupNorm;
import dev.cortado.nn.InstanceNorm;
import dev.cortado.nn.Layer;
import dev.cortado.nn.LayerNorm;
import dev.cortado.nn.Loss;
import dev.cortado.nn.MemberDense;
import dev.cortado.nn.MemberHeads;
import dev.cortado.nn.MemberInputs;
import dev.cortado.nn.MemberMean;
import dev.cortado.nn.MembersLoss;
import dev.cortado.nn.Parallel;
import dev.cortado.nn.Penalty;
import dev.cortado.nn.PeriodicEmbedding;
import dev.cortado.nn.Residual;
import dev.cortado.nn.RmsNorm;
import dev.cortado.nn.RobustScale;
import dev.cortado.nn.Scale;
import dev.cortado.nn.Sequential;
import dev.cortado.nn.SmoothClip;
import dev.cortado.nn.Standardize;
import dev.cortado.optim.AdaGrad;
import dev.cortado.optim.Adam;
import dev.cortado.optim.Clip;
import dev.cortado.optim.Decay;
import dev.cortado.optim.Momentum;
import dev.cortado.optim.Nesterov;
import dev.cortado.optim.Optimizer;
import dev.cortado.optim.RmsProp;
import dev.cortado.optim.Sgd;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that comes with the library is compiled. */
class CompiledPathsTest {

  private static final Rng RNG = Rng.of(8);
  private static final int ROWS = 24;

  private static Dataset rows(int... row) {
    int[] dims = new int[row.length + 1];
    dims[0] = ROWS;
    System.arraycopy(row, 0, dims, 1, row.length);
    return Dataset.of(
        RNG.at("x").bernoulli(Shape.of(dims), 0.5),
        RNG.at("y").bernoulli(Shape.of(ROWS, 1), 0.5),
        Target.numbers("y"));
  }

  private static Recipe recipe(Loss loss, Optimizer optimizer) {
    return Recipe.of(loss, optimizer).batchSize(7).epochs(3).withoutMetrics();
  }

  private static CompileStatus fit(Layer model, Recipe recipe, Dataset rows) {
    var found = new ArrayList<CompileStatus>();
    CompileMode.REQUIRE.call(() ->
        Trainer.fit(
            model,
            recipe,
            rows,
            event -> {
              found.add(event.run().compileStatus());
              return Signal.CONTINUE;
            }));
    return found.getLast();
  }

  private static void assertCompiled(Layer model, Recipe recipe, int... row) {
    assertThat(fit(model, recipe, rows(row))).hasToString("compiled");
    var compiled = CompileMode.REQUIRE.call(() -> CompiledModel.of(model, Shape.of(row)));
    float[] x = rows(row).x().toArray();
    float[] y = new float[ROWS * 8];
    for (int i = 0; i < 3; i++) {
      compiled.predict(x, 0, ROWS, y, 0);
    }
    assertThat(compiled.status()).hasToString("compiled");
  }

  @ParameterizedTest
  @MethodSource("layers")
  void layersAreCompiled(Layer layer) {
    assertCompiled(
        Sequential.of(Dense.of(6, 8), layer, Dense.of(8, 1)), recipe(Loss.mse(), Adam.of(1e-2)), 6);
  }

  static List<Layer> layers() {
    return List.of(
        Dense.of(8, 8).withoutBias(),
        Dropout.of(0.5),
        BatchNorm.of(8),
        LayerNorm.of(8),
        GroupNorm.of(2, 8),
        Residual.of(Dense.of(8, 8), Activation.relu()),
        RmsNorm.of(8),
        Scale.of(8),
        SmoothClip.of(3),
        ActivationMix.of(Activation.mish(), 8),
        Parallel.of(Dense.of(8, 4), Columns.range(0, 4)),
        RobustScale.fit(RNG.normal(Shape.of(9, 8))),
        Standardize.fit(RNG.normal(Shape.of(9, 8))));
  }

  @Test
  void layersOfImagesAndCategoriesAreCompiled() {
    var recipe = recipe(Loss.mse(), Adam.of(1e-2));
    var images = Sequential.of(BatchNorm.of(3), InstanceNorm.of(3), Flatten.of(), Dense.of(48, 1));
    assertCompiled(images, recipe, 3, 4, 4);
    assertCompiled(images, recipe.augment(Augment.flip().then(Augment.noise(0.1))), 3, 4, 4);
    assertCompiled(Sequential.of(Embedding.of(2, 3), Flatten.of(), Dense.of(12, 1)), recipe, 4);
    var categories = Sequential.of(CategoryEmbedding.of(2, 3), Flatten.of(), Dense.of(12, 1));
    assertCompiled(categories, recipe, 4);
    var members =
        Sequential.of(
            MemberInputs.of(2, 4),
            MemberDense.of(2, 4, 4, Activation.relu()),
            MemberHeads.of(2, 4, 1),
            MemberMean.of(Averaging.VALUES));
    assertCompiled(members, recipe(MembersLoss.of(Loss.mse()), Adam.of(1e-2)), 4);
    assertCompiled(
        Sequential.of(PeriodicEmbedding.of(4, 4, 0.1, 2), Flatten.of(), Dense.of(8, 1)), recipe, 4);
  }

  @ParameterizedTest
  @MethodSource("activations")
  void activationsAreCompiled(Activation activation) {
    assertCompiled(
        Sequential.of(Dense.of(6, 8, activation), Dense.of(8, 1)),
        recipe(Loss.mse(), Adam.of(1e-2)),
        6);
  }

  static List<Activation> activations() {
    return List.of(
        Activation.identity(),
        Activation.heaviside(),
        Activation.heavisideAboveZero(),
        Activation.sign(),
        Activation.sigmoid(),
        Activation.tanh(),
        Activation.relu(),
        Activation.reluOneAtZero(),
        Activation.leakyRelu(),
        Activation.prelu(),
        Activation.elu(),
        Activation.selu(),
        Activation.softplus(),
        Activation.gelu(),
        Activation.geluByTanh(),
        Activation.silu(),
        Activation.mish(),
        Activation.clip(-1, 1),
        Activation.softmax());
  }

  @Test
  void noActivationAndNoLossIsForgotten() {
    assertThat(activations().stream().<Class<?>>map(Object::getClass))
        .contains(Activation.class.getPermittedSubclasses());
    assertThat(losses().stream().<Class<?>>map(Object::getClass))
        .contains(ElementwiseLoss.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("losses")
  void lossesAreCompiled(Loss loss) {
    var model = Sequential.of(Dense.of(6, 1), Activation.sigmoid());
    assertCompiled(model, recipe(loss, Sgd.of(1e-2)), 6);
    assertCompiled(
        model, recipe(loss, Sgd.of(1e-2)).sampleWeights(RNG.at("w").uniform(Shape.of(ROWS))), 6);
  }

  static List<Loss> losses() {
    return List.of(
        Loss.mse(),
        Loss.mae(),
        Loss.huber(1),
        Loss.pseudoHuber(1),
        Loss.binaryCrossEntropy(),
        Loss.binaryCrossEntropyOfProbabilities(),
        Loss.perceptron(),
        Loss.mse().times(0.5),
        Loss.mse().summed());
  }

  @ParameterizedTest
  @MethodSource("classLosses")
  void lossesOfClassesAreCompiled(Loss loss) {
    var x = RNG.at("x").normal(Shape.of(ROWS, 6));
    var y = RNG.at("y").bernoulli(Shape.of(ROWS), 0.5);
    var rows = Dataset.of(x, y, Target.classes("no", "yes"));
    assertThat(fit(Dense.of(6, 2), recipe(loss, Sgd.of(1e-2)), rows)).hasToString("compiled");
  }

  static List<Loss> classLosses() {
    return List.of(
        Loss.crossEntropy(),
        Loss.crossEntropy().labelSmoothing(0.1),
        Loss.crossEntropy().classWeights(1, 2));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void optimizersAreCompiled(Optimizer optimizer) {
    assertCompiled(Dense.of(6, 1), recipe(Loss.mse(), optimizer), 6);
  }

  static List<Optimizer> optimizers() {
    return List.of(
        Sgd.of(1e-2),
        Momentum.of(1e-2),
        Nesterov.of(1e-2),
        AdaGrad.of(1e-2),
        RmsProp.of(1e-2),
        Adam.of(1e-2),
        Adam.of(1e-2).decay(Decay.coupled(0.1)));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void clipsAndPenaltiesAreCompiled(Recipe recipe) {
    assertCompiled(Dense.of(6, 1), recipe, 6);
  }

  static Stream<Recipe> recipes() {
    var recipe = recipe(Loss.mse(), Adam.of(1e-2));
    return Stream.of(
        recipe.clip(Clip.norm(0.1)),
        recipe.clip(Clip.value(0.1)),
        recipe.penalty(Penalty.l1(0.1)).penalty(Penalty.l2(0.1)),
        recipe.penalty(Penalty.lp(3, 0.1)));
  }

  @Test
  void tensorComponentsAreCompiled() {
    record Shifted(Dense dense, Tensor shift) implements Layer {
      @Override
      public Tensor forward(Tensor x, dev.cortado.nn.Pass pass) {
        return dense.forward(x.add(shift), pass);
      }
    }
    assertCompiled(
        new Shifted(Dense.of(6, 1), Tensor.ones(6)), recipe(Loss.mse(), Adam.of(1e-2)), 6);
  }
}
