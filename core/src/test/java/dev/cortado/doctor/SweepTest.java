package dev.cortado.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.data.Dataset;
import dev.cortado.data.Target;
import dev.cortado.data.Toys;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Init;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.DivergedException;
import dev.cortado.train.Recipe;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepTest {

  private static final Dataset MOONS = Toys.moons(120, 0.3, Rng.of(1));

  private static final Recipe RECIPE =
      Recipe.of(Loss.crossEntropy(), Adam.of(1e-2)).epochs(30).batchSize(16);

  private static final CrossValidation THREE = CrossValidation.of(3);

  private static Sweep.Size size(int width, long parameters, double... folds) {
    var values = Arrays.stream(folds).boxed().toList();
    return new Sweep.Size(
        width, 1, parameters, new CrossValidation.Score("accuracy", true, values, values));
  }

  @Test
  void moreUnitsFitTheTrainingRowsBetter() {
    var result = Sweep.widths(32, 1, 8).run(THREE, RECIPE, MOONS);
    assertThat(result.sizes()).extracting(Sweep.Size::width).containsExactly(1, 8, 32);
    assertThat(result.sizes()).extracting(Sweep.Size::parameters).containsExactly(7L, 42L, 162L);
    assertThat(result.sizes().getLast().score().trainMean())
        .isGreaterThan(result.sizes().getFirst().score().trainMean());
    assertThat(result.choice().parameters()).isLessThanOrEqualTo(result.best().parameters());
  }

  @Test
  void everyDepthIsTriedWithEveryWidth() {
    var result = Sweep.widths(2, 4).depths(1, 2, 3).run(THREE, RECIPE.epochs(1), MOONS);
    assertThat(result.sizes())
        .extracting(it -> it.depth() + "×" + it.width())
        .containsExactly("1×2", "1×4", "2×2", "2×4", "3×2", "3×4");
    // 4: 2·4 + 4, twice 4·4 + 4, and 4·2 + 2.
    assertThat(result.sizes().getLast().parameters()).isEqualTo(62);
  }

  @Test
  void theChoiceIsTheSmallestWithinOneStandardErrorOfTheBest() {
    // The deviation of 0.8, 0.9 and 1.0 is 0.1, their standard error 0.058.
    var result =
        new Sweep.Result(
            List.of(
                size(1, 7, 0.8, 0.8, 0.8),
                size(2, 12, 0.85, 0.85, 0.85),
                size(4, 22, 0.86, 0.86, 0.86),
                size(8, 42, 0.8, 0.9, 1.0)));
    assertThat(result.best().width()).isEqualTo(8);
    assertThat(result.choice().width()).isEqualTo(2);
    assertThat(result.toString())
        .endsWith(
            "width 8, depth 1 has the best mean accuracy, 0.9; width 2, depth 1 is the smallest"
                + " within one standard error of it, 0.0577");
  }

  @Test
  void ofEquallyGoodOnesTheSmallerIsBest() {
    var result = new Sweep.Result(List.of(size(8, 42, 0.9, 0.9), size(2, 12, 0.9, 0.9)));
    assertThat(result.best().width()).isEqualTo(2);
    assertThat(result.choice()).isEqualTo(result.best());
    assertThat(result.toString()).endsWith("and no smaller one is within one standard error of it");
  }

  private static final String NO_SCORE =
      ": the training diverged, or the metric is not defined on the rows left out; try a lower"
          + " rate, such as a tenth, or another metric";

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void aScoreThatIsNoNumberIsWorseThanAnyOther(double none) {
    var result =
        new Sweep.Result(
            List.of(size(1, 7, 0.5, 0.6), size(2, 12, none, 0.9), size(4, 22, none, none)));
    assertThat(result.best().width()).isEqualTo(1);
    assertThat(result.choice()).isEqualTo(result.best());
    assertThat(result.toString().lines())
        .satisfiesExactly(
            head -> assertThat(head).startsWith("width"),
            first -> assertThat(first).endsWith("← choice"),
            second -> assertThat(second).contains(String.valueOf(none)).endsWith("← no score"),
            third -> assertThat(third).contains(String.valueOf(none)).endsWith("← no score"),
            verdict -> assertThat(verdict).startsWith("width 1, depth 1 has the best mean"),
            hint -> assertThat(hint).isEqualTo("2 of 3 sizes have no score" + NO_SCORE));
    assertThat(result.svg()).contains("choice: 1 × 1").doesNotContain("NaN", "Infinity");
  }

  @Test
  void ifNoSizeHasAScoreItIsSaidWhatToDo() {
    var result =
        new Sweep.Result(
            List.of(size(1, 7, Double.NaN, Double.NaN), size(2, 12, Double.NaN, Double.NaN)));
    assertThat(result.toString()).endsWith("\nno size has a score" + NO_SCORE);
    assertThat(result.svg()).startsWith("<svg").doesNotContain("NaN", "choice");
    assertThatIllegalStateException()
        .isThrownBy(result::choice)
        .withMessage("sweep: no size has a score" + NO_SCORE);
    assertThatIllegalStateException()
        .isThrownBy(result::best)
        .withMessage("sweep: no size has a score" + NO_SCORE);
  }

  @Test
  void aSizeThatDivergesDoesNotEndTheSweep() {
    var sine = Toys.sine(60, 0.1, Rng.of(1));
    var result =
        Sweep.widths(1, 4)
            .run(
                THREE,
                Recipe.of(Loss.mse(), Adam.of(1e-2)).epochs(2),
                sine,
                (_, width, _) ->
                    Sequential.of(
                        Dense.of(1, width, Activation.relu(), Init.normal(width == 4 ? 1e38 : 0.1)),
                        Dense.of(width, 1)));
    assertThat(result.sizes().getLast().score().valid()).hasSize(3).allMatch(it -> it.isNaN());
    assertThat(result.choice().width()).isEqualTo(1);
  }

  @Test
  void rowsThatAreNoNumbersEndTheSweep() {
    var sine = Toys.sine(60, 0.1, Rng.of(1));
    float[] x = sine.x().toArray();
    Arrays.fill(x, 0, 30, Float.NaN);
    var rows = new Dataset(Tensor.of(sine.x().shape(), x), sine.y(), sine.schema());
    assertThatThrownBy(() ->
            Sweep.widths(2)
                .run(
                    THREE,
                    Recipe.of(Loss.mse(), Adam.of(1e-2)),
                    rows,
                    (_, width, _) -> Sequential.of(Dense.of(1, width), Dense.of(width, 1))))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("fill in or leave out what is missing in the data");
  }

  @Test
  void ofASingleFoldTheChoiceIsTheBest() {
    var result = new Sweep.Result(List.of(size(1, 7, 0.8), size(2, 12, 0.9)));
    assertThat(result.choice().width()).isEqualTo(2);
  }

  @Test
  void ofErrorsTheLowestIsBest() {
    var sine = Toys.sine(60, 0.1, Rng.of(1));
    var recipe = Recipe.of(Loss.mse(), Adam.of(1e-2)).epochs(60).batchSize(16);
    var result = Sweep.widths(1, 16).run(THREE, recipe, sine);
    assertThat(result.best().width()).isEqualTo(16);
  }

  @Test
  void theTableHasALineForEachSize() {
    var result = Sweep.widths(1, 4).run(THREE, RECIPE, MOONS);
    var lines = result.toString().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.getFirst())
        .isEqualTo("width  depth  parameters  training  validation       ±");
    assertThat(lines.get(1)).startsWith("    1      1           7    0.");
    assertThat(result.toString()).containsOnlyOnce("← choice");
  }

  @Test
  void thePictureShowsBothScoresOfEachDepth() {
    var svg = Sweep.widths(1, 4).depths(1, 2).run(THREE, RECIPE.epochs(1), MOONS).svg();
    assertThat(svg)
        .startsWith("<svg")
        .contains("training, depth 1", "validation, depth 2", "choice: ");
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    var sweep = Sweep.widths(2, 4);
    assertThat(sweep.run(THREE, RECIPE, MOONS)).isEqualTo(sweep.run(THREE, RECIPE, MOONS));
  }

  @Test
  void networksOfOnesOwnAreSwept() {
    var result =
        Sweep.widths(3)
            .run(
                THREE,
                RECIPE,
                MOONS,
                (_, width, _) ->
                    Sequential.of(Dense.of(2, width, Activation.tanh()), Dense.of(width, 2)));
    assertThat(result.choice().parameters()).isEqualTo(17);
  }

  @Test
  void aLossOfProbabilitiesGetsALastLayerThatGivesThem() {
    var recipe = Recipe.of(Loss.binaryCrossEntropyOfProbabilities(), Adam.of(1e-2)).epochs(20);
    var result = Sweep.widths(8).run(THREE, recipe, MOONS.asBinary());
    assertThat(result.best().score().mean()).isGreaterThan(0.7);
  }

  @Test
  void whatCannotBeSweptIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sweep(List.of(), List.of(1)))
        .withMessage("sweep: widths [], expected some, each at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sweep.widths(4).depths(0))
        .withMessage("sweep: depths [0], expected some, each at least 1");
    var images =
        Dataset.of(
            Tensor.zeros(Shape.of(4, 1, 2, 2)), Tensor.of(0, 1, 0, 1), Target.classes("a", "b"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sweep.widths(4).run(THREE, RECIPE, images))
        .withMessageContaining("pass a Maker for networks of each width and depth");
  }
}
