package dev.cortado.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.autograd.check.GradCheck;
import dev.cortado.data.Dataset;
import dev.cortado.data.Target;
import dev.cortado.doctor.Diagnosis;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Loss;
import dev.cortado.nn.OutputKind;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.Recipe;
import dev.cortado.train.Trainer;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelScoresTest {

  /** Four rows and three labels: sun, wind, rain. */
  private static final Tensor LABELS =
      Tensor.of(new float[][] {{1, 0, 0}, {1, 1, 0}, {0, 0, 0}, {0, 0, 1}});

  /** Finds sun once of two, wind once too often, rain never; the third row is right. */
  private static final Tensor LOGITS =
      Tensor.of(new float[][] {{2, 1, -1}, {-1, 3, -2}, {-1, -1, -3}, {-2, -1, -1}});

  private static final List<String> NAMES = List.of("sun", "wind", "rain");

  private static LabelScores scores() {
    return LabelScores.of(LOGITS, LABELS, OutputKind.LOGITS, NAMES);
  }

  @Test
  void eachLabelIsCountedByItself() {
    assertThat(scores())
        .hasToString(
            """
            label  precision  recall     f1  rows
            sun        1.000   0.500  0.667     2
            wind       0.500   1.000  0.667     1
            rain       0.000   0.000  0.000     1
            macro      0.500   0.500  0.444     4\
            """);
  }

  /** 2 hits of 3 told and 4 there; 3 wrong labels of 12; one row of four is right in all. */
  @Test
  void averagesAreThoseOfScikitLearn() {
    var scores = scores();
    assertThat(scores.precision(Average.MICRO)).isEqualTo(2 / 3.0);
    assertThat(scores.recall(Average.MICRO)).isEqualTo(2 / 4.0);
    assertThat(scores.f1(Average.MICRO)).isEqualTo(4 / 7.0);
    assertThat(scores.precision(Average.MACRO)).isEqualTo(1.5 / 3);
    assertThat(scores.f1(Average.MACRO)).isCloseTo(4 / 9.0, within(1e-15));
    assertThat(scores.recall(Average.WEIGHTED)).isEqualTo((2 * 0.5 + 1 * 1.0 + 0) / 4);
    assertThat(scores.subsetAccuracy()).isEqualTo(0.25);
    assertThat(scores.accuracy()).isEqualTo(0.75);
  }

  @Test
  void metricsReadLabelsFromTheShapeOfTheTarget() {
    assertThat(Metric.labelAccuracy().of(LOGITS, LABELS)).isEqualTo(0.75);
    assertThat(Metric.hammingLoss().of(LOGITS, LABELS)).isEqualTo(0.25);
    assertThat(Metric.hammingLoss().higherIsBetter()).isFalse();
    assertThat(Metric.subsetAccuracy().of(LOGITS, LABELS)).isEqualTo(0.25);
    assertThat(Metric.macroF1().of(LOGITS, LABELS)).isCloseTo(4 / 9.0, within(1e-15));
    assertThat(Metric.f1(Average.MICRO).of(LOGITS, LABELS)).isEqualTo(4 / 7.0);
    // pairs in order, ties half: sun 3.5 of 4, wind 3 of 3, rain 2.5 of 3
    assertThat(Metric.rocAuc().of(LOGITS, LABELS))
        .isCloseTo((3.5 / 4 + 3 / 3.0 + 2.5 / 3) / 3, within(1e-15));
    assertThat(Metric.logLoss().of(LOGITS, LABELS))
        .isCloseTo(Loss.binaryCrossEntropy().apply(LOGITS, LABELS).item(), within(1e-6));
  }

  @Test
  void probabilitiesAreComparedWithAHalf() {
    var p = LOGITS.sigmoid();
    assertThat(Metric.f1(Average.MICRO).ofProbabilities().of(p, LABELS)).isEqualTo(4 / 7.0);
    assertThat(Metric.logLoss().ofProbabilities().of(p, LABELS))
        .isCloseTo(Metric.logLoss().of(LOGITS, LABELS), within(1e-6));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metric.labelAccuracy().ofOutputs(OutputKind.VALUES).of(p, LABELS))
        .withMessageContaining("labelAccuracy: the outputs are values");
  }

  @Test
  void oneHotRowsAreNoClasses() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metric.accuracy().of(LOGITS, LABELS))
        .withMessageContaining("of one-hot rows take argMax(1), of labels use labelAccuracy()");
  }

  @Test
  void aTargetOfLabelsIsCheckedAndNamed() {
    var target = Target.labels("sun", "wind", "rain");
    assertThat(target.outputs()).isEqualTo(3);
    assertThat(target.classNames()).isEmpty();
    assertThat(Metric.standard(target).name()).isEqualTo("labelAccuracy");
    assertThatIllegalArgumentException().isThrownBy(() -> Target.labels("sun"));
    var x = Tensor.ones(4, 2);
    assertThat(Dataset.of(x, LABELS, target).classCounts()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.of(x, LABELS.mul(2), target))
        .withMessage("dataset: the class of row 0 is 2.0, expected a whole number from 0 to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.of(x, LABELS.slice(1, 0, 2), target))
        .withMessage("dataset: y [4, 2], expected [4, 3] for labels");
  }

  @Test
  void theLossOfLabelsIsTheMeanOverThemAndHasItsGradient() {
    var loss = Loss.binaryCrossEntropy();
    assertThat(loss.perSample(LOGITS, LABELS).shape()).isEqualTo(Shape.of(4));
    GradCheck.of(z -> loss.apply(z, LABELS), LOGITS).requireAgreement();
    GradCheck.of(
            p -> Loss.binaryCrossEntropyOfProbabilities().apply(p, LABELS),
            LOGITS.mul(0.5).sigmoid())
        .requireAgreement();
  }

  /** Whether each of two numbers, and their sum, is positive. */
  private static Dataset signs(int rows) {
    var x = Rng.of(7).normal(Shape.of(rows, 2));
    var sum = x.sum(1).expand(1);
    return Dataset.of(x, Tensor.concat(1, x, sum).gt(0), Target.labels("first", "second", "sum"));
  }

  @Test
  void aModelLearnsLabels() {
    var data = signs(512);
    var model = Sequential.of(Dense.of(2, 16, Activation.relu()), Dense.of(16, 3));
    var recipe = Recipe.of(Loss.binaryCrossEntropy(), Adam.of(1e-2)).epochs(20);
    assertThat(Diagnosis.before(model, recipe, data).toString()).isEqualTo("healthy");
    var history = Trainer.fit(model, recipe, data);
    assertThat(history.last().value("train.labelAccuracy")).isGreaterThan(0.95);
    var evaluation =
        Evaluation.of(model, data, Metric.macroF1(), Metric.subsetAccuracy(), Metric.rocAuc());
    assertThat(evaluation.value("macroF1")).isGreaterThan(0.95);
    assertThat(evaluation.value("subsetAccuracy")).isGreaterThan(0.85);
  }

  @Test
  void severalNumbersAreLearnedTogether() {
    var x = Rng.of(7).normal(Shape.of(256, 2));
    var y = Tensor.concat(1, x.sum(1).expand(1), x.slice(1, 0, 1).mul(3));
    var data = Dataset.of(x, y, Target.numbers("sum", "triple"));
    var model = Sequential.of(Dense.of(2, 2));
    var history = Trainer.fit(model, Recipe.of(Loss.mse(), Adam.of(0.05)).epochs(40), data);
    assertThat(history.last().value("train.rmse")).isLessThan(0.05);
    var evaluation = Evaluation.of(model, data, Metric.r2(), Metric.mae());
    assertThat(evaluation.value("r2")).isGreaterThan(0.99);
  }
}
