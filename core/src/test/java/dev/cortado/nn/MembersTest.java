package dev.cortado.nn;

import static dev.cortado.nn.Doubles.assertEach;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.autograd.check.GradCheck;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several members in one network, and several networks in one model. */
class MembersTest {

  private static final Tensor ROWS = Rng.of(2).at("rows").normal(Shape.of(4, 3));
  private static final Tensor MEMBERS = Rng.of(2).at("members").normal(Shape.of(4, 2, 3));

  private static void assertGradients(Layer layer, Tensor x) {
    layer.start(Rng.of(1));
    var weights = Rng.of(2).at("weights").normal(layer.predict(x).shape());
    GradCheck.of(it -> layer.predict(it).mul(weights), x).requireAgreement();
    GradCheck.of(() -> layer.predict(x).mul(weights), layer.parameters()).requireAgreement();
  }

  @Test
  void gradientsAgreeWithMovingEachNumber() {
    assertGradients(MemberInputs.of(2, 3), ROWS);
    assertGradients(MemberDense.first(2, 3, 5, Activation.tanh()), ROWS);
    assertGradients(MemberDense.of(2, 3, 5, Activation.silu()), MEMBERS);
    assertGradients(MemberHeads.of(2, 3, 5), MEMBERS);
    for (var how : Averaging.values()) {
      GradCheck.of(how::mean, MEMBERS).requireAgreement();
      GradCheck.of(how::mean, MEMBERS.slice(2, 0, 1)).requireAgreement();
    }
  }

  @Test
  void aMemberLayerIsADenseLayerBetweenScales() {
    var layer = MemberDense.of(2, 3, 5, Activation.tanh());
    layer.start(Rng.of(1));
    for (var cell : List.of(layer.inputFactor(), layer.outputFactor())) {
      assertThat(cell.value().toArray()).containsOnly(1);
      cell.set(Rng.of(7).normal(cell.shape()));
    }
    assertEach(
        layer.predict(MEMBERS),
        at -> {
          double sum = 0;
          for (int i = 0; i < 3; i++) {
            sum +=
                (double) MEMBERS.at(at[0], at[1], i)
                    * layer.inputFactor().value().at(at[1], i)
                    * layer.weight().value().at(i, at[2]);
          }
          double scaled = sum * layer.outputFactor().value().at(at[1], at[2]);
          return Math.tanh(scaled + layer.bias().value().at(at[1], at[2]));
        });
  }

  @Test
  void theFirstLayersSignsMakeMembersDifferent() {
    var layer = MemberDense.first(8, 3, 5, Activation.identity());
    layer.start(Rng.of(1));
    assertThat(layer.inputFactor().value().abs().toArray()).containsOnly(1);
    assertThat(layer.inputFactor().value().toArray()).contains(-1, 1);
    assertThat(layer.predict(ROWS).shape()).isEqualTo(Shape.of(4, 8, 5));
  }

  @Test
  void headsHaveWeightsOfTheirOwn() {
    var heads = MemberHeads.of(2, 3, 5);
    heads.start(Rng.of(1));
    assertEach(
        heads.predict(MEMBERS),
        at -> {
          double sum = heads.bias().value().at(at[1], 0, at[2]);
          for (int i = 0; i < 3; i++) {
            sum +=
                (double) MEMBERS.at(at[0], at[1], i) * heads.weight().value().at(at[1], i, at[2]);
          }
          return sum;
        });
  }

  @Test
  void logitsAreAveragedAsProbabilities() {
    var mean = Averaging.LOGITS.mean(MEMBERS).softmax(1);
    var each = MEMBERS.softmax(2);
    assertEach(mean, at -> (each.at(at[0], 0, at[1]) + (double) each.at(at[0], 1, at[1])) / 2);
  }

