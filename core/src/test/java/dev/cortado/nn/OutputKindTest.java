package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cortado.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputKindTest {

  private static final Dense LOGITS = Dense.of(2, 3);
  private static final Dense SOFTMAX = Dense.of(2, 3, Activation.softmax());

  @Test
  void theLastActivationTells() {
    assertThat(OutputKind.of(LOGITS)).isEqualTo(OutputKind.LOGITS);
    assertThat(OutputKind.of(SOFTMAX)).isEqualTo(OutputKind.PROBABILITIES);
    assertThat(OutputKind.of(Dense.of(2, 1, Activation.sigmoid())))
        .isEqualTo(OutputKind.PROBABILITIES);
    assertThat(OutputKind.of(Dense.of(2, 1, Activation.tanh()))).isEqualTo(OutputKind.LOGITS);
    assertThat(OutputKind.of(Sequential.of(SOFTMAX, LOGITS))).isEqualTo(OutputKind.LOGITS);
    assertThat(OutputKind.of(Sequential.of(LOGITS, Activation.softmax())))
        .isEqualTo(OutputKind.PROBABILITIES);
    assertThat(OutputKind.of(Sequential.of())).isEqualTo(OutputKind.LOGITS);
  }

  @Test
  void whatChangesNothingIsSeenThrough() {
    assertThat(OutputKind.of(Sequential.of(SOFTMAX, Dropout.of(0.5))))
        .isEqualTo(OutputKind.PROBABILITIES);
    assertThat(OutputKind.of(Sequential.of(Sequential.of(SOFTMAX, Flatten.of()))))
        .isEqualTo(OutputKind.PROBABILITIES);
    assertThat(OutputKind.of(Sequential.of(SOFTMAX, Activation.identity())))
        .isEqualTo(OutputKind.PROBABILITIES);
    assertThat(OutputKind.of(Columns.range(0, 2, SOFTMAX))).isEqualTo(OutputKind.PROBABILITIES);
  }

  @Test
  void whatAddsOrScalesGivesLogits() {
    assertThat(OutputKind.of(Residual.of(SOFTMAX))).isEqualTo(OutputKind.LOGITS);
    assertThat(OutputKind.of(Sequential.of(SOFTMAX, BatchNorm.of(3)))).isEqualTo(OutputKind.LOGITS);
    assertThat(OutputKind.of(Embedding.of(3, 2))).isEqualTo(OutputKind.LOGITS);
  }

  @Test
  void branchesThatDisagreeDoNotTell() {
    assertThat(OutputKind.of(Parallel.of(LOGITS, SOFTMAX))).isEqualTo(OutputKind.UNKNOWN);
    assertThat(OutputKind.of(Parallel.of(SOFTMAX, SOFTMAX))).isEqualTo(OutputKind.PROBABILITIES);
  }

  @Test
  void meansOfModelsAreWhatTheModelsGive() {
    assertThat(OutputKind.of(Average.of(Averaging.VALUES, List.of(SOFTMAX, SOFTMAX))))
        .isEqualTo(OutputKind.PROBABILITIES);
    assertThat(OutputKind.of(Average.of(Averaging.LOGITS, List.of(LOGITS, LOGITS))))
        .isEqualTo(OutputKind.LOGITS);
    assertThat(
            OutputKind.of(
                Sequential.of(LOGITS, Activation.softmax(), MemberMean.of(Averaging.VALUES))))
        .isEqualTo(OutputKind.PROBABILITIES);
    assertThat(MembersLoss.of(Loss.crossEntropy()).expects()).isEqualTo(OutputKind.LOGITS);
  }

  @Test
  void aLayerOfOnesOwnTellsItself() {
    record Own(OutputKind outputKind) implements Layer {
      @Override
      public Tensor forward(Tensor x, Pass pass) {
        return x;
      }
    }

    assertThat(OutputKind.of(Sequential.of(new Own(OutputKind.PROBABILITIES), Dropout.of(0.1))))
        .isEqualTo(OutputKind.PROBABILITIES);
    assertThat(OutputKind.UNKNOWN.orElse(OutputKind.LOGITS)).isEqualTo(OutputKind.LOGITS);
    assertThat(OutputKind.VALUES.orElse(OutputKind.LOGITS)).isEqualTo(OutputKind.VALUES);
  }

  @Test
  void lossesSayWhatTheyExpect() {
    assertThat(Loss.mse().summed().expects()).isEqualTo(OutputKind.VALUES);
    assertThat(Loss.huber(1).times(2).expects()).isEqualTo(OutputKind.VALUES);
    assertThat(Loss.binaryCrossEntropy().expects()).isEqualTo(OutputKind.LOGITS);
    assertThat(Loss.binaryCrossEntropyOfProbabilities().expects())
        .isEqualTo(OutputKind.PROBABILITIES);
    assertThat(Loss.crossEntropy().labelSmoothing(0.1).expects()).isEqualTo(OutputKind.LOGITS);
    assertThat(Loss.nll().expects()).isEqualTo(OutputKind.LOG_PROBABILITIES);
    Loss own = (y, t) -> y.sub(t).flatten();
    assertThat(own.expects()).isEqualTo(OutputKind.UNKNOWN);
  }

  @Test
  void probabilitiesAreThoseOfClassesOrOfEachLabel() {
    var z = Tensor.of(new float[][] {{0, 0}, {2, -2}});
    assertThat(OutputKind.LOGITS.probabilities("p", z, false).sameBits(z.softmax(1))).isTrue();
    assertThat(OutputKind.LOGITS.probabilities("p", z, true).sameBits(z.sigmoid())).isTrue();
    assertThat(OutputKind.LOG_PROBABILITIES.probabilities("p", z, false).sameBits(z.exp()))
        .isTrue();
    assertThat(OutputKind.PROBABILITIES.probabilities("p", z, false)).isSameAs(z);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OutputKind.UNKNOWN.probabilities("brier", z, false))
        .withMessage(
            "brier: the outputs are of an unknown kind, expected logits or probabilities; say"
                + " which: OutputKind.LOGITS or OutputKind.PROBABILITIES");
  }
}
