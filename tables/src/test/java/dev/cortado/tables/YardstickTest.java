package dev.cortado.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.data.Dataset;
import dev.cortado.data.Target;
import dev.cortado.metric.Evaluation;
import dev.cortado.metric.Metric;
import dev.cortado.table.Feature;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class YardstickTest {

  private static final List<Feature> FEATURES =
      List.of(new Feature.Number("x"), new Feature.Category("color", 3));

  private static final Tensor X =
      Tensor.of(new float[][] {{1, 0}, {2, 1}, {3, 2}, {4, 0}, {5, 1}, {6, 2}});

  private static List<Yardstick> fit(Tensor y, Target target) {
    return Yardstick.fit(FEATURES, Dataset.of(X, y, target), Rng.of(1));
  }

  @Test
  void theMeanIsTheMean() {
    var y = Tensor.of(new float[][] {{1}, {2}, {3}, {4}, {5}, {9}});
    var mean = fit(y, Target.numbers("y")).getFirst();
    assertThat(mean.name()).isEqualTo("mean");
    assertThat(mean.model().predict(X).toArray()).containsOnly(4);
  }

  @Test
  void theMajorityHasTheSharesOfTheClasses() {
    var y = Tensor.of(0, 0, 0, 1, 1, 0);
    var majority = fit(y, Target.classes("a", "b")).getFirst();
    var probabilities = majority.model().predict(X).softmax(1).toArray();
    // Half a row more for each class: 4.5/7.
    assertThat(probabilities[0]).isCloseTo(4.5f / 7, within(1e-6f));
    assertThat(Metric.accuracy().of(majority.model().predict(X), y)).isEqualTo(4 / 6.0);
  }

  @Test
  void theLinearModelFindsAnAdditiveRule() {
    var y = Tensor.of(new float[][] {{2}, {14}, {26}, {8}, {20}, {32}});
    var linear = fit(y, Target.numbers("y")).getLast();
    assertThat(linear.name()).isEqualTo("linear model");
    var data = Dataset.of(X, y, Target.numbers("y"));
    assertThat(Evaluation.of(linear.model(), data, Metric.r2()).value("r2")).isGreaterThan(0.9);
  }

  @Test
  void twoClassesOfOneOutputHaveALinearModelToo() {
    var target = Target.binary("no", "yes");
    var y = Tensor.of(new float[][] {{0}, {0}, {0}, {1}, {1}, {1}});
    var data = Dataset.of(X, y, target);
    var linear = fit(y, target).getLast();
    assertThat(Evaluation.of(linear.model(), data, Metric.accuracy()).value("accuracy"))
        .isEqualTo(1);
  }

  @Test
  void labelsHaveTheirSharesOnly() {
    var y = Tensor.of(new float[][] {{0, 1}, {0, 1}, {0, 1}, {1, 0}, {1, 1}, {1, 1}});
    assertThat(fit(y, Target.labels("a", "b")))
        .extracting(Yardstick::name)
        .containsExactly("majority");
  }
}
