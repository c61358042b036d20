package dev.cortado.optim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.autograd.Parameter;
import dev.cortado.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightAveragingTest {

  private final Parameter weight = Parameter.of(Tensor.of(8, 16));
  private final Updater updater = updater();

  private Updater updater() {
    var state = new LinkedHashMap<String, Parameter>();
    state.put("w", weight);
    return Updater.of(Sgd.of(1), state, List.of(), WeightAveraging.exponential(0.5));
  }

  private void step(double share) {
    updater.applyArrays(List.of(new float[] {1, 2}), 1, 1, share);
  }

  @Test
  void theFirstStepIsTheAverageAndLaterOnesMoveIt() {
    step(1);
    assertThat(updater.slots().get("w/average").toArray()).containsExactly(7, 14);
    step(0.5);
    assertThat(weight.value().toArray()).containsExactly(6, 12);
    assertThat(updater.slots().get("w/average").toArray()).containsExactly(6.5f, 13);
    step(0);
    assertThat(updater.slots().get("w/average").toArray()).containsExactly(6.5f, 13);
  }

  @Test
  void theWeightsAreBackAfterALookAtTheAverage() {
    step(1);
    step(0.5);
    var seen = UpdaterAccess.averaged(updater, weight::value);
    assertThat(seen.toArray()).containsExactly(6.5f, 13);
    assertThat(weight.value().toArray()).containsExactly(6, 12);
    assertThat(updater.slots().get("w/average").toArray()).containsExactly(6.5f, 13);
  }

  @Test
  void anExponentialAverageTakesInEachStep() {
    var averaging = WeightAveraging.exponential(0.75);
    assertThat(averaging.shareOfStep(1)).isEqualTo(1);
    assertThat(averaging.shareOfStep(2)).isEqualTo(0.25);
    assertThat(averaging.shareOfEpoch(2)).isZero();
    assertThat(averaging.isThere(0, 0)).isFalse();
    assertThat(averaging.isThere(1, 0)).isTrue();
  }

  @Test
  void aUniformAverageIsTheMeanOfItsEpochs() {
    var averaging = WeightAveraging.uniform(3);
    assertThat(averaging.shareOfStep(1)).isZero();
    assertThat(averaging.shareOfEpoch(2)).isZero();
    assertThat(averaging.shareOfEpoch(3)).isEqualTo(1);
    assertThat(averaging.shareOfEpoch(5)).isEqualTo(1.0 / 3);
    assertThat(averaging.isThere(99, 2)).isFalse();
    assertThat(averaging.isThere(99, 3)).isTrue();
  }
}
