package dev.cortado.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The power that schedules are made of, against the strict one of the JDK. */
class PowerTest {

  @Test
  void wholePowersAreProducts() {
    assertThat(Power.of(3, 0)).isEqualTo(1);
    assertThat(Power.of(3, 5L)).isEqualTo(243);
    assertThat(Power.of(0.5, 1074)).isEqualTo(Double.MIN_VALUE);
    assertThat(Power.of(0, 3)).isEqualTo(0);
    assertThat(Power.of(0.999, Long.MAX_VALUE)).isEqualTo(0);
    for (int n = 0; n < 5_000; n++) {
      double expected = StrictMath.pow(0.999, n);
      assertThat(Power.of(0.999, n)).isEqualTo(expected, within(1e-12 * expected));
    }
  }

  @Test
  void otherPowersAreAccurate() {
    for (double exponent : new double[] {0.1, 0.5, 0.9, 1.5, 2.25, -0.75}) {
      for (int i = 1; i <= 2_000; i++) {
        double base = i / 1_000.0;
        double expected = StrictMath.pow(base, exponent);
        assertThat(Power.of(base, exponent)).isEqualTo(expected, within(1e-13 * expected));
      }
    }
    assertThat(Power.of(0, 0.5)).isEqualTo(0);
  }
}
