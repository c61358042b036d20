package dev.cortado.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.autograd.Buffer;
import dev.cortado.autograd.Cell;
import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Errors;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UpdaterTest {

  static List<Optimizer> rules() {
    return List.of(
        Sgd.of(0.05),
        Momentum.of(0.02),
        Momentum.of(0.02).rateOutside().anticipating(),
        Nesterov.of(0.02),
        AdaGrad.of(0.5),
        RmsProp.of(0.02),
        Adam.of(0.05),
        Adam.of(0.05).withEpsilonInside(),
        AdamW.of(0.05, 1e-4));
  }

  private static SequencedMap<String, Cell> state() {
    var state = new LinkedHashMap<String, Cell>();
    state.put("weight", Parameter.of(Tensor.of(new float[][] {{3, -1}, {0.5f, 2}})));
    state.put("mean", Buffer.of(Tensor.of(7, 7)));
    state.put("bias", Parameter.of(Tensor.of(-2, 4)));
    return state;
  }

  private static Tensor loss(SequencedMap<String, Cell> state) {
    var weight = state.get("weight").value();
    var bias = state.get("bias").value();
    return weight.sub(1).square().sum().add(bias.add(0.5).square().mul(3).sum());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyRuleFindsTheBottomOfABowl(Optimizer rule) {
    var state = state();
    var updater = Updater.of(rule, state);
    for (int i = 0; i < 400; i++) {
      updater.step(() -> loss(state), rule.rate());
    }
    assertThat(loss(state).item()).isLessThan(1e-3f);
    assertThat(state.get("mean").value().toArray()).containsExactly(7, 7);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void goesOnToTheSameBitsFromWhatWasSaved(Optimizer rule) {
    var unbroken = state();
    var whole = Updater.of(rule, unbroken);
    for (int i = 0; i < 7; i++) {
      whole.step(() -> loss(unbroken), rule.rate());
    }
    var resumed = state();
    unbroken.forEach((name, stored) -> resumed.get(name).set(stored.value()));
    var rest = Updater.of(rule, resumed);
    rest.restore(whole.steps(), whole.slots().tensors());
    for (int i = 0; i < 5; i++) {
      whole.step(() -> loss(unbroken), rule.rate());
      rest.step(() -> loss(resumed), rule.rate());
    }
    assertThat(rest.steps()).isEqualTo(12);
    unbroken.forEach((name, stored) ->
        assertThat(resumed.get(name).value().sameBits(stored.value())).as(name).isTrue());
    whole
        .slots()
        .tensors()
        .forEach((name, tensor) ->
            assertThat(rest.slots().get(name).sameBits(tensor)).as(name).isTrue());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theBitsDoNotDependOnHowTheParametersAreCut(Optimizer rule) {
    float[] start = {3, -1, 0.5f, 2, -0.25f};
    float[] gradients = {0.1f, -2, 3, 0, 1e-3f};
    var whole = span(rule, start, 0, 5);
    var pieces = span(rule, start, 0, 5);
    for (int t = 1; t <= 3; t++) {
      rule.update(whole, gradients, 0.1, 1, t);
      for (int i = 0; i < 5; i++) {
        var piece = new ParameterSlice(pieces.values(), pieces.slots(), i, i + 1);
        rule.update(piece, gradients, 0.1, 1, t);
      }
    }
    assertThat(pieces.values()).isEqualTo(whole.values());
    assertThat(pieces.slots()).usingRecursiveComparison().isEqualTo(whole.slots());
  }

  private static ParameterSlice span(Optimizer rule, float[] start, int from, int to) {
    var slots = rule.slots().stream().map(_ -> new float[start.length]).toList();
    return new ParameterSlice(start.clone(), slots, from, to);
  }

  @Test
  void trueNesterovTakesItsGradientsWhereTheRewrittenFormLives() {
    var x = Parameter.of(Tensor.of(3, -1));
    var y = Parameter.of(Tensor.of(3, -1));
    var scales = Tensor.of(1, 4);
    var original = Updater.of(Nesterov.of(0.05), x);
    var rewritten = Updater.of(Momentum.of(0.05).anticipating(), y);
    for (int i = 0; i < 20; i++) {
      var ahead = new ArrayList<Tensor>();
      original.step(
          () -> {
            ahead.add(x.value());
            return scales.mul(x.value().square()).sum();
          },
          0.05);
      assertThat(ahead.getFirst().toArray()).containsExactly(y.value().toArray(), within(2e-6f));
      rewritten.step(() -> scales.mul(y.value().square()).sum(), 0.05);
    }
  }

  @Test
  void theParametersAreBackAfterALookAheadThatFails() {
    var x = Parameter.of(Tensor.of(3, -1));
    var updater = Updater.of(Nesterov.of(0.05), x);
    updater.step(() -> x.value().square().sum(), 0.05);
    var before = x.value();
    assertThatIllegalStateException()
        .isThrownBy(() ->
            updater.evaluate(() -> {
              assertThat(x.value().sameBits(before)).isFalse();
              throw Errors.state("the data is gone");
            }));
    assertThat(x.value().sameBits(before)).isTrue();
  }

  @Test
  void aParameterWithTwoNamesIsUpdatedOnce() {
    var shared = Parameter.of(Tensor.of(1));
    var state = new LinkedHashMap<String, Cell>();
    state.put("in.weight", shared);
    state.put("out.weight", shared);
    var updater = Updater.of(Adam.of(0.1), state);
    updater.step(() -> shared.value().sum(), 0.1);
    assertThat(updater.parameters()).containsExactly(shared);
    assertThat(updater.slots().names()).containsExactly("in.weight/m", "in.weight/v");
    assertThat(shared.value().item()).isEqualTo(0.9f, within(1e-6f));
  }

  @Test
  void aRateOfZeroIsAStepThatLeavesTheParameters() {
    var x = Parameter.of(Tensor.of(1));
    var updater = Updater.of(AdamW.of(1e-3, 0.1), x);
    updater.apply(List.of(Tensor.of(2)), 0);
    assertThat(x.value().item()).isEqualTo(1);
    assertThat(updater.steps()).isEqualTo(1);
  }

  @Test
  void refusesWhatDoesNotFitAndChangesNothing() {
    var state = state();
    var updater = Updater.of(Sgd.of(0.1), state);
    var weight = Tensor.ones(2, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> updater.apply(List.of(weight), 0.1))
        .withMessage("updater: 1 gradients for 2 parameters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> updater.apply(List.of(weight, Tensor.ones(3)), 0.1))
        .withMessage("updater: the gradient of 'bias' is [3], the parameter [2]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> updater.apply(List.of(weight, Tensor.ones(2)), Double.NaN))
        .withMessage("updater: rate is NaN, expected a finite number from 0");
    assertThat(updater.steps()).isZero();
    assertThat(state.get("weight").value().toArray()).containsExactly(3, -1, 0.5f, 2);
  }

  @Test
  void refusesAModelWithNothingToTrain() {
    var state = new LinkedHashMap<String, Cell>();
    state.put("mean", Buffer.of(Tensor.of(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Updater.of(Sgd.of(0.1), state))
        .withMessage("updater: nothing to train among [mean]");
  }
}
