package dev.cortado.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CircularTest {

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 0.01, 1, 30, 1e4, 0x1p20 / 4001})
  void agreesWithTheReference(double step) {
    for (int i = -4_000; i <= 4_000; i++) {
      double x = i * step;
      if (Math.abs(x) <= 0x1p20) {
        assertThat(Circular.sin(x)).as("sin %s", x).isEqualTo(StrictMath.sin(x), within(1e-15));
        assertThat(Circular.cos(x)).as("cos %s", x).isEqualTo(StrictMath.cos(x), within(1e-15));
      }
    }
  }

  @Test
  void keepsItsDigitsNearTheZeros() {
    for (int quarter = -400; quarter <= 400; quarter++) {
      double x = quarter * (Math.PI / 2);
      double sine = StrictMath.sin(x);
      assertThat(Circular.sin(x)).isEqualTo(sine, within(1e-12 * Math.abs(sine)));
    }
  }

  @Test
  void sineIsOddAndCosineEvenToTheBit() {
    for (double x = 0.003; x < 50; x += 0.017) {
      assertThat(Circular.sin(-x)).isEqualTo(-Circular.sin(x));
      assertThat(Circular.cos(-x)).isEqualTo(Circular.cos(x));
    }
  }

  @Test
  void isExactAtZeroAndNotANumberAtInfinity() {
    assertThat(Circular.sin(0)).isZero();
    assertThat(Circular.cos(0)).isEqualTo(1);
    assertThat(Circular.sin(Double.POSITIVE_INFINITY)).isNaN();
    assertThat(Circular.cos(Double.NEGATIVE_INFINITY)).isNaN();
    assertThat(Circular.sin(Double.NaN)).isNaN();
  }
}
