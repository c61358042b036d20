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
import dev.cortado.optim.Adam;
import dev.cortado.optim.Schedule;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.Recipe;
import dev.cortado.train.Trainer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogisticRegressionTest {

  static List<Golden> golden() {
    return Golden.all("logistic");
  }

  private static float cost(Dense dense, Dataset data, double c) {
    return Loss.binaryCrossEntropy()
        .apply(dense.predict(data.x()), data.asBinary().y())
        .add(Penalty.l2(1 / (2 * c * data.size())).of(dense))
        .item();
  }

  @ParameterizedTest
  @MethodSource("golden")
  void hasTheWeightsOfScikitLearn(Golden golden) {
    var data = golden.classes();
    var model = LogisticRegression.fit(data, golden.setting());
    assertThat(model.dense().weight().value().toArray())
        .containsExactly(golden.weight().toArray(), within(3e-3f));
    assertThat(model.probabilities(data.x().slice(0, 0, 5)).toArray())
        .containsExactly(golden.prediction().toArray(), within(3e-4f));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void itsCostIsNoHigherThanThatOfScikitLearn(Golden golden) {
    var model = LogisticRegression.fit(golden.classes(), golden.setting());
    var theirs =
        new Dense(
            Parameter.of(golden.weight()), Parameter.of(golden.bias()), Activation.identity());
    assertThat(cost(model.dense(), golden.classes(), golden.setting()))
        .isLessThanOrEqualTo(cost(theirs, golden.classes(), golden.setting()) + 1e-6f);
  }

  @Test
  void oneIsTheDefault() {
    var data = golden().getFirst().classes();
    assertThat(LogisticRegression.fit(data).dense().weight().value())
        .matches(it -> it.sameBits(LogisticRegression.fit(data, 1).dense().weight().value()));
  }

  @Test
  void withAPenaltyItStaysFiniteWhereALinePartsTheClasses() {
    var data = Toys.gauss(100, 0.1, Rng.of(1));
    var model = LogisticRegression.fit(data);
    assertThat(model.coefficients().weights().values()).allMatch(weight -> Math.abs(weight) < 5);
    assertThat(Evaluation.of(model, data.asBinary()).value("accuracy")).isEqualTo(1);
    var free = LogisticRegression.fit(data, Double.POSITIVE_INFINITY);
    assertThat(free.coefficients().weights().values()).allMatch(Float::isFinite);
  }

  @Test
  void columnsOfAnySizeAreFitted() {
    var data = Toys.gauss(300, 1, Rng.of(2));
    var model = LogisticRegression.fit(data, Double.POSITIVE_INFINITY);
    var odd =
        Dataset.of(
            Tensor.concat(
                1, data.x().slice(1, 0, 1).mul(1e-12), data.x().slice(1, 1, 2).mul(1e6).add(1e6)),
            data.y(),
            data.schema().target());
    var fitted = LogisticRegression.fit(odd, Double.POSITIVE_INFINITY);
    assertThat(fitted.probabilities(odd.x()).sub(model.probabilities(data.x())).abs().max().item())
        .isLessThan(1e-3f);
    // A penalty counts weights in the units of their columns: one of tiny numbers stays out.
    var weights = LogisticRegression.fit(odd).coefficients().weights();
    assertThat(weights.get("x1")).isEqualTo(0, within(1e-6f));
    assertThat(weights.get("x2")).isLessThan(-1e-6f);
  }

  @Test
  void aConstantColumnHasNoWeight() {
    var data = Toys.gauss(50, 1, Rng.of(3));
    var wide =
        Dataset.of(
            Tensor.concat(1, data.x(), Tensor.full(Shape.of(50, 1), 7)),
            data.y(),
            data.schema().target());
    for (double c : new double[] {1, Double.POSITIVE_INFINITY}) {
      assertThat(LogisticRegression.fit(wide, c).coefficients().weights().get("x3")).isZero();
    }
  }

  @Test
  void stepsOnBatchesLeadToTheSameProbabilities() {
    var data = Toys.gauss(400, 1, Rng.of(5)).asBinary();
    var fitted = LogisticRegression.fit(data);
    var stepped = LogisticRegression.of(data.schema());
    var recipe =
        Recipe.of(Loss.binaryCrossEntropy(), Adam.of(0.05))
            .epochs(60)
            .schedule(Schedule.linear(0.05, 0, 60 * 13))
            .penalty(Penalty.l2(1 / (2.0 * data.size())));
    Trainer.fit(stepped, recipe, data);
    assertThat(
            stepped.probabilities(data.x()).sub(fitted.probabilities(data.x())).abs().max().item())
        .isLessThan(0.01f);
  }

  @Test
  void whatCannotBeFittedIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogisticRegression.fit(Toys.xor(), 0))
        .withMessage(
            "logistic regression: C 0.0, expected a number above 0, infinite for no penalty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogisticRegression.fit(Toys.blobs(9, 3, 1, Rng.of(1))))
        .withMessage("asBinary: 3 classes, expected 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogisticRegression.of(Schema.of(2, Target.classes("a", "b"))))
        .withMessageContaining("expected a binary one; convert two classes with asBinary()");
  }
}
