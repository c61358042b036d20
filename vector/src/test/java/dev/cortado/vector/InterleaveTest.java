package dev.cortado.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterleaveTest {

  private static final int LANES = Tiling.LANES;
  private static final float NOT_WRITTEN = -1;

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8})
  void numbersOfAColumnComeSideBySide(int rows) {
    int from = 3;
    int toFrom = 5;
    for (int steps = LANES; steps < 4 * LANES; steps++) {
      int stride = steps + 2;
      float[] x = ascending(from + rows * stride);
      float[] to = notWritten(toFrom + rows * steps + LANES);
      Interleave.rows(x, from, stride, rows, steps, to, toFrom);
      float[] expected = notWritten(to.length);
      for (int p = 0; p < steps; p++) {
        for (int r = 0; r < rows; r++) {
          expected[toFrom + p * rows + r] = x[from + r * stride + p];
        }
      }
      assertThat(to).as("%d steps", steps).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void twoRowsBecomeVectorsThatLieApart(int vectorsApart) {
    int stride = vectorsApart * LANES;
    int half = LANES / 2;
    for (int steps = 2; steps < 40; steps++) {
      int n = half * steps;
      float[] x = ascending(2 * n + 1);
      float[] to = notWritten(1 + steps * stride);
      Interleave.two(x, 0, n + 1, n, to, 1, stride);
      float[] expected = notWritten(to.length);
      for (int i = 0; i < n; i++) {
        int at = 1 + i / half * stride + 2 * (i % half);
        expected[at] = x[i];
        expected[at + 1] = x[n + 1 + i];
      }
      assertThat(to).as("%d steps", steps).isEqualTo(expected);
    }
  }

  private static float[] ascending(int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = i;
    }
    return x;
  }

  private static float[] notWritten(int n) {
    float[] x = new float[n];
    Arrays.fill(x, NOT_WRITTEN);
    return x;
  }
}
