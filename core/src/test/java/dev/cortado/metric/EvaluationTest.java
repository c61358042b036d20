package dev.cortado.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cortado.data.Dataset;
import dev.cortado.data.Target;
import dev.cortado.data.Toys;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Sequential;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import org.junit.jupiter.api.Test;

class EvaluationTest {

  private static final Activation AS_IT_IS = Activation.identity();

  private static final Dataset LOGITS =
      Dataset.of(
          Tensor.of(new float[][] {{2, 1}, {0, 3}, {1, 0}, {5, 4}}),
          Tensor.of(0, 1, 1, 0),
          Target.classes("no", "yes"));

  @Test
  void metricsAreToldByName() {
    var evaluation = Evaluation.of(AS_IT_IS, LOGITS, Metric.accuracy(), Metric.recall());
    assertThat(evaluation.value("accuracy")).isEqualTo(0.75);
    assertThat(evaluation.value("recall")).isEqualTo(0.5);
    assertThat(evaluation).hasToString("accuracy  0.7500\nrecall    0.5000");
  }

  @Test
  void theStandardMetricIsTakenIfNoneIsNamed() {
    assertThat(Evaluation.of(AS_IT_IS, LOGITS).values().keySet()).containsExactly("accuracy");
  }

  @Test
  void aMetricThatWasNotAskedForIsRefused() {
    var evaluation = Evaluation.of(AS_IT_IS, LOGITS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> evaluation.value("f1"))
        .withMessage("evaluation: no metric 'f1'; there are [accuracy]");
  }

  @Test
  void manyRowsArePredictedInPartsToTheSameBits() {
    var data = Toys.moons(3_000, 0.1, Rng.of(1));
    var model = Sequential.of(Dense.of(2, 8, Activation.tanh()), Dense.of(8, 2));
    model.start(Rng.of(2));
    var inParts = Evaluation.predictions(model, data.x());
    assertThat(inParts.sameBits(model.predict(data.x()))).isTrue();
  }
}
