package dev.cortado.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cortado.autograd.Parameter;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlotsTest {

  private final Slots slots = slots();

  private static Slots slots() {
    var state = new LinkedHashMap<String, Parameter>();
    state.put("layers.0.weight", Parameter.of(Tensor.ones(2, 3)));
    state.put("layers.0.bias", Parameter.of(Tensor.ones(3)));
    return Updater.of(Adam.of(1e-3), state).slots();
  }

  @Test
  void areNamedByParameterAndSlotInOrder() {
    assertThat(slots.names())
        .containsExactly(
            "layers.0.weight/m", "layers.0.weight/v", "layers.0.bias/m", "layers.0.bias/v");
    assertThat(slots.tensors().sequencedKeySet()).containsExactlyElementsOf(slots.names());
  }

  @Test
  void everyRuleHasTheSlotsOfItsFormula() {
    assertThat(Sgd.of(1).slots()).isEmpty();
    assertThat(Momentum.of(1).slots()).containsExactly("v");
    assertThat(Nesterov.of(1).slots()).containsExactly("v");
    assertThat(AdaGrad.of(1).slots()).containsExactly("s");
    assertThat(RmsProp.of(1).slots()).containsExactly("s");
    assertThat(Adam.of(1).slots()).containsExactly("m", "v");
  }

  @Test
  void startAtZeroInTheShapeOfTheParameter() {
    assertThat(slots.get("layers.0.weight/v").sameBits(Tensor.zeros(2, 3))).isTrue();
    assertThat(slots.get("layers.0.bias/m").sameBits(Tensor.zeros(3))).isTrue();
  }

  @Test
  void comeBackToTheBit() {
    var saved = slots.tensors();
    saved.put(
        "layers.0.weight/m",
        Tensor.of(
            Shape.of(2, 3), -0f, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY, 1e38f, 0.1f));
    slots.restore(saved);
    saved.forEach((name, tensor) -> assertThat(slots.get(name).sameBits(tensor)).as(name).isTrue());
    var other = slots();
    other.restore(slots.tensors());
    saved.forEach((name, tensor) -> assertThat(other.get(name).sameBits(tensor)).as(name).isTrue());
  }

  @Test
  void givesOutCopies() {
    var x = Parameter.of(Tensor.of(1));
    var updater = Updater.of(Momentum.of(0.1), x);
    var before = updater.slots().get("0/v");
    updater.apply(List.of(Tensor.of(1)), 0.1);
    assertThat(before.item()).isZero();
    assertThat(updater.slots().get("0/v").item()).isEqualTo(0.1f);
  }

  @Test
  void refusesWhatAnotherModelOrRuleSavedAndKeepsItsOwn() {
    var few = Map.of("layers.0.bias/m", Tensor.ones(3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> slots.restore(few))
        .withMessage(
            "slots: saved are [layers.0.bias/m], this optimizer has [layers.0.weight/m,"
                + " layers.0.weight/v, layers.0.bias/m, layers.0.bias/v]");
    var wrong = slots.tensors();
    wrong.replaceAll((_, tensor) -> Tensor.full(tensor.shape(), 5));
    wrong.put("layers.0.bias/v", Tensor.ones(4));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> slots.restore(wrong))
        .withMessage("slots: 'layers.0.bias/v' is [4], expected [3]");
    assertThat(slots.get("layers.0.weight/m").sameBits(Tensor.zeros(2, 3))).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> slots.get("bias/m"))
        .withMessageStartingWith("slots: no 'bias/m'; there are [layers.0.weight/m,");
  }
}
