package dev.cortado.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.autograd.Parameter;
import dev.cortado.data.Dataset;
import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.data.Toys;
import dev.cortado.metric.Evaluation;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Penalty;
import dev.cortado.tensor.Rng;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SoftmaxRegressionTest {

  static List<Golden> golden() {
    return Golden.all("softmax");
  }

  private static float cost(Dense dense, Dataset data, double c) {
    return Loss.crossEntropy()
        .apply(dense.predict(data.x()), data.y())
        .add(Penalty.l2(1 / (2 * c * data.size())).of(dense))
        .item();
  }

  @ParameterizedTest
  @MethodSource("golden")
  void hasTheWeightsOfScikitLearn(Golden golden) {
    var data = golden.classes();
    var model = SoftmaxRegression.fit(data, golden.setting());
    assertThat(model.dense().weight().value().toArray())
        .containsExactly(golden.weight().toArray(), within(1e-2f));
    assertThat(model.probabilities(data.x().slice(0, 0, 5)).toArray())
        .containsExactly(golden.prediction().toArray(), within(3e-4f));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void itsCostIsNoHigherThanThatOfScikitLearn(Golden golden) {
    var model = SoftmaxRegression.fit(golden.classes(), golden.setting());
    var theirs =
        new Dense(
            Parameter.of(golden.weight()), Parameter.of(golden.bias()), Activation.identity());
    assertThat(cost(model.dense(), golden.classes(), golden.setting()))
        .isLessThanOrEqualTo(cost(theirs, golden.classes(), golden.setting()) + 1e-6f);
  }

  @Test
  void partsClouds() {
    var data = Toys.blobs(300, 4, 0.5, Rng.of(3));
    assertThat(Evaluation.of(SoftmaxRegression.fit(data), data).value("accuracy"))
        .isGreaterThan(0.99);
  }

  @Test
  void ofTwoClassesItIsLogisticRegressionWithHalfThePenalty() {
    // Two columns w and −w have twice the square of their half, and differ by 2w.
    var data = Toys.gauss(100, 1, Rng.of(4));
    var two = SoftmaxRegression.fit(data, 1).probabilities(data.x()).slice(1, 1, 2);
    var one = LogisticRegression.fit(data, 2).probabilities(data.x());
    assertThat(two.sub(one).abs().max().item()).isLessThan(1e-3f);
  }

  @Test
  void weightsAreKnownByClassAndFeature() {
    var model = SoftmaxRegression.fit(Toys.blobs(60, 3, 1, Rng.of(1)));
    var weight = model.dense().weight().value();
    assertThat(model.coefficients("2").weights())
        .containsEntry("x1", weight.at(0, 2))
        .containsEntry("x2", weight.at(1, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.coefficients("3"))
        .withMessage("softmax regression: no class '3'; there are [0, 1, 2]");
    assertThat(model.predict(Toys.xor().x()).shape().dim(1)).isEqualTo(3);
  }

  @Test
  void theProbabilitiesOfARowHaveSumOne() {
    var data = Toys.blobs(60, 3, 4, Rng.of(1));
    assertThat(SoftmaxRegression.fit(data).probabilities(data.x()).sum(1).toArray())
        .containsOnly(new float[] {1}, within(1e-6f));
  }

  @Test
  void numbersAreNoClasses() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SoftmaxRegression.fit(Toys.sine(9, 0, Rng.of(1))))
        .withMessage("asClasses: the target is a number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SoftmaxRegression.of(Schema.of(2, Target.numbers("y"))))
        .withMessageStartingWith("softmax regression: the target is ");
  }
}
