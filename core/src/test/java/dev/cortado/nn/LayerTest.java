package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cortado.autograd.Parameter;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerTest {

  /** As in the documentation of Layer. */
  private record Gated(Dense value, Dense gate) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      var open = gate.forward(x, pass.at("gate")).sigmoid();
      return value.forward(x, pass.at("value")).mul(open);
    }
  }

  @Test
  void aLayerOfOnesOwnIsARecord() {
    var gated = new Gated(Dense.of(4, 2), Dense.of(4, 2));
    assertThat(gated.state().keySet())
        .containsExactly("value.weight", "value.bias", "gate.weight", "gate.bias");
    gated.start(Rng.of(1));
    gated.gate().weight().set(Tensor.zeros(4, 2));
    var x = Rng.of(2).normal(Shape.of(3, 4));
    // an open gate of σ(0) = ½
    assertThat(gated.predict(x).sameBits(gated.value().predict(x).mul(0.5))).isTrue();
  }

  @Test
  void aNewModelIsBlankAndSaysHowToStartIt() {
    var model = Sequential.of(Dense.of(2, 3));
    assertThat(model.parameters()).allMatch(Parameter::isBlank);
    assertThatIllegalStateException()
        .isThrownBy(() -> model.predict(Tensor.ones(1, 2)))
        .withMessage(
            "parameter [2, 3] has no value yet; start its model, as in model.start(Rng.of(42))");
  }

  @Test
  void theSameSeedStartsTheSame() {
    var a = Dense.of(4, 3).start(Rng.of(1));
    var b = Dense.of(4, 3).start(Rng.of(1));
    var c = Dense.of(4, 3).start(Rng.of(2));
    var x = Tensor.ones(1, 4);
    assertThat(a.predict(x).sameBits(b.predict(x))).isTrue();
    assertThat(a.predict(x).sameBits(c.predict(x))).isFalse();
  }

  @Test
  void addingALayerMovesNoOtherLayersNumbers() {
    var shorter = Sequential.of(Dense.of(4, 3), Dense.of(3, 3));
    var longer = Sequential.of(Dense.of(4, 3), Dense.of(3, 3), Dense.of(3, 9));
    shorter.start(Rng.of(7));
    longer.start(Rng.of(7));
    shorter
        .state()
        .forEach((name, cell) ->
            assertThat(cell.value().sameBits(longer.state().get(name).value())).as(name).isTrue());
  }

  @Test
  void layersOfOneShapeStartDifferently() {
    var model = Sequential.of(Dense.of(3, 3), Dense.of(3, 3));
    model.start(Rng.of(7));
    var state = model.state();
    assertThat(state.get("layers.0.weight").value().sameBits(state.get("layers.1.weight").value()))
        .isFalse();
  }

  @Test
  void aModelThatStartsAgainForgetsItsTraining() {
    var model = Sequential.of(Dense.of(3, 2), Residual.of(BatchNorm.of(2)), Activation.prelu());
    model.start(Rng.of(7));
    var before = values(model);
    model.forward(Rng.of(1).normal(Shape.of(8, 3)), Pass.training(Rng.of(1)));
    model.parameters().forEach(cell -> cell.set(cell.value().add(1)));
    assertThat(before)
        .zipSatisfy(values(model), (was, is) -> assertThat(was.sameBits(is)).isFalse());
    model.start(Rng.of(7));
    assertThat(before)
        .zipSatisfy(values(model), (was, is) -> assertThat(was.sameBits(is)).isTrue());
  }

  private static List<Tensor> values(Layer model) {
    return model.state().values().stream().map(cell -> cell.value()).toList();
  }

  @Test
  void aPassHasItsOwnNumbersForEachPart() {
    var pass = Pass.training(Rng.of(3));
    assertThat(pass.at("a")).isEqualTo(Pass.training(Rng.of(3).at("a")));
    assertThat(pass.at("layers", 2)).isEqualTo(pass.at("layers.2"));
    assertThat(Pass.inference().at("a")).isEqualTo(Pass.inference());
    assertThat(Pass.inference().at("layers", 2)).isEqualTo(Pass.inference());
  }
}
