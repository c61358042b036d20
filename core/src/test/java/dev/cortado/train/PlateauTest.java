package dev.cortado.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlateauTest {

  @Test
  void lowersByAnOrderOfMagnitudeAfterItsPatience() {
    var plateau = Plateau.on("valid.loss").patience(2);
    var state = plateau.next(plateau.start(false), 5, false);
    for (int i = 0; i < 2; i++) {
      state = plateau.next(state, 5, false);
      assertThat(state.scale()).isEqualTo(1);
    }
    assertThat(plateau.next(state, 5, false)).isEqualTo(new Plateau.RateScale(0.1, 5, 0, 0));
    assertThat(plateau.next(state, 4, false)).isEqualTo(new Plateau.RateScale(1, 4, 0, 0));
  }

  @Test
  void ofAMetricThatShouldGrowTheLargerValueIsBetter() {
    var plateau = Plateau.on("valid.accuracy").patience(0);
    var state = plateau.next(plateau.start(true), 0.7, true);
    assertThat(plateau.next(state, 0.8, true)).isEqualTo(new Plateau.RateScale(1, 0.8, 0, 0));
    assertThat(plateau.next(state, 0.6, true)).isEqualTo(new Plateau.RateScale(0.1, 0.7, 0, 0));
  }

  @Test
  void takesNanForNoProgress() {
    var plateau = Plateau.on("valid.loss").patience(0);
    assertThat(plateau.next(plateau.start(false), Double.NaN, false).scale()).isEqualTo(0.1);
    var loss = plateau.next(plateau.start(false), 3, false);
    assertThat(plateau.next(loss, Double.NaN, false))
        .isEqualTo(new Plateau.RateScale(0.1, 3, 0, 0));
  }

  @Test
  void aNegativeMetricMustBeBeatenByAShareToo() {
    var plateau = Plateau.on("valid.loss").patience(0).threshold(0.1);
    var state = plateau.next(plateau.start(false), -10, false);
    assertThat(plateau.next(state, -10.5, false).scale()).isEqualTo(0.1);
    assertThat(plateau.next(state, -11.5, false).scale()).isEqualTo(1);
  }

  @Test
  void doesNotGoBelowTheLeast() {
    var plateau = Plateau.on("valid.loss").patience(0).least(0.05);
    var state = plateau.next(plateau.start(false), 1, false);
    for (int i = 0; i < 5; i++) {
      state = plateau.next(state, 1, false);
    }
    assertThat(state.scale()).isEqualTo(0.05);
  }
}
