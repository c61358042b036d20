package dev.cortado.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cortado.autograd.Parameter;
import dev.cortado.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterGroupTest {

  @ParameterizedTest
  @CsvSource({
    "layers.0.weight, true",
    "layers.0, true",
    "layers, true",
    "layers.*.weight, true",
    "**.weight, true",
    "**, true",
    "**.0.*, true",
    "layers.**.weight, true",
    "layers.1, false",
    "weight, false",
    "**.bias, false",
    "layers.*, true",
    "layers.*.*.*, false",
    "layer, false",
    "**.**.**.weight, true",
  })
  void aPatternMatchesANamePartByPart(String pattern, boolean matches) {
    assertThat(ParameterGroup.of(pattern).matches("layers.0.weight")).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "layers..0", "layers.", " "})
  void aPatternOfNoPartsIsRefused(String pattern) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ParameterGroup.of(pattern))
        .withMessage(
            "group: pattern '"
                + pattern
                + "', expected parts of a name, such as **.bias or layers.0");
  }

  @Test
  void aGroupOfATypeNeedsTheModel() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> updater(Sgd.of(1), state(), ParameterGroup.of(String.class)))
        .withMessage(
            "group: layers of type String cannot be told from names; use Recipe.updater(model)");
  }

  private static SequencedMap<String, Parameter> state() {
    var state = new LinkedHashMap<String, Parameter>();
    state.put("a.weight", Parameter.of(Tensor.of(1, 2)));
    state.put("a.bias", Parameter.of(Tensor.of(1, 2)));
    state.put("b.weight", Parameter.of(Tensor.of(1, 2)));
    return state;
  }

  private static void step(Updater updater, double rate) {
    updater.apply(
        updater.parameters().stream().map(it -> Tensor.ones(it.shape().dims())).toList(), rate);
  }

  private static Updater updater(
      Optimizer rule, SequencedMap<String, Parameter> state, ParameterGroup... groups) {
    return Updater.of(rule, state, List.of(groups), WeightAveraging.none());
  }

  @Test
  void theRateOfAGroupIsMultiplied() {
    var state = state();
    var rule = Sgd.of(1);
    step(updater(rule, state, ParameterGroup.of("**.bias").rate(0.5)), 0.5);
    assertThat(state.get("a.weight").value().toArray()).containsExactly(0.5f, 1.5f);
    assertThat(state.get("a.bias").value().toArray()).containsExactly(0.75f, 1.75f);
    assertThat(state.get("b.weight").value().toArray()).containsExactly(0.5f, 1.5f);
  }

  @Test
  void theDecayOfAGroupIsMultipliedAndFollowsItsRateOnce() {
    var state = state();
    var rule = Sgd.of(1).decay(Decay.decoupled(0.5));
    step(
        updater(
            rule,
            state,
            ParameterGroup.of("a.bias").decay(0),
            ParameterGroup.of("b").rate(0.5).decay(2)),
        0.5);
    assertThat(state.get("a.weight").value().toArray()).containsExactly(0.25f, 1);
    assertThat(state.get("a.bias").value().toArray()).containsExactly(0.5f, 1.5f);
    // κ = 1 − 0.25·0.5·2
    assertThat(state.get("b.weight").value().toArray()).containsExactly(0.5f, 1.25f);
  }

  @Test
  void theLastGroupThatMatchesHolds() {
    var state = state();
    step(
        updater(
            Sgd.of(1),
            state,
            ParameterGroup.of("a").rate(0.25),
            ParameterGroup.of("**.bias").rate(0.5)),
        1);
    assertThat(state.get("a.weight").value().toArray()).containsExactly(0.75f, 1.75f);
    assertThat(state.get("a.bias").value().toArray()).containsExactly(0.5f, 1.5f);
  }

  @Test
  void aFactorMayFollowASchedule() {
    var state = state();
    var falling = ParameterGroup.of("a.weight").rate(Schedule.linear(1, 0, 2));
    var updater = updater(Sgd.of(1), state, falling);
    step(updater, 1);
    assertThat(state.get("a.weight").value().toArray()).containsExactly(0, 1);
    step(updater, 1);
    assertThat(state.get("a.weight").value().toArray()).containsExactly(-0.5f, 0.5f);
    step(updater, 1);
    assertThat(state.get("a.weight").value().toArray()).containsExactly(-0.5f, 0.5f);
  }

  @Test
  void whatIsFrozenIsNotTrained() {
    var state = state();
    var updater = updater(Adam.of(1), state, ParameterGroup.frozen("a"));
    assertThat(updater.parameters()).containsExactly(state.get("b.weight"));
    assertThat(updater.slots().names()).containsExactly("b.weight/m", "b.weight/v");
    step(updater, 1);
    assertThat(state.get("a.weight").value().toArray()).containsExactly(1, 2);
  }

  @Test
  void withoutAGroupTheBitsAreThoseOfAGroupThatChangesNothing() {
    var plain = state();
    var grouped = state();
    var rule = AdamW.of(0.1, 0.01);
    var first = updater(rule, plain);
    var second = updater(rule, grouped, ParameterGroup.of("a"));
    for (int i = 0; i < 5; i++) {
      step(first, 0.1);
      step(second, 0.1);
    }
    plain.forEach((name, cell) ->
        assertThat(cell.value().sameBits(grouped.get(name).value())).as(name).isTrue());
  }

  @Test
  void aGroupOfNothingAndATrainingOfNothingAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> updater(Sgd.of(1), state(), ParameterGroup.of("**.bais")))
        .withMessage(
            "group: '**.bais' matches no parameter; there are [a.weight, a.bias, b.weight]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> updater(Sgd.of(1), state(), ParameterGroup.frozen("**")))
        .withMessage("updater: nothing to train among [a.weight, a.bias, b.weight]");
  }
}
