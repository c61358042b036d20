package dev.cortado.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class Log10Test {

  @Test
  void isGoodToThirteenDigits() {
    for (double x = 1e-310; x < 1e308; x *= 1.3717) {
      double expected = StrictMath.log10(x);
      assertThat(Log10.of(x)).isCloseTo(expected, within(1e-13 * Math.max(1, Math.abs(expected))));
    }
    assertThat(Log10.of(Double.MAX_VALUE)).isCloseTo(308.2547155599167, within(1e-10));
    assertThat(Log10.of(Double.MIN_VALUE)).isCloseTo(-323.3062153431158, within(1e-10));
  }

  @Test
  void isExactAtOne() {
    assertThat(Log10.of(1)).isZero();
  }

  @Test
  void ascends() {
    double before = Double.NEGATIVE_INFINITY;
    for (double x = 0.5; x < 3; x += 1e-4) {
      assertThat(Log10.of(x)).isGreaterThan(before);
      before = Log10.of(x);
    }
  }

  @Test
  void whatHasNoLogarithmIsNotANumber() {
    assertThat(
            new double[] {
              Log10.of(0), Log10.of(-1), Log10.of(Double.POSITIVE_INFINITY), Log10.of(Double.NaN)
            })
        .containsOnly(Double.NaN);
  }
}
