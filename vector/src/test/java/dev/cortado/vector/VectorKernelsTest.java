package dev.cortado.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.tensor.kernel.BinaryFunction;
import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.RowFormula;
import dev.cortado.tensor.kernel.ScalarKernels;
import dev.cortado.tensor.kernel.UnaryFunction;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SIMD and scalar kernels give the same bits; a NaN is a NaN, whatever its payload. */
class VectorKernelsTest {

  private static final float[] SPECIAL = {
    0f,
    -0f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    0x1p-30f,
    -0x1p-30f,
    0.34657f,
    -0.34657f,
    0.70710677f,
    0.7071068f,
    1.4142135f,
    1.4142137f,
    -0.29289323f,
    -1f,
    -1.0000001f,
    1f,
    3.9999998f,
    -4f,
    9.01f,
    -17.5f,
    88.72283f,
    88.72284f,
    103.97f,
    -87.33655f,
    -103.97208f,
    -104f,
    104f,
    1.5707964f,
    -3.1415927f,
    102943.71f,
    0x1.fffffep27f,
    -0x1p28f,
    1e30f,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN,
    Float.intBitsToFloat(0xffc00001)
  };

  private final Kernels vector = VectorKernels.fromTheFirst();
  private final Kernels scalar = new ScalarKernels();

