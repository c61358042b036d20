package dev.cortado.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.tensor.kernel.Numerics;
import dev.cortado.tensor.kernel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorMatmulTest {

  private static final int A_FROM = 3;
  private static final int B_FROM = 5;
  private static final int C_FROM = 7;
  private static final int[] SIZES = {
    1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13, 15, 16, 17, 23, 24, 25, 31, 33, 47, 48, 49, 63, 65, 95, 97,
    200
  };
  private static final int[] LENGTHS = {0, 1, 2, 3, 5, 8, 15, 33, 64, 200, 511, 512, 513, 1025};

  /** One product: its sizes, its operands' layouts, and the operands inside larger arrays. */
  private record Case(
      int m, int n, int k, boolean aTransposed, boolean bTransposed, float[] a, float[] b) {

    Case(int m, int n, int k, boolean aTransposed, boolean bTransposed) {
      this(
          m,
          n,
          k,
          aTransposed,
          bTransposed,
          numbers(A_FROM + m * k, 1),
          numbers(B_FROM + k * n, 2));
    }

    @Override
    public String toString() {
      return m + "x" + n + "x" + k + (aTransposed ? " A'" : "") + (bTransposed ? " B'" : "");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void givesTheBitsOfTheContractAtEverySizeAndTransposition(int threads) {
    try (var workers = Workers.of(threads)) {
      var matmul = new SimdMatmul();
      for (var product : cases()) {
        assertThat(actual(product, matmul, workers)).as("%s", product).isEqualTo(expected(product));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void blocksMeetWithoutGapOrOverlap(int threads) {
    try (var workers = Workers.of(threads)) {
      var matmul = new SimdMatmul();
      for (var product :
          List.of(
              new Case(1_300, 70, 90, false, false),
              new Case(1_030, 50, 600, true, false),
              new Case(1_300, 450, 40, false, false),
              new Case(1_030, 1_100, 40, true, false),
              new Case(40, 1_700, 64, false, true),
              new Case(9, 1_601, 1_030, true, true),
              new Case(1, 2_000, 700, false, false),
              new Case(2, 1_100, 513, false, false),
              new Case(2_000, 1, 513, false, false))) {
        assertThat(actual(product, matmul, workers)).as("%s", product).isEqualTo(expected(product));
      }
    }
  }

  @Test
  void specialValuesGoThroughEveryStepInOrder() {
    try (var workers = Workers.of(2)) {
      var matmul = new SimdMatmul();
      for (var product : cases()) {
        sprinkle(product.a, 29, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
        sprinkle(product.b, 31, Float.NEGATIVE_INFINITY, 0f, Float.NaN, Float.MAX_VALUE);
        assertThat(actual(product, matmul, workers)).as("%s", product).isEqualTo(expected(product));
        sprinkle(product.a, 1, -0f, 1e-30f, Float.MIN_VALUE, -1e-30f, 0f, -Float.MIN_NORMAL, -1f);
        sprinkle(product.b, 1, 1f, -Float.MIN_VALUE, 1e-10f, 0.5f, -0f);
        assertThat(actual(product, matmul, workers)).as("%s", product).isEqualTo(expected(product));
      }
    }
  }

  @Test
  void sumsThatAreMinusZeroStayMinusZero() {
    try (var workers = Workers.of(1)) {
      var product = new Case(40, 50, 513, false, true);
      Arrays.fill(product.a, -Float.MIN_VALUE); // each step underflows to -0
      Arrays.fill(product.b, Float.MIN_VALUE);
      var c = actual(product, new SimdMatmul(), workers);
      assertThat(c).isEqualTo(expected(product));
      assertThat(c[C_FROM]).isEqualTo(Float.floatToIntBits(-0f));
    }
  }

  @Test
  void scratchOfAFormerProductDoesNotShow() {
    try (var workers = Workers.of(1)) {
      var matmul = new SimdMatmul();
      var former = new Case(100, 100, 100, false, false);
      Arrays.fill(former.a, Float.NaN);
      actual(former, matmul, workers);
      var product = new Case(61, 37, 33, false, false);
      assertThat(actual(product, matmul, workers)).isEqualTo(expected(product));
    }
  }

  @Test
  void bitsStayWhileSimdTakesOver() {
    try (var workers = Workers.of(2)) {
      var matmul = new VectorMatmul(WarmUp.inBackground());
      var product = new Case(120, 110, 600, false, true);
      var expected = expected(product);
      for (int i = 0; i < 200; i++) { // some of them after enough work for the warm-up to begin
        assertThat(actual(product, matmul, workers)).isEqualTo(expected);
      }
    }
  }

  private static int[] actual(Case product, Matmul matmul, Workers workers) {
    var c = around(product);
    matmul.multiply(
        product.a,
        A_FROM,
        product.aTransposed,
        product.b,
        B_FROM,
        product.bTransposed,
        c,
        C_FROM,
        product.m,
        product.n,
        product.k,
        workers);
    return bits(c);
  }

  /** The contract, spelled out element by element. */
  private static int[] expected(Case product) {
    int m = product.m;
    int n = product.n;
    int k = product.k;
    var c = around(product);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        float total = 0;
        for (int from = 0; from < k; from += Numerics.MATMUL_BLOCK) {
          float sum = 0;
          for (int p = from; p < Math.min(k, from + Numerics.MATMUL_BLOCK); p++) {
            float x = product.a[A_FROM + (product.aTransposed ? p * m + i : i * k + p)];
            float y = product.b[B_FROM + (product.bTransposed ? j * k + p : p * n + j)];
            sum = Math.fma(x, y, sum);
          }
          total = from == 0 ? sum : total + sum;
        }
        c[C_FROM + i * n + j] = total;
      }
    }
    return bits(c);
  }

  /** Every size with another at every length; the transpositions take turns. */
  private static List<Case> cases() {
    var cases = new ArrayList<Case>();
    for (int i = 0; i < SIZES.length; i++) {
      for (int l = 0; l < LENGTHS.length; l++) {
        int other = SIZES[(i * 7 + l * 5) % SIZES.length];
        int transposition = (i + l) % 4;
        cases.add(
            new Case(SIZES[i], other, LENGTHS[l], transposition % 2 == 1, transposition / 2 == 1));
        cases.add(
            new Case(other, SIZES[i], LENGTHS[l], transposition % 2 == 0, transposition / 2 == 1));
      }
    }
    return cases;
  }

  private static float[] around(Case product) {
    var c = new float[C_FROM + product.m * product.n + 4];
    Arrays.fill(c, 1234.5f);
    return c;
  }

  private static void sprinkle(float[] x, int stride, float... specials) {
    for (int i = 0; i < x.length; i += stride) {
      x[i] = specials[i / stride % specials.length];
    }
  }

  /** Full mantissas around 0, so that any other order of additions shows. */
  private static float[] numbers(int n, int seed) {
    var x = new float[n];
    int state = 0x9E3779B9 * seed;
    for (int i = 0; i < n; i++) {
      state = state * 1664525 + 1013904223;
      x[i] = state * 0x1p-31f;
    }
    return x;
  }

  /** Bits, with one NaN for all: which NaN comes out of two is the processor's choice. */
  private static int[] bits(float[] x) {
    var bits = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      bits[i] = Float.floatToIntBits(x[i]);
    }
    return bits;
  }
}