  @Test
  void aSingleLogitIsAveragedAsAProbability() {
    var single = MEMBERS.slice(2, 0, 1);
    var each = single.sigmoid();
    assertEach(
        Averaging.LOGITS.mean(single).sigmoid(),
        at -> (each.at(at[0], 0, 0) + (double) each.at(at[0], 1, 0)) / 2);
  }

  @Test
  void valuesAreAveraged() {
    assertEach(
        Averaging.VALUES.mean(MEMBERS),
        at -> (MEMBERS.at(at[0], 0, at[1]) + (double) MEMBERS.at(at[0], 1, at[1])) / 2);
  }

  @Test
  void membersAreApartInTrainingAndOneInUse() {
    var end = MemberMean.of(Averaging.VALUES);
    assertThat(end.forward(MEMBERS, Pass.training(Rng.of(1))).sameBits(MEMBERS)).isTrue();
    assertThat(end.predict(MEMBERS).shape()).isEqualTo(Shape.of(4, 3));
  }

  @Test
  void theLossOfMembersIsTheMeanOfTheirLosses() {
    var classes = Tensor.of(0, 2, 1, 1);
    var plain = Loss.crossEntropy().labelSmoothing(0.1);
    var losses = MembersLoss.of(plain).perSample(MEMBERS, classes);
    var first = plain.perSample(MEMBERS.slice(1, 0, 1).squeeze(1), classes);
    var second = plain.perSample(MEMBERS.slice(1, 1, 2).squeeze(1), classes);
    assertEach(losses, at -> (first.at(at) + (double) second.at(at)) / 2);
    assertThat(
            MembersLoss.of(plain).perSample(ROWS, classes).sameBits(plain.perSample(ROWS, classes)))
        .isTrue();
    GradCheck.of(it -> MembersLoss.of(plain).perSample(it, classes), MEMBERS).requireAgreement();
  }

  @Test
  void theLossOfMembersTakesTargetsOfSeveralNumbers() {
    var target = Rng.of(3).normal(Shape.of(4, 3));
    assertEach(
        MembersLoss.of(Loss.mse()).perSample(MEMBERS, target),
        at -> {
          double sum = 0;
          for (int member = 0; member < 2; member++) {
            for (int i = 0; i < 3; i++) {
              double error = MEMBERS.at(at[0], member, i) - target.at(at[0], i);
              sum += error * error;
            }
          }
          return sum / 6;
        });
  }

  @Test
  void anAverageOfModelsAnswersTheirMean() {
    var models = List.of(Dense.of(3, 2), Dense.of(3, 2), Dense.of(3, 2));
    for (int i = 0; i < models.size(); i++) {
      models.get(i).start(Rng.of(i));
    }
    var average = Average.of(Averaging.VALUES, models);
    assertThat(average.state()).containsKey("models.2.weight");
    assertEach(
        average.predict(ROWS),
        at -> models.stream().mapToDouble(model -> model.predict(ROWS).at(at)).sum() / 3);
    var probabilities = Average.of(Averaging.LOGITS, models).predict(ROWS).softmax(1);
    assertThat(probabilities.sum(1).sub(1).abs().max().item()).isCloseTo(0, within(1e-6f));
  }

  @Test
  void otherShapesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MemberInputs.of(2, 4).predict(ROWS))
        .withMessage("memberInputs: [4, 3], expected [rows, 4]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MemberDense.of(3, 3, 1, Activation.relu()).predict(MEMBERS))
        .withMessage("memberDense: [4, 2, 3], expected [rows, 3] or [rows, 3, 3]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MemberHeads.of(3, 3, 1).predict(MEMBERS))
        .withMessage("memberHeads: [4, 2, 3], expected [rows, 3, 3]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Averaging.VALUES.mean(ROWS))
        .withMessage("averaging: [4, 3], expected [rows, members, outputs]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MembersLoss.of(Loss.mse()).perSample(MEMBERS, Tensor.zeros(3, 3)))
        .withMessage("membersLoss: prediction [4, 2, 3], target [3, 3]");
  }
}
