package dev.cortado.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrigonometryTest {

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 0.01, 1, 30, 1e4, 0x1p20 / 4001})
  void agreesWithTheReference(double step) {
    for (int i = -4_000; i <= 4_000; i++) {
      double x = i * step;
      if (Math.abs(x) <= 0x1p20) {
        assertThat(Trigonometry.sin(x)).as("sin %s", x).isEqualTo(StrictMath.sin(x), within(1e-15));
        assertThat(Trigonometry.cos(x)).as("cos %s", x).isEqualTo(StrictMath.cos(x), within(1e-15));
      }
    }
  }

  @Test
  void keepsItsDigitsNearTheZeros() {
    for (int quarter = -400; quarter <= 400; quarter++) {
      double x = quarter * (Math.PI / 2);
      double sine = StrictMath.sin(x);
      assertThat(Trigonometry.sin(x)).isEqualTo(sine, within(1e-12 * Math.abs(sine)));
    }
  }

  @Test
  void sineIsOddAndCosineEvenToTheBit() {
    for (double x = 0.003; x < 50; x += 0.017) {
      assertThat(Trigonometry.sin(-x)).isEqualTo(-Trigonometry.sin(x));
      assertThat(Trigonometry.cos(-x)).isEqualTo(Trigonometry.cos(x));
    }
  }

  @Test
  void isExactAtZeroAndNotANumberAtInfinity() {
    assertThat(Trigonometry.sin(0)).isZero();
    assertThat(Trigonometry.cos(0)).isEqualTo(1);
    assertThat(Trigonometry.sin(Double.POSITIVE_INFINITY)).isNaN();
    assertThat(Trigonometry.cos(Double.NEGATIVE_INFINITY)).isNaN();
    assertThat(Trigonometry.sin(Double.NaN)).isNaN();
  }

  @Test
  void cosineIsAccurateOverHalfATurn() {
    for (int i = 0; i <= 100_000; i++) {
      double t = i / 100_000.0;
      assertThat(Trigonometry.cosPi(t)).isEqualTo(StrictMath.cos(Math.PI * t), within(4e-16));
    }
  }

  @Test
  void cosineIsExactAtTheCorners() {
    assertThat(Trigonometry.cosPi(0)).isEqualTo(1);
    assertThat(Trigonometry.cosPi(0.5)).isEqualTo(0);
    assertThat(Trigonometry.cosPi(1)).isEqualTo(-1);
  }

  @Test
  void cosineFallsAllTheWay() {
    double before = 2;
    for (int i = 0; i <= 100_000; i++) {
      double now = Trigonometry.cosPi(i / 100_000.0);
      assertThat(now).isLessThan(before);
      before = now;
    }
  }
}
