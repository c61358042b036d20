package dev.cortado.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.data.Dataset;
import dev.cortado.data.Target;
import dev.cortado.nn.Layer;
import dev.cortado.nn.OutputKind;
import dev.cortado.nn.Pass;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricTest {

  private static final Tensor LOGITS = Tensor.of(new float[][] {{2, 1}, {0, 3}, {1, 0}});

  @Test
  void accuracyOfSeveralOutputsTakesTheLargest() {
    assertThat(Metric.accuracy().of(LOGITS, Tensor.of(0, 1, 1))).isEqualTo(2 / 3.0);
  }

  @Test
  void ofEqualOutputsTheFirstIsThePrediction() {
    var tied = Tensor.of(new float[][] {{1, 1}, {0, 0}});

    assertThat(Metric.accuracy().of(tied, Tensor.of(0, 0))).isEqualTo(1);
    assertThat(Metric.accuracy().of(tied, Tensor.of(1, 1))).isZero();
  }

  @Test
  void accuracyOfOneOutputComparesALogitWithZeroAndAProbabilityWithAHalf() {
    var logits = column(-1, 0.2f, 0.3f, 2);
    var target = column(0, 1, 0, 1);

    assertThat(Metric.accuracy().of(logits, target)).isEqualTo(0.75);
    assertThat(Metric.accuracy().ofProbabilities().of(logits.sigmoid(), target)).isEqualTo(0.75);
    assertThat(Metric.binaryAccuracy().of(logits, target)).isEqualTo(0.75);
    assertThat(Metric.accuracy().of(logits.flatten(), target.flatten())).isEqualTo(0.75);
  }

  @Test
  void theDefaultFitsTheHead() {
    var wrong = column(3, -3);
    var target = column(0, 1);

    assertThat(Metric.standard(Target.binary("no", "yes")).of(wrong, target)).isZero();
    assertThat(Metric.standard(Target.classes("a", "b")).of(LOGITS, Tensor.of(0, 1, 0)))
        .isEqualTo(1);
    assertThat(Metric.standard(Target.numbers("y")).name()).isEqualTo("rmse");
  }

  @Test
  void categoricalAccuracyRefusesASingleOutput() {
    assertThatThrownBy(() -> Metric.categoricalAccuracy().of(column(3, -3), column(0, 1)))
        .hasMessage(
            "categoricalAccuracy: prediction [2, 1] has a single output, which is the largest of "
                + "its row whatever it is; use accuracy()");
    assertThatThrownBy(() -> Metric.binaryAccuracy().of(LOGITS, Tensor.of(0, 1, 0)))
        .hasMessage(
            "binaryAccuracy: prediction [3, 2] has 2 outputs, expected one; use accuracy()");
  }

  @Test
  void shapesAreStrictAndTheMessageSaysWhatToDo() {
    assertThatThrownBy(() -> Metric.accuracy().of(column(1, 2), Tensor.of(0, 1)))
        .hasMessage(
            "accuracy: prediction [2, 1], target [2], expected the same shape; "
                + "give the target an axis with expand(1)");
    assertThatThrownBy(() -> Metric.rmse().of(Tensor.of(1, 2), column(0, 1)))
        .hasMessage(
            "rmse: prediction [2], target [2, 1], expected the same shape; "
                + "take an axis off the target with squeeze(1)");
    assertThatThrownBy(() -> Metric.accuracy().of(LOGITS, column(0, 1, 1)))
        .hasMessage(
            "accuracy: prediction [3, 2], target [3, 1], expected a class for each row [3]; "
                + "use squeeze(1)");
    assertThatThrownBy(() -> Metric.accuracy().of(LOGITS, LOGITS))
        .hasMessage(
            "accuracy: prediction [3, 2], target [3, 2], expected a class for each row [3]; "
                + "of one-hot rows take argMax(1), of labels use labelAccuracy()");
    assertThatThrownBy(() -> Metric.macroF1().of(LOGITS, LOGITS))
        .hasMessage("macroF1: the target of row 0 is 2.0, expected a class from 0 to 1");
    assertThatThrownBy(() -> Metric.mae().of(Tensor.of(1, 2, 3), Tensor.of(1, 2)))
        .hasMessage("mae: prediction [3], target [2], expected the same shape");
    assertThatThrownBy(() -> Metric.accuracy().of(Tensor.zeros(0, 3), Tensor.zeros(0)))
        .hasMessage("accuracy: prediction [0, 3], expected rows [n] or [n, outputs]");
  }

  @Test
  void refusesNumbersThatAreNone() {
    assertThatThrownBy(() -> Metric.accuracy().of(LOGITS, Tensor.of(0, 2, 1)))
        .hasMessage("accuracy: the target of row 1 is 2.0, expected a class from 0 to 1");
    assertThatThrownBy(() -> Metric.rmse().of(Tensor.of(1, Float.NaN), Tensor.of(1, 2)))
        .hasMessage("rmse: the prediction of row 1 is NaN");
    assertThatThrownBy(() -> Metric.accuracy().ofProbabilities().of(column(0.2f, 3), column(0, 1)))
        .hasMessage(
            "accuracy: the prediction of row 1 is 3.0, expected a probability; "
                + "for logits leave out ofProbabilities()");
    assertThatThrownBy(() ->
            Metric.logLoss()
                .ofProbabilities()
                .of(Tensor.of(new float[][] {{0.9f, 0.9f}}), Tensor.of(1)))
        .hasMessage(
            "logLoss: the probabilities of row 0 have the sum 1.8, expected 1; "
                + "is a softmax missing?");
  }

  @Test
  void topKIsAmongTheFirstKAndTopOneTheAccuracy() {
    var scores = Tensor.of(new float[][] {{3, 2, 1}, {1, 2, 3}, {2, 2, 2}});
    var target = Tensor.of(1, 0, 1);

    assertThat(Metric.topK(1).of(scores, target)).isEqualTo(Metric.accuracy().of(scores, target));
    assertThat(Metric.topK(2).of(scores, target)).isEqualTo(2 / 3.0);
    assertThatThrownBy(() -> Metric.topK(3).of(scores, target))
        .hasMessage(
            "topK: k is 3 and prediction [3, 3], expected 1 to 2: any k from 3 on is always right");
  }

  @Test
  void scoresOfThePositiveClassNeedTwoClasses() {
    assertThatThrownBy(() -> Metric.f1().of(Tensor.zeros(2, 3), Tensor.of(0, 1)))
        .hasMessage("f1: 3 classes, of which none is the positive one; use f1(Average)");
  }

  @Test
  void rocAucCountsTiesHalf() {
    var target = column(0, 1, 0, 1);

    assertThat(Metric.rocAuc().of(column(1, 1, 1, 1), target)).isEqualTo(0.5);
    assertThat(Metric.rocAuc().of(column(0, 1, -1, 2), target)).isEqualTo(1);
    assertThat(Metric.rocAuc().of(column(1, 0, 2, -1), target)).isZero();
    assertThat(Metric.rocAuc().of(column(0, 0, -1, 2), target)).isEqualTo(0.875);
    assertThat(Metric.rocAuc().of(column(-0f, 0, 0, -0f), target)).isEqualTo(0.5);
  }

  @Test
  void rocAucOfTwoOutputsIsThatOfTheirDifference() {
    assertThat(Metric.rocAuc().of(LOGITS, Tensor.of(0, 1, 0))).isEqualTo(1);
    assertThat(Metric.rocAuc().ofProbabilities().of(LOGITS.softmax(1), Tensor.of(0, 1, 0)))
        .isEqualTo(1);
    assertThatThrownBy(() -> Metric.rocAuc().of(LOGITS, Tensor.of(1, 1, 1)))
        .hasMessage("rocAuc: all 3 rows are of class 1, expected both classes");
  }

  @Test
  void rocAucOfManyRowsDoesNotOverflow() {
    int half = 100_000;
    float[] scores = new float[2 * half];
    float[] labels = new float[2 * half];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = i;
      labels[i] = i < half ? 0 : 1;
    }
    assertThat(Metric.rocAuc().of(Tensor.of(scores), Tensor.of(labels))).isEqualTo(1);
  }

  @Test
  void logLossIsFiniteHoweverSureAndWrong() {
    assertThat(Metric.logLoss().of(column(-100), column(1))).isEqualTo(100, within(1e-5));
    assertThat(Metric.logLoss().of(Tensor.of(new float[][] {{0, 1e4f}}), Tensor.of(0)))
        .isEqualTo(1e4);
    assertThat(Metric.logLoss().ofProbabilities().of(column(0), column(1)))
        .isEqualTo(-StrictMath.log(1e-7), within(1e-9));
  }

  @Test
  void aConstantTargetHasNothingToExplain() {
    assertThat(Metric.r2().of(column(0.1f, 0.1f, 0.1f), column(0.1f, 0.1f, 0.1f))).isEqualTo(1);
    assertThat(Metric.r2().of(column(0, 0.1f, 0.1f), column(0.1f, 0.1f, 0.1f))).isZero();
    assertThatThrownBy(() -> Metric.r2().of(column(1), column(1)))
        .hasMessage("r2: a single row has no variance to explain");
  }

  @Test
  void oneOfYourOwnIsAFunction() {
    var worst =
        Metric.of(
            "worst",
            Better.LOWER,
            (prediction, target) -> prediction.sub(target).abs().max().item());

    assertThat(worst.of(Tensor.of(1, 5), Tensor.of(2, 2))).isEqualTo(3);
    assertThat(worst.higherIsBetter()).isFalse();
    assertThat(Metric.accuracy().higherIsBetter()).isTrue();
    assertThat(Metric.mae().higherIsBetter()).isFalse();
  }

  @Test
  void oneOfYourOwnMayTakeProbabilities() {
    var brier =
        Metric.ofProbabilities(
            "brier", Better.LOWER, (p, target) -> p.sub(target).square().mean().item());
    var logits = column(0, 100);
    assertThat(brier.of(logits, column(1, 1))).isEqualTo(0.125);
    assertThat(brier.of(column(0.5f, 1), column(1, 1), OutputKind.PROBABILITIES)).isEqualTo(0.125);
    var surest = Metric.ofProbabilities("surest", Better.HIGHER, (p, _) -> p.max().item());
    assertThat(surest.of(Tensor.of(new float[][] {{1, 1}, {2, 2}}), Tensor.of(0, 1)))
        .isEqualTo(0.5);
  }

  /** A layer that does not say what it gives. */
  private record Own(OutputKind outputKind) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return x.slice(1, 0, 1);
    }
  }

  @Test
  void outputsOfAnUnknownKindAreNotGuessed() {
    var data =
        Dataset.of(
            Tensor.of(new float[][] {{0.2f, 0}, {0.7f, 0}}),
            column(0, 1),
            Target.binary("no", "yes"));
    var own = new Own(OutputKind.UNKNOWN);
    assertThatThrownBy(() -> Evaluation.of(own, data, Metric.accuracy()))
        .hasMessage(
            "accuracy: the outputs are of an unknown kind, expected logits or probabilities; say"
                + " which: OutputKind.LOGITS or OutputKind.PROBABILITIES");
    var metrics = List.of(Metric.accuracy());
    assertThat(Evaluation.of(own, data, OutputKind.PROBABILITIES, metrics).value("accuracy"))
        .isEqualTo(1);
    assertThat(Evaluation.of(own, data, OutputKind.LOGITS, metrics).value("accuracy"))
        .isEqualTo(0.5);
    assertThat(
            Evaluation.of(new Own(OutputKind.PROBABILITIES), data, Metric.accuracy())
                .value("accuracy"))
        .isEqualTo(1);
    assertThat(Evaluation.of(own, data, Metric.accuracy().ofProbabilities()).value("accuracy"))
        .isEqualTo(1);
    assertThat(Evaluation.of(own, data, Metric.rocAuc()).value("rocAuc")).isEqualTo(1);
  }

  private static Tensor column(float... values) {
    return Tensor.of(Shape.of(values.length, 1), values);
  }
}
