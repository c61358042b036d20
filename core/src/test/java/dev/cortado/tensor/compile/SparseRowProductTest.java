package dev.cortado.tensor.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.ScalarKernels;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A product that leaves out zeros has the bits of one that does not. */
class SparseRowProductTest {

  private final Kernels kernels = Compute.current().kernels();
  private final Random random = new Random(5);

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 7", "17, 255", "16, 256", "19, 257", "256, 784", "10, 1000", "400, 30"})
  void hasTheBitsOfTheWholeProduct(int n, int k) {
    for (int of : List.of(0, 1, 2, 5, 100)) { // one in so many is not zero; with 0, none
      float[] x = numbers(k);
      for (int p = 0; p < k; p++) {
        if (of == 0 || random.nextInt(of) != 0) {
          x[p] = random.nextBoolean() ? 0f : -0f;
        }
      }
      assertSame(x, numbers(n * k), n, k);
    }
  }

  @Test
  void sumsThatUnderflowHaveTheSignTheyWouldHave() {
    int n = 40;
    int k = 600;
    float[] kinds = {0f, -0f, 1f, -1f, Float.MIN_VALUE, -Float.MIN_VALUE};
    for (int round = 0; round < 200; round++) {
      float[] x = new float[k];
      float[] b = new float[n * k];
      // Few steps that count and tiny factors: many sums are zeros, of both signs.
      for (int i = 0; i < 4; i++) {
        x[random.nextInt(k)] = kinds[random.nextInt(kinds.length)];
      }
      for (int i = 0; i < b.length; i++) {
        b[i] = kinds[random.nextInt(kinds.length)] * 1e-10f;
      }
      assertSame(x, b, n, k);
    }
  }

  @Test
  void whatIsNoNumberInTheRowStaysSo() {
    float[] x = {0, Float.NaN, 0, Float.POSITIVE_INFINITY};
    assertSame(x, numbers(4 * 5), 5, 4);
  }

  /** Zero times infinity is no number, so nothing may be left out. */
  @Test
  void aMatrixWithInfinitiesIsMultipliedWhole() {
    var x = Tensor.zeros(1, 40);
    float[] b = numbers(40 * 30);
    b[77] = Float.NEGATIVE_INFINITY;
    assertThat(repeated(x, Tensor.of(Shape.of(40, 30), b))[17]).isNaN();
  }

  @Test
  void aProgramLeavesZerosOut() {
    var b = Tensor.of(Shape.of(40, 30), numbers(40 * 30));
    var x = Tensor.of(Shape.of(1, 40), numbers(40)).relu();
    assertThat(repeated(x, b)).isEqualTo(x.matmul(b).toArray());
  }

  private static float[] repeated(Tensor x, Tensor b) {
    var ready = Compiled.of(x, List.of(b), Rng.of(1), () -> x.matmul(b));
    return ready.run(x, Rng.of(1)).toArray();
  }

  private void assertSame(float[] x, float[] b, int n, int k) {
    float[] expected = new float[n];
    var compute = Compute.current();
    kernels.matmul(x, 0, false, b, 0, false, expected, 0, 1, n, k, compute.workers());
    for (var way : List.of(kernels, new ScalarKernels())) {
      float[] actual = numbers(n);
      new SparseRowProduct(way.steps(b, n), n, k).multiply(x, actual);
      assertThat(actual).isEqualTo(expected);
    }
  }

  private float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }
}
