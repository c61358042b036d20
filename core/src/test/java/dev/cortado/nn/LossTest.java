package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.cortado.autograd.Autograd;
import dev.cortado.autograd.Parameter;
import dev.cortado.autograd.check.GradCheck;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LossTest {

  static Stream<ElementwiseLoss> elementwise() {
    return Stream.of(
        Loss.mse(),
        Loss.mae(),
        Loss.huber(0.7),
        Loss.binaryCrossEntropy(),
        Loss.binaryCrossEntropy().classWeights(0.5, 3),
        Loss.binaryCrossEntropyOfProbabilities(),
        Loss.perceptron());
  }

  private static Tensor predictions(Shape shape) {
    return Rng.of(1).at("y").uniform(shape, 0.2f, 0.8f);
  }

  private static Tensor targets(Shape shape) {
    return Rng.of(1).at("t").bernoulli(shape, 0.5);
  }

  @ParameterizedTest
  @MethodSource("elementwise")
  void gradientsAgreeWithMovingThePrediction(ElementwiseLoss loss) {
    var shape = Shape.of(5, 3);
    var targets = targets(shape);
    GradCheck.of(y -> loss.perSample(y, targets), predictions(shape)).requireAgreement();
    GradCheck.of(y -> loss.apply(y, targets), predictions(shape)).requireAgreement();
  }

  @Test
  void gradientsAgreeFarFromTheTargetToo() {
    var y = Rng.of(2).normal(Shape.of(6, 2)).mul(4);
    var targets = targets(Shape.of(6, 2));
    for (var loss :
        List.of(
            Loss.mse(), Loss.mae(), Loss.huber(2), Loss.binaryCrossEntropy(), Loss.perceptron())) {
      GradCheck.of(t -> loss.apply(t, targets), y).requireAgreement();
    }
  }

  @ParameterizedTest
  @MethodSource("elementwise")
  void aRowsLossIsTheMeanOverItsElements(ElementwiseLoss loss) {
    var shape = Shape.of(4, 2, 3);
    var rows = loss.perSample(predictions(shape), targets(shape));
    assertThat(rows.shape()).isEqualTo(Shape.of(4));
    var elements = loss.elements(predictions(shape), targets(shape));
    assertThat(rows.sameBits(elements.mean(1, 2))).isTrue();
    var sums = loss.summed().perSample(predictions(shape), targets(shape));
    assertThat(sums.sameBits(elements.sum(1, 2))).isTrue();
    assertThat(loss.perSample(Tensor.of(0.5f, 0.25f), Tensor.of(1, 0)).shape())
        .isEqualTo(Shape.of(2));
  }

  static Stream<Arguments> names() {
    return Stream.of(
        arguments(Loss.mse(), "mse"),
        arguments(Loss.mae(), "mae"),
        arguments(Loss.huber(1), "huber"),
        arguments(Loss.binaryCrossEntropy(), "binaryCrossEntropy"),
        arguments(Loss.binaryCrossEntropyOfProbabilities(), "binaryCrossEntropyOfProbabilities"),
        arguments(Loss.perceptron(), "perceptron"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("names")
  void shapesAreNeverStretched(Loss loss, String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.apply(Tensor.ones(32, 1), Tensor.ones(32)))
        .withMessage(name + ": prediction [32, 1], target [32]: reshape the target with expand(1)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.apply(Tensor.ones(32), Tensor.ones(32, 1)))
        .withMessage(
            name + ": prediction [32], target [32, 1]: reshape the target with squeeze(1)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.apply(Tensor.ones(32, 3), Tensor.ones(32, 1)))
        .withMessage(name + ": prediction [32, 3], target [32, 1]: expected the same shape");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.apply(Tensor.ones(32), Tensor.scalar(1)))
        .withMessage(name + ": prediction [32], target []: expected the same shape");
  }

  @Test
  void readsAsInItsDocumentation() {
    var y = Tensor.of(1, 2, 3);
    var t = Tensor.of(1, 2, 6);
    assertThat(Loss.mse().apply(y, t).item()).isEqualTo(3);
    assertThat(Loss.mse().perSample(y, t)).hasToString("[0. 0. 9.]");
    Loss relative = (prediction, target) -> prediction.sub(target).div(target).abs().mean(1);
    assertThat(relative.apply(y.expand(1), t.expand(1)).item()).isCloseTo(1 / 6f, within(1e-6f));
  }

  @Test
  void theThreeNormalizationsOfTheSquaredError() {
    var y = Tensor.of(new float[][] {{1, 2}, {3, 4}});
    var t = Tensor.of(new float[][] {{1, 0}, {0, 0}});
    // squares 0, 4, 9, 16
    assertThat(Loss.mse().apply(y, t).item()).isEqualTo(29 / 4f);
    assertThat(Loss.mse().summed().apply(y, t).item()).isEqualTo(29 / 2f);
    assertThat(Loss.mse().summed().sum(y, t).item()).isEqualTo(29);
  }

  @Test
  void theGradientOfTheSquaredErrorHasAFactorTwoThatAHalfTakesAway() {
    var y = Tensor.of(5);
    var t = Tensor.of(2);
    assertThat(Autograd.grad(() -> Loss.mse().apply(y, t), y).item()).isEqualTo(6);
    assertThat(Autograd.grad(() -> Loss.mse().times(0.5).apply(y, t), y).item()).isEqualTo(3);
  }

  @Test
  void theLossOfABatchIsTheMeanOfItsRows() {
    var y = predictions(Shape.of(7, 2));
    var t = targets(Shape.of(7, 2));
    var loss = Loss.binaryCrossEntropy();
    assertThat(loss.apply(y, t).sameBits(loss.perSample(y, t).mean())).isTrue();
    assertThat(loss.sum(y, t).sameBits(loss.perSample(y, t).sum())).isTrue();
  }

  @Test
  void weightsMultiplyRows() {
    var y = Tensor.of(1, 2, 3);
    var t = Tensor.of(0, 0, 0);
    assertThat(Loss.mse().apply(y, t, Tensor.of(3, 0, 1)).item()).isEqualTo((3 + 9) / 3f);
    assertThat(Loss.mse().apply(y, t, Tensor.ones(3)).item())
        .isEqualTo(Loss.mse().apply(y, t).item());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Loss.mse().apply(y, t, Tensor.ones(3, 1)))
        .withMessage("loss: weights [3, 1] for prediction [3], expected [3]");
  }

  @Test
  void aLossOfOnesOwnGivesANumberForEachRow() {
    Loss good = (prediction, target) -> prediction.sub(target).abs().mean(1);
    assertThat(good.apply(Tensor.ones(4, 2), Tensor.zeros(4, 2)).item()).isEqualTo(1);
    Loss scalar = (prediction, target) -> prediction.sub(target).square().mean();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scalar.apply(Tensor.ones(32, 1), Tensor.zeros(32, 1)))
        .withMessage(
            "loss: perSample gave [] for prediction [32, 1], expected [32]: a number for each "
                + "row, whose mean is taken by apply");
  }

  @Test
  void aBatchHasRows() {
    for (var empty : new Tensor[] {Tensor.zeros(0, 3), Tensor.scalar(1)}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Loss.mse().apply(empty, empty))
          .withMessage("loss: prediction " + empty.shape() + " has no rows");
    }
  }

  @Test
  void huberIsSquareInsideAndLinearOutside() {
    var loss = Loss.huber(1);
    var zeros = Tensor.zeros(4);
    assertThat(loss.perSample(Tensor.of(0, 0.5f, 1, -3), zeros).toArray())
        .containsExactly(0, 0.125f, 0.5f, 2.5f);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Loss.huber(0))
        .withMessage("huber: delta is 0.0, expected a finite number above 0");
  }

  @Test
  void binaryCrossEntropyStandsExtremeLogits() {
    var loss = Loss.binaryCrossEntropy();
    var z = Tensor.of(1000, -1000, 1000, -1000);
    assertThat(loss.perSample(z, Tensor.of(1, 0, 0, 1)).toArray())
        .containsExactly(0, 0, 1000, 1000);
    var gradient = Autograd.grad(() -> loss.sum(z, Tensor.of(1, 0, 0, 1)), z);
    assertThat(gradient.toArray()).containsExactly(0, 0, 1, -1);
  }

  @Test
  void binaryCrossEntropyOfProbabilitiesAgreesWithLogits() {
    var z = Rng.of(4).normal(Shape.of(50)).mul(3);
    var t = targets(Shape.of(50));
    var apart =
        Loss.binaryCrossEntropyOfProbabilities()
            .perSample(z.sigmoid(), t)
            .sub(Loss.binaryCrossEntropy().perSample(z, t));
    assertThat(apart.abs().max().item()).isLessThan(1e-4f);
  }

  @Test
  void probabilitiesOfZeroAndOneStayFinite() {
    var loss = Loss.binaryCrossEntropyOfProbabilities();
    var p = Tensor.of(0, 1, 0, 1);
    var t = Tensor.of(0, 1, 1, 0);
    var values = loss.perSample(p, t);
    assertThat(values.at(0)).isCloseTo(0, within(1e-6f));
    assertThat(values.at(2)).isCloseTo(16.118f, within(0.001f));
    assertThat(values.at(3)).isCloseTo(16, within(0.2f));
    assertThat(Autograd.grad(() -> loss.sum(p, t), p).toArray()).containsExactly(0, 0, 0, 0);
  }

  @Test
  void targetsOfTwoClassesAreZeroToOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Loss.binaryCrossEntropy().apply(Tensor.ones(3), Tensor.of(1, 0, -1)))
        .withMessage(
            "binaryCrossEntropy: target [3] has -1.0, expected 0 to 1; −1 and 1 become 0 and "
                + "1 by add(1).mul(0.5)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Loss.perceptron().apply(Tensor.ones(2), Tensor.of(0, Float.NaN)))
        .withMessageContaining("perceptron: target [2] has NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            Loss.binaryCrossEntropyOfProbabilities().apply(Tensor.of(0.5f, 3.5f), Tensor.of(0, 1)))
        .withMessage(
            "binaryCrossEntropyOfProbabilities: prediction [2] has 3.5, expected 0 to 1; for "
                + "logits use binaryCrossEntropy()");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Loss.binaryCrossEntropy().classWeights(1, -1))
        .withMessage("binaryCrossEntropy: class weight -1.0, expected a number from 0 on");
  }

  @Test
  void aStepOnThePerceptronsLossIsRosenblattsRule() {
    var x = Tensor.of(new float[][] {{1, 2}, {-1, 1}, {2, -1}});
    var t = Tensor.of(0, 1, 1);
    var theta = Parameter.of(Tensor.of(1, 0.5f));
    var gradient =
        Autograd.valueAndGrad(() -> Loss.perceptron().sum(x.matmul(theta.value()), t), theta)
            .gradients()
            .of(theta);
    // sums 2, −0.5, 1.5: predicted 1, 0, 1, so that the first two are wrong
    assertThat(gradient.toArray()).containsExactly(1 + 1, 2 - 1);
  }
}
