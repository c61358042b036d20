package dev.cortado.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlateauTest {

  @ParameterizedTest
  @ValueSource(strings = {"patience", "cooldown", "accuracy"})
  void agreesWithPyTorch(String name) {
    var golden = Golden.named("plateau-" + name);
    var of = Plateau.of(0.1);
    var plateau =
        switch (name) {
          case "patience" -> of.patience(3);
          case "cooldown" -> of.patience(2).cooldown(4).factor(0.5).threshold(0.05).least(0.02);
          default -> of.patience(2).factor(0.5).whereLargerIsBetter();
        };
    double[] metrics = golden.doubles("metric");
    double[] rates = golden.doubles("rate");
    var state = plateau.start();
    for (int i = 0; i < metrics.length; i++) {
      state = plateau.next(state, metrics[i]);
      assertThat(state.rate()).as("after value %d", i).isEqualTo(rates[i], within(1e-16));
    }
    assertThat(state.rate()).isLessThan(0.1);
  }

  @Test
  void lowersByAnOrderOfMagnitudeAfterItsPatience() {
    var plateau = Plateau.of(1).patience(2);
    var state = plateau.next(plateau.start(), 5);
    for (int i = 0; i < 2; i++) {
      state = plateau.next(state, 5);
      assertThat(state.rate()).isEqualTo(1);
    }
    assertThat(plateau.next(state, 5)).isEqualTo(new Plateau.State(0.1, 5, 0, 0));
    assertThat(plateau.next(state, 4)).isEqualTo(new Plateau.State(1, 4, 0, 0));
  }

  @Test
  void takesNanForNoProgress() {
    var plateau = Plateau.of(1).patience(0);
    assertThat(plateau.next(plateau.start(), Double.NaN).rate()).isEqualTo(0.1);
    var loss = plateau.next(plateau.start(), 3);
    assertThat(plateau.next(loss, Double.NaN)).isEqualTo(new Plateau.State(0.1, 3, 0, 0));
  }

  @Test
  void aNegativeMetricMustBeBeatenByAShareToo() {
    var plateau = Plateau.of(1).patience(0).threshold(0.1);
    var state = plateau.next(plateau.start(), -10);
    assertThat(plateau.next(state, -10.5).rate()).isEqualTo(0.1);
    assertThat(plateau.next(state, -11.5).rate()).isEqualTo(1);
  }

  @Test
  void doesNotGoBelowTheLeast() {
    var plateau = Plateau.of(1).patience(0).least(0.05);
    var state = plateau.next(plateau.start(), 1);
    for (int i = 0; i < 5; i++) {
      state = plateau.next(state, 1);
    }
    assertThat(state.rate()).isEqualTo(0.05);
    var high = Plateau.of(0.01).patience(0).least(0.05);
    assertThat(high.next(high.start(), Double.NaN).rate()).isEqualTo(0.01);
  }
}
