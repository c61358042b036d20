package dev.cortado.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.data.Dataset;
import dev.cortado.data.Fold;
import dev.cortado.data.Split;
import dev.cortado.data.Target;
import dev.cortado.data.Toys;
import dev.cortado.metric.Evaluation;
import dev.cortado.metric.Metric;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.nn.Standardize;
import dev.cortado.optim.Adam;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.EarlyStopping;
import dev.cortado.train.Plateau;
import dev.cortado.train.Recipe;
import dev.cortado.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CrossValidationTest {

  private static final Dataset MOONS = Toys.moons(150, 0.2, Rng.of(1));

  private static final Recipe RECIPE =
      Recipe.of(Loss.crossEntropy(), Adam.of(1e-2)).epochs(5).batchSize(16);

  private static Sequential model() {
    return Sequential.of(Dense.of(2, 8, Activation.relu()), Dense.of(8, 2));
  }

  @Test
  void aValueForEachFoldIsThatOfATrainingByHand() {
    var score = CrossValidation.of(3).score(() -> model(), RECIPE, MOONS);
    var expected = new ArrayList<Double>();
    for (var fold : Fold.stratified(MOONS, 3, Rng.of(RECIPE.seed()))) {
      var model = model();
      Trainer.fit(model, RECIPE, fold.train());
      expected.add(Evaluation.of(model, fold.valid()).value("accuracy"));
    }
    assertThat(score.valid()).isEqualTo(expected);
    assertThat(score.train()).hasSize(3);
    assertThat(score.metric()).isEqualTo("accuracy");
    assertThat(score.higherIsBetter()).isTrue();
  }

  @Test
  void meanDeviationAndErrorAreThoseOfTheFormulas() {
    var score =
        new CrossValidation.Score("rmse", false, List.of(0.0, 1.0, 2.0), List.of(1.0, 2.0, 6.0));
    assertThat(score.mean()).isEqualTo(3);
    assertThat(score.trainMean()).isEqualTo(1);
    assertThat(score.deviation()).isCloseTo(Math.sqrt(7), within(1e-15));
    assertThat(score.standardError()).isCloseTo(Math.sqrt(7.0 / 3), within(1e-15));
    assertThat(score).hasToString("rmse 3 ± 2.65 over 3 folds: 1, 2, 6");
  }

  @Test
  void theSameSeedGivesTheSameBitsAndAnotherOneOthers() {
    var validation = CrossValidation.of(4);
    var one = validation.score(() -> model(), RECIPE, MOONS);
    assertThat(validation.score(() -> model(), RECIPE, MOONS)).isEqualTo(one);
    assertThat(validation.score(() -> model(), RECIPE.seed(7), MOONS)).isNotEqualTo(one);
  }

  @Test
  void aModelMayBeFittedOnTheRowsOfItsFold() {
    var sizes = new ArrayList<Integer>();
    CrossValidation.of(5)
        .score(
            train -> {
              sizes.add(train.size());
              return Sequential.of(Standardize.fit(train.x()), Dense.of(2, 2));
            },
            RECIPE,
            MOONS);
    assertThat(sizes).hasSize(5).allMatch(size -> size == 120);
  }

  @Test
  void theMeasureIsTheFirstMetricOfTheRecipe() {
    var score =
        CrossValidation.of(2)
            .score(() -> model(), RECIPE.metrics(Metric.macroF1(), Metric.accuracy()), MOONS);
    assertThat(score.metric()).isEqualTo("macroF1");
  }

  @Test
  void numbersAreScoredByTheirError() {
    var sine = Toys.sine(60, 0.1, Rng.of(1));
    var score =
        CrossValidation.of(3)
            .score(
                () -> Sequential.of(Dense.of(1, 8, Activation.tanh()), Dense.of(8, 1)),
                Recipe.of(Loss.mse(), Adam.of(1e-2)),
                sine);
    assertThat(score.metric()).isEqualTo("rmse");
    assertThat(score.higherIsBetter()).isFalse();
    assertThat(score.mean()).isBetween(0.01, 1.0);
  }

  @Test
  void rowsLeftOutHaveNoSayInTheTrainingThatIsScoredByThem() {
    var recipe = RECIPE.epochs(40).earlyStopping(EarlyStopping.never("valid.accuracy"));
    var score = CrossValidation.of(3).score(() -> model(), recipe, MOONS);
    var expected = new ArrayList<Double>();
    for (var fold : Fold.stratified(MOONS, 3, Rng.of(recipe.seed()))) {
      var watched = Split.stratified(fold.train(), 0.85, 0.15, Rng.of(recipe.seed()).at("watched"));
      var model = model();
      Trainer.fit(model, recipe, watched.train(), watched.valid());
      expected.add(Evaluation.of(model, fold.valid()).value("accuracy"));
    }
    assertThat(score.valid()).isEqualTo(expected);
  }

  /** Where there is nothing to learn, the best of many epochs on the scored rows beats chance. */
  @Test
  void labelsAtRandomAreScoredAsChanceThoughTheBestEpochIsKept() {
    var x = Rng.of(1).normal(Shape.of(200, 2));
    float[] y = Rng.of(2).uniform(Shape.of(200)).toArray();
    for (int i = 0; i < y.length; i++) {
      y[i] = y[i] < 0.5 ? 0 : 1;
    }
    var noise = Dataset.of(x, Tensor.of(y), Target.classes("heads", "tails"));
    double sum = 0;
    for (int seed = 0; seed < 6; seed++) {
      var recipe =
          RECIPE.epochs(30).seed(seed).earlyStopping(EarlyStopping.never("valid.accuracy"));
      sum += CrossValidation.of(5).score(() -> model(), recipe, noise).mean();
    }
    assertThat(sum / 6).isBetween(0.45, 0.55);
  }

  @Test
  void aModelIsFittedOnTheRowsThatAreTrainedOnOnly() {
    var sizes = new ArrayList<Integer>();
    var plateau = RECIPE.epochs(1).plateau(Plateau.on("valid.loss")).metrics(Metric.accuracy());
    CrossValidation.of(5)
        .score(
            train -> {
              sizes.add(train.size());
              return model();
            },
            plateau,
            MOONS);
    assertThat(sizes).hasSize(5).allMatch(size -> size == 102);
  }

  @Test
  void valuesOfTheTrainingMayBeWatchedOnAllItsRows() {
    var sizes = new ArrayList<Integer>();
    for (var value : List.of("train.loss", "train.accuracy")) {
      CrossValidation.of(5)
          .score(
              train -> {
                sizes.add(train.size());
                return model();
              },
              RECIPE.earlyStopping(EarlyStopping.on(value)),
              MOONS);
    }
    assertThat(sizes).hasSize(10).allMatch(size -> size == 120);
  }

  @Test
  void theSameModelTwiceIsRefused() {
    var once = model();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CrossValidation.of(3).score(() -> once, RECIPE, MOONS))
        .withMessage(
            "crossValidation: fold 2 was given a model that an earlier one had; make a new one for"
                + " each");
  }

  @Test
  void whatCannotBeScoredIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CrossValidation.of(1))
        .withMessage("crossValidation: 1 folds, expected at least 2");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> CrossValidation.of(2).score(() -> model(), RECIPE.withoutMetrics(), MOONS))
        .withMessage("crossValidation: the recipe has no metric to score by");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            CrossValidation.of(2)
                .score(() -> model(), RECIPE.sampleWeights(Tensor.ones(150)), MOONS))
        .withMessage(
            "crossValidation: sample weights are for all 150 rows, a fold has fewer; leave them"
                + " out");
  }

  @Test
  void eachRowIsPredictedByTheModelThatWasNotTrainedOnIt() {
    var models = new ArrayList<Sequential>();
    Function<Dataset, Sequential> maker =
        _ -> {
          models.add(Sequential.of(Dense.of(2, 2)));
          return models.getLast();
        };
    var data = Toys.moons(50, 0.2, Rng.of(1));
    var recipe = RECIPE.epochs(2);
    var validation = CrossValidation.of(4);
    var result = validation.outOfFold(maker, recipe, data);

    assertThat(result.predictions().shape()).isEqualTo(Shape.of(50, 2));
    var folds = Fold.stratified(data, 4, Rng.of(recipe.seed()));
    for (int i = 0; i < 4; i++) {
      var rows = folds.get(i).validRows();
      for (int j = 0; j < rows.size(); j++) {
        int row = rows.at(j);
        var alone = models.get(i).predict(data.x().slice(0, row, row + 1));
        assertThat(result.predictions().slice(0, row, row + 1).sameBits(alone)).isTrue();
      }
    }
    assertThat(result.score()).isEqualTo(validation.score(maker, recipe, data));
  }
}