  static IntStream lengths() {
    return IntStream.concat(IntStream.rangeClosed(0, 70), IntStream.of(207, 702, 4096));
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void mapsAnyLengthAtAnyPlaceToTheSameBits(int n) {
    for (UnaryFunction f : UnaryFunction.values()) {
      for (int offset = 0; offset < 3; offset++) {
        float[] x = numbers(n + 2 * offset, n);
        float[] actual = filled(n + 7);
        float[] expected = filled(n + 7);
        vector.map(f, x, offset, actual, 2 * offset, n);
        scalar.map(f, x, offset, expected, 2 * offset, n);
        assertSameBits(actual, expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(UnaryFunction.class)
  void mapsSpecialNumbersInEveryLaneToTheSameBits(UnaryFunction f) {
    int n = SPECIAL.length;
    var x = new float[n * n];
    for (int i = 0; i < x.length; i++) {
      x[i] = SPECIAL[(i + i / n) % n];
    }
    assertMapsAlike(f, x);
  }

  @ParameterizedTest
  @EnumSource(UnaryFunction.class)
  void mapsOneInTenThousandFloatsToTheSameBits(UnaryFunction f) {
    assertMapsAlike(f, everyTenThousandth());
  }

  private void assertMapsAlike(UnaryFunction f, float[] x) {
    var actual = new float[x.length];
    var expected = new float[x.length];
    vector.map(f, x, 0, actual, 0, x.length);
    scalar.map(f, x, 0, expected, 0, x.length);
    assertSameBits(actual, expected);
  }

  @ParameterizedTest
  @EnumSource(UnaryFunction.class)
  void mapsInPlace(UnaryFunction f) {
    float[] x = numbers(207, 1);
    float[] expected = x.clone();
    scalar.map(f, expected, 3, expected, 3, 200);
    vector.map(f, x, 3, x, 3, 200);
    assertSameBits(x, expected);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void sumsToTheSameBits(int n) {
    float[] x = numbers(n + 3, n);
    for (int from = 0; from < 4; from++) {
      assertThat(vector.sum(x, from, n)).isEqualTo(scalar.sum(x, from, n));
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void masksToTheSameBitsAlsoWhereAnOperandLies(int n) {
    float[] slopes = special(n + 5, n);
    float[] y = special(n + 5, n + 1);
    float[] expected = filled(n + 5);
    scalar.mask(slopes, y, expected, 2, n);
    float[] actual = filled(n + 5);
    vector.mask(slopes, y, actual, 2, n);
    assertSameBits(actual, expected);
    float[] overSlopes = slopes.clone();
    vector.mask(overSlopes, y, overSlopes, 2, n);
    float[] overY = y.clone();
    vector.mask(slopes, overY, overY, 2, n);
    assertSameBits(
        Arrays.copyOfRange(overSlopes, 2, n + 2), Arrays.copyOfRange(expected, 2, n + 2));
    assertSameBits(Arrays.copyOfRange(overY, 2, n + 2), Arrays.copyOfRange(expected, 2, n + 2));
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void findsWhatIsNotFiniteAnywhereAndNothingBesideIt(int n) {
    float[] x = new float[n + 5];
    Arrays.fill(x, Float.MAX_VALUE);
    for (int at = 0; at < x.length; at++) {
      for (float strange : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
        x[at] = strange;
        assertThat(vector.isFinite(x, 2, n)).isEqualTo(at < 2 || at >= n + 2);
      }
      x[at] = -0f;
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void goesDownColumnsToTheSameBits(int n) {
    for (int rows : new int[] {1, 2, 3, 4, 5, 8, 31}) {
      float[] x = numbers(2 + (n + 3) * rows, n);
      float[] start = numbers(n + 5, rows);
      float[] sums = start.clone();
      float[] expectedSums = start.clone();
      vector.addRows(x, 2, n + 3, rows, sums, 4, n);
      scalar.addRows(x, 2, n + 3, rows, expectedSums, 4, n);
      assertThat(sums).isEqualTo(expectedSums);
      float[] largest = start.clone();
      float[] expectedLargest = start.clone();
      vector.raiseByRows(x, 2, n + 3, rows, largest, 4, n);
      scalar.raiseByRows(x, 2, n + 3, rows, expectedLargest, 4, n);
      assertThat(largest).isEqualTo(expectedLargest);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 33, 100})
  void addsTheRowsOfALongMatrixToTheSameBits(int rows) {
    int n = 4_100;
    float[] x = numbers(n * rows, 1);
    float[] sums = numbers(n, 2);
    float[] expected = sums.clone();
    vector.addRows(x, 0, n, rows, sums, 0, n);
    scalar.addRows(x, 0, n, rows, expected, 0, n);
    assertThat(sums).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void combinesWithARowToTheSameBits(int n) {
    int rows = n > 1_000 ? 3 : 31;
    int step = n + 3;
    float[] x = special(2 + step * rows, n);
    float[] y = special(2 + step * rows, n + 1);
    for (var f : BinaryFunction.values()) {
      for (int row = 0; row < 3; row++) {
        float[] actual = filled(x.length);
        float[] expected = filled(x.length);
        vector.combine(f, x, row == 1, y, row == 2, 1, actual, 2, step, rows, n);
        scalar.combine(f, x, row == 1, y, row == 2, 1, expected, 2, step, rows, n);
        assertSameBits(actual, expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(RowFormula.class)
  void computesFormulasToTheSameBits(RowFormula f) {
    for (int n : new int[] {1, 15, 16, 17, 63, 64, 65, 130, 257}) {
      int rows = 40;
      float[] x = special(n * rows, n);
      float[] y = special(n * rows, n + 1);
      float[] a = special(n, n + 2);
      float[] b = special(n, n + 3);
      float[] c = special(n, n + 4);
      float[] d = special(n, n + 5);
      float[] actual = filled(n * rows);
      float[] expected = filled(n * rows);
      vector.formula(f, x, y, a, b, c, d, actual, n, n, rows - 1, 0, n);
      scalar.formula(f, x, y, a, b, c, d, expected, n, n, rows - 1, 0, n);
      assertSameBits(actual, expected);
      vector.formula(f, x, y, a, b, c, d, x, n, n, rows - 1, 0, n);
      assertSameBits(Arrays.copyOfRange(x, n, n * rows), Arrays.copyOfRange(expected, n, n * rows));
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void addsProductsSquaresAndMomentsDownColumnsToTheSameBits(int n) {
    for (int rows : new int[] {1, 4, 31, 100}) {
      int step = n + 3;
      float[] a = n % 2 == 0 ? numbers(2 + step * rows, n) : special(2 + step * rows, n);
      float[] b = numbers(2 + step * rows, n + 1);
      float[] sums = numbers(n + 5, rows);
      float[] expected = sums.clone();
      vector.addProducts(a, b, 2, step, rows, sums, 4, n);
      scalar.addProducts(a, b, 2, step, rows, expected, 4, n);
      assertSameBits(sums, expected);
      vector.addSquares(a, b, 1, 2, step, rows, sums, 4, n);
      scalar.addSquares(a, b, 1, 2, step, rows, expected, 4, n);
      assertSameBits(sums, expected);
      vector.addMoments(a, b, a, 1, 2, step, rows, sums, 4, n);
      scalar.addMoments(a, b, a, 1, 2, step, rows, expected, 4, n);
      assertSameBits(sums, expected);
    }
  }

  @Test
  void choosesAlikeFromAnyWordOn() {
    var random = new Random(3);
    for (int i = 0; i < 300; i++) {
      int n = random.nextInt(3_000);
      int at = random.nextInt(9);
      long key = random.nextLong();
      // Some draws carry into the second word of the counter.
      long first = i % 3 == 0 ? (1L << 34) - random.nextInt(3_000) : random.nextInt(50);
      long threshold = i % 7 == 0 ? 0 : i % 7 == 1 ? 1L << 32 : random.nextLong() >>> 32;
      float no = i % 2 == 0 ? -0f : Float.NaN;
      float[] actual = filled(n + 20);
      float[] expected = filled(n + 20);
      vector.choose(key, first, threshold, 1.25f, no, actual, at, n);
      scalar.choose(key, first, threshold, 1.25f, no, expected, at, n);
      assertSameBits(actual, expected);
    }
  }

  @Test
  void sumsStepsAlike() {
    var random = new Random(4);
    for (int n : new int[] {1, 3, 16, 17, 64, 100, 256, 300, 600}) {
      int k = 1 + random.nextInt(40);
      float[] x = numbers(k, n);
      float[] b = numbers(n * k, n + 1);
      int[] steps = IntStream.range(0, k).filter(_ -> random.nextInt(3) > 0).toArray();
      for (int count : new int[] {0, steps.length / 2, steps.length}) {
        float[] actual = filled(n + 2);
        float[] expected = filled(n + 2);
        vector.steps(b, n).sum(x, steps, count, actual);
        scalar.steps(b, n).sum(x, steps, count, expected);
        assertSameBits(actual, expected);
      }
    }
  }

  @Test
  void sumsNegativeZerosToPositiveZero() {
    var x = new float[99];
    Arrays.fill(x, -0f);
    assertThat(Float.floatToRawIntBits(vector.sum(x, 0, 99))).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 50, 98})
  void sumsInfinitiesAndNaNsAlike(int place) {
    for (float odd : new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN}) {
      float[] x = numbers(99, 5);
      x[place] = odd;
      assertThat(Float.compare(vector.sum(x, 0, 99), odd)).isZero();
      assertThat(Float.compare(scalar.sum(x, 0, 99), odd)).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void findsTheSameMaximumWhereverItIs(int n) {
    float[] x = numbers(n + 3, n);
    for (int place = 0; place < n; place += 1 + n / 90) {
      x[3 + place] = 1e10f + place;
      assertThat(vector.max(x, 3, n)).isEqualTo(1e10f + place).isEqualTo(scalar.max(x, 3, n));
      x[3 + place] = -1;
    }
  }

  @Test
  void theMaximumPutsPositiveZeroAboveNegativeZeroAndNaNAboveAll() {
    for (int place = 0; place < 99; place++) {
      var x = new float[99];
      Arrays.fill(x, -0f);
      assertThat(Float.floatToRawIntBits(vector.max(x, 0, 99))).isEqualTo(0x8000_0000);
      x[place] = 0;
      assertThat(Float.floatToRawIntBits(vector.max(x, 0, 99))).isZero();
      x[(place + 1) % 99] = Float.POSITIVE_INFINITY;
      x[place] = Float.intBitsToFloat(0xffc00000);
      assertThat(vector.max(x, 0, 99)).isNaN();
    }
  }

  @Test
  void isNamedAfterItsWidth() {
    assertThat(vector.name()).matches("vector, \\d+ bits");
  }

  /** Of all sizes, most of them between −5 and 5. */
  private static float[] numbers(int n, int seed) {
    var random = new Random(seed);
    var x = new float[n];
    for (int i = 0; i < n; i++) {
      float normal = (float) random.nextGaussian();
      x[i] = i % 5 == 4 ? Math.scalb(normal, random.nextInt(40) - 20) : 2 * normal;
    }
    return x;
  }

  /** Numbers, and here and there one that is special. */
  private static float[] special(int n, int seed) {
    float[] x = numbers(n, seed);
    var random = new Random(seed);
    for (int i = random.nextInt(5); i < n; i += 1 + random.nextInt(9)) {
      x[i] = SPECIAL[random.nextInt(SPECIAL.length)];
    }
    return x;
  }

  private static float[] filled(int n) {
    var y = new float[n];
    Arrays.fill(y, 7);
    return y;
  }

  private static float[] everyTenThousandth() {
    var x = new float[(int) ((1L << 32) / 9_999)];
    for (int i = 0; i < x.length; i++) {
      x[i] = Float.intBitsToFloat(i * 9_999);
    }
    return x;
  }

  private static void assertSameBits(float[] actual, float[] expected) {
    // Tells −0 from +0, but not NaN from NaN.
    int at = Arrays.mismatch(actual, expected);
    assertThat(at).as(() -> at + ": " + actual[at] + " ≠ " + expected[at]).isNegative();
  }
}
