package dev.cortado.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarKernelsTest {

  private final Kernels kernels = new ScalarKernels();

  @ParameterizedTest
  @EnumSource(UnaryFunction.class)
  void mapWritesItsPartOfTheArrayAndNothingElse(UnaryFunction f) {
    float[] x = {9, 0.25f, 0.5f, 9};
    float[] y = {7, 7, 7, 7, 7};
    kernels.map(f, x, 1, y, 2, 2);
    assertThat(y).containsExactly(7, 7, rounded(f, 0.25), rounded(f, 0.5), 7);
  }

  @ParameterizedTest
  @EnumSource(UnaryFunction.class)
  void mapWorksInPlace(UnaryFunction f) {
    float[] x = {0.25f, 0.5f, 1};
    kernels.map(f, x, 0, x, 0, 3);
    assertThat(x).containsExactly(rounded(f, 0.25), rounded(f, 0.5), rounded(f, 1));
  }

  private static float rounded(UnaryFunction f, double x) {
    return (float) Reference.of(f, x);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 8, 15, 16, 17, 31, 32, 33, 100, 207, 702, 4095, 4096})
  void sumFollowsTheContract(int n) {
    var random = new Random(n);
    var x = new float[n + 3];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian() * 1e4f;
    }
    assertThat(kernels.sum(x, 3, n)).isEqualTo(sumByTheBook(x, 3, n));
  }

  private static float sumByTheBook(float[] x, int from, int n) {
    var sums = new float[Numerics.LANES];
    for (int i = 0; i < n; i++) {
      sums[i % sums.length] += x[from + i];
    }
    for (int half = sums.length / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        sums[lane] += sums[lane + half];
      }
    }
    return sums[0];
  }

  @Test
  void sumOfNothingAndOfNegativeZerosIsZero() {
    assertThat(Float.floatToRawIntBits(kernels.sum(new float[0], 0, 0))).isZero();
    assertThat(Float.floatToRawIntBits(kernels.sum(new float[] {-0f, -0f}, 0, 2))).isZero();
  }

  @Test
  void sumOfInfinities() {
    float infinity = Float.POSITIVE_INFINITY;
    assertThat(kernels.sum(new float[] {1, infinity, 2}, 0, 3)).isEqualTo(infinity);
    assertThat(kernels.sum(new float[] {-infinity, infinity}, 0, 2)).isNaN();
  }

  @Test
  void maxLooksAtItsPartOnly() {
    assertThat(kernels.max(new float[] {9, -3, -1, -2, 9}, 1, 3)).isEqualTo(-1);
    assertThat(kernels.max(new float[] {9, -3, 9}, 1, 1)).isEqualTo(-3);
  }

  @Test
  void maxFindsTheLargestWhereverItIs() {
    for (int n = 1; n < 20; n++) {
      for (int place = 0; place < n; place++) {
        var x = new float[n + 2];
        Arrays.fill(x, -1);
        x[0] = 9;
        x[n + 1] = 9;
        x[1 + place] = -0.5f;
        assertThat(kernels.max(x, 1, n)).isEqualTo(-0.5f);
      }
    }
  }

  @Test
  void maxPutsPositiveZeroAboveNegativeZero() {
    assertThat(Float.floatToRawIntBits(kernels.max(new float[] {-0f, 0f, -0f}, 0, 3))).isZero();
    assertThat(Float.floatToRawIntBits(kernels.max(new float[] {-0f, -1, -0f}, 0, 3)))
        .isEqualTo(Float.floatToRawIntBits(-0f));
  }

  @Test
  void maxWithOneNaNIsNaN() {
    float minusNaN = Float.intBitsToFloat(0xffc00000);
    assertThat(kernels.max(new float[] {1, Float.NaN, Float.POSITIVE_INFINITY}, 0, 3)).isNaN();
    assertThat(kernels.max(new float[] {1, minusNaN, 2}, 0, 3)).isNaN();
  }
}
