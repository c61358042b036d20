package dev.cortado.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Accuracy, order and edges on a sample of all floats; {@code UlpSweep} in {@code bench} takes
 * every one.
 */
class FunctionsTest {

  /** Odd, so that the low bits vary too: a million floats out of the four billion. */
  private static final int STRIDE = 4_099;

  private static final int NEIGHBORS = 100;

  /** The places around which a sequence changes its course, saturates or overflows. */
  private static final double[] TURNS = {
    0,
    Float.MIN_VALUE,
    Float.MIN_NORMAL,
    0x1p-126,
    0x1p-60,
    0x1p-29,
    0x1p-25,
    0x1p-24,
    0x1p-12,
    StrictMath.log(2) / 2,
    1.5 * StrictMath.log(2),
    2.5 * StrictMath.log(2),
    Math.sqrt(0.5),
    Math.sqrt(0.5) - 1,
    Math.sqrt(2),
    Math.sqrt(2) - 1,
    0.881373587,
    1,
    2,
    3,
    4,
    3.92,
    9.01,
    16.6,
    17.3,
    87.3365,
    88.722839,
    103.2789,
    103.9721,
    104,
    0x1p24,
    0x1p53,
    Float.MAX_VALUE,
    Float.POSITIVE_INFINITY
  };

  private static final float[] SAMPLE = sample();

  @ParameterizedTest
  @EnumSource(UnaryFunction.class)
  void isWithin501ThousandthsOfAnUlp(UnaryFunction f) {
    double worst = 0;
    float worstAt = 0;
    for (float x : SAMPLE) {
      double error = Reference.ulps(apply(f, x), Reference.of(f, x));
      if (error > worst) {
        worst = error;
        worstAt = x;
      }
    }
    assertThat(worst).as("%s(%s)", f, worstAt).isLessThanOrEqualTo(0.501);
  }

  @ParameterizedTest
  @EnumSource(
      value = UnaryFunction.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SIN", "COS"})
  void neverFallsWhereItsArgumentRises(UnaryFunction f) {
    var falls = new ArrayList<Float>();
    float before = Float.NEGATIVE_INFINITY;
    for (float x : SAMPLE) {
      float y = apply(f, x);
      if (y < before) {
        falls.add(x);
      }
      before = y;
    }
    assertThat(falls).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = UnaryFunction.class,
      names = {"TANH", "ERF", "SIN"})
  void isOddToTheBit(UnaryFunction f) {
    var uneven = new ArrayList<Float>();
    for (float x : SAMPLE) {
      if (Float.floatToIntBits(apply(f, -x)) != Float.floatToIntBits(-apply(f, x))) {
        uneven.add(x);
      }
    }
    assertThat(uneven).isEmpty();
  }

  @Test
  void theCosineIsEvenToTheBit() {
    var uneven = new ArrayList<Float>();
    for (float x : SAMPLE) {
      if (Float.floatToIntBits(Functions.cos(-x)) != Float.floatToIntBits(Functions.cos(x))) {
        uneven.add(x);
      }
    }
    assertThat(uneven).isEmpty();
  }

  @Test
  void sineAndCosineAreExactNextToTheirZeros() {
    for (int i = 1; i < 200_000; i++) {
      float angle = (float) (i * (Math.PI / 2));
      assertWithin501ThousandthsOfAnUlp(i % 2 == 0 ? UnaryFunction.SIN : UnaryFunction.COS, angle);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = UnaryFunction.class,
      names = {"SIN", "COS"})
  void anglesAreReducedAlikeBelowAndAboveTheLimit(UnaryFunction f) {
    int limit = place((float) FunctionCoefficients.NEAR_LIMIT);
    for (int i = limit - 100_000; i < limit + 100_000; i++) {
      assertWithin501ThousandthsOfAnUlp(f, at(i));
      assertWithin501ThousandthsOfAnUlp(f, -at(i));
    }
  }

  private static void assertWithin501ThousandthsOfAnUlp(UnaryFunction f, float x) {
    double error = Reference.ulps(apply(f, x), Reference.of(f, x));
    if (!(error <= 0.501)) {
      throw new AssertionError(f + "(" + x + ") is " + error + " ulp off");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = UnaryFunction.class,
      names = {"TANH", "ERF", "EXPM1", "LOG1P", "SIN"})
  void theSignOfZeroIsKept(UnaryFunction f) {
    assertBits(apply(f, 0f), 0f);
    assertBits(apply(f, -0f), -0f);
  }

  @ParameterizedTest
  @EnumSource(
      value = UnaryFunction.class,
      names = {"TANH", "EXPM1", "LOG1P", "SIN"})
  void subnormalNumbersPassUnchanged(UnaryFunction f) {
    for (float x = Float.MIN_VALUE; x < Float.MIN_NORMAL; x *= 3) {
      assertBits(apply(f, x), x);
      assertBits(apply(f, -x), -x);
    }
  }

  @ParameterizedTest
  @EnumSource(UnaryFunction.class)
  void notANumberStaysSo(UnaryFunction f) {
    for (int bits : new int[] {0x7fc00000, 0xffc00000, 0x7f800001, 0xffffffff}) {
      assertThat(apply(f, Float.intBitsToFloat(bits))).isNaN();
    }
  }

  /**
   * What {@code docs/numerics.md} fixes: another number here is another version of the contract.
   */
  @ParameterizedTest
  @CsvSource({
    "EXP, ca6d974f",
    "EXPM1, 7753bac9",
    "LOG, a6a688da",
    "LOG1P, 02454334",
    "TANH, 7644d791",
    "SIGMOID, d9c8150b",
    "SOFTPLUS, 824a5b0f",
    "ERF, 48e203d2",
    "SIN, 359c0f3a",
    "COS, 7655d5f6"
  })
  void bitsAreThoseOfVersionOne(UnaryFunction f, String checksum) {
    var bytes = ByteBuffer.allocate(4 * SAMPLE.length);
    for (float x : SAMPLE) {
      bytes.putInt(Float.floatToIntBits(apply(f, x)));
    }
    var crc = new CRC32();
    crc.update(bytes.array());
    assertThat(HexFormat.of().toHexDigits((int) crc.getValue())).isEqualTo(checksum);
  }

  @Test
  void limitsAtInfinity() {
    float infinity = Float.POSITIVE_INFINITY;
    assertThat(Functions.exp(infinity)).isEqualTo(infinity);
    assertBits(Functions.exp(-infinity), 0f);
    assertThat(Functions.expm1(infinity)).isEqualTo(infinity);
    assertThat(Functions.expm1(-infinity)).isEqualTo(-1);
    assertThat(Functions.log(infinity)).isEqualTo(infinity);
    assertThat(Functions.log1p(infinity)).isEqualTo(infinity);
    assertThat(Functions.tanh(infinity)).isEqualTo(1);
    assertThat(Functions.sigmoid(infinity)).isEqualTo(1);
    assertBits(Functions.sigmoid(-infinity), 0f);
    assertThat(Functions.softplus(infinity)).isEqualTo(infinity);
    assertBits(Functions.softplus(-infinity), 0f);
    assertThat(Functions.erf(infinity)).isEqualTo(1);
    assertThat(Functions.sin(infinity)).isNaN();
    assertThat(Functions.sin(-infinity)).isNaN();
    assertThat(Functions.cos(infinity)).isNaN();
    assertThat(Functions.cos(-infinity)).isNaN();
  }

  @Test
  void logarithmsEndWhereTheirDomainEnds() {
    assertThat(Functions.log(0f)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(Functions.log(-0f)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(Functions.log(-Float.MIN_VALUE)).isNaN();
    assertThat(Functions.log(Float.NEGATIVE_INFINITY)).isNaN();
    assertThat(Functions.log1p(-1f)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(Functions.log1p(Math.nextDown(-1f))).isNaN();
    assertThat(Functions.log1p(Float.NEGATIVE_INFINITY)).isNaN();
  }

  @Test
  void wellKnownValuesAreExact() {
    assertBits(Functions.exp(0f), 1f);
    assertBits(Functions.exp(1f), 2.7182817f);
    assertBits(Functions.log(1f), 0f);
    assertBits(Functions.log(2f), 0.6931472f);
    assertBits(Functions.sigmoid(0f), 0.5f);
    assertBits(Functions.softplus(0f), 0.6931472f);
    assertBits(Functions.erf(1f), 0.8427008f);
    assertBits(Functions.erf(0.5f), 0.5204999f);
    assertBits(Functions.sin(1f), 0.84147096f);
    assertBits(Functions.sin((float) Math.PI), -8.742278e-8f);
    assertBits(Functions.cos(0f), 1f);
    assertBits(Functions.cos(1f), 0.5403023f);
    assertBits(Functions.cos((float) Math.PI), -1f);
  }

  @ParameterizedTest
  @EnumSource(
      value = UnaryFunction.class,
      names = {"TANH", "ERF", "SIGMOID", "SIN", "COS"})
  void aBoundedFunctionKeepsItsBounds(UnaryFunction f) {
    float lowest = f == UnaryFunction.SIGMOID ? 0 : -1;
    var outside = new ArrayList<Float>();
    for (float x : SAMPLE) {
      float y = apply(f, x);
      boolean defined = !Double.isNaN(Reference.of(f, x));
      if (defined && !(lowest <= y && y <= 1)) {
        outside.add(x);
      }
    }
    assertThat(outside).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = UnaryFunction.class,
      names = {"EXP", "SIGMOID", "SOFTPLUS"})
  void underflowsThroughTheSubnormalNumbers(UnaryFunction f) {
    assertThat(apply(f, -100f))
        .isBetween(Float.MIN_VALUE, Float.MIN_NORMAL)
        .isEqualTo((float) StrictMath.exp(-100));
    assertBits(apply(f, -103.9f), Float.MIN_VALUE);
    assertBits(apply(f, -104f), 0f);
  }

  @Test
  void logOfADoubleKeepsFortyNineBits() {
    var random = new Random(42);
    for (int i = 0; i < 200_000; i++) {
      double near = 1 + Math.scalb(random.nextDouble() - 0.5, -random.nextInt(50));
      double far = Math.scalb(1 + random.nextDouble(), random.nextInt(2_046) - 1_022);
      assertKeepsFortyNineBits(near);
      assertKeepsFortyNineBits(far);
    }
    assertThat(Functions.log(1.0)).isEqualTo(0.0);
    assertThat(Functions.log(0.0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(Functions.log(-1.0)).isNaN();
    assertThat(Functions.log(Double.NaN)).isNaN();
    assertThat(Functions.log(Double.POSITIVE_INFINITY)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  private static void assertKeepsFortyNineBits(double x) {
    double expected = StrictMath.log(x);
    assertThat(Functions.log(x))
        .as("log(%s)", x)
        .isEqualTo(expected, within(Math.abs(expected) * 0x1p-49));
  }

  private static void assertBits(float actual, float expected) {
    assertThat(Float.floatToRawIntBits(actual))
        .as("%s, not %s", actual, expected)
        .isEqualTo(Float.floatToRawIntBits(expected));
  }

  private static float apply(UnaryFunction f, float x) {
    return switch (f) {
      case EXP -> Functions.exp(x);
      case EXPM1 -> Functions.expm1(x);
      case LOG -> Functions.log(x);
      case LOG1P -> Functions.log1p(x);
      case TANH -> Functions.tanh(x);
      case SIGMOID -> Functions.sigmoid(x);
      case SOFTPLUS -> Functions.softplus(x);
      case ERF -> Functions.erf(x);
      case SIN -> Functions.sin(x);
      case COS -> Functions.cos(x);
    };
  }

  /** From −∞ to +∞: every {@code STRIDE}-th float, and the neighbors of each turn. */
  private static float[] sample() {
    int lowest = place(Float.NEGATIVE_INFINITY);
    int highest = place(Float.POSITIVE_INFINITY);
    var strided = LongStream.iterate(lowest, i -> i <= highest, i -> i + STRIDE);
    var turns =
        DoubleStream.of(TURNS)
            .flatMap(x -> DoubleStream.of(-x, x))
            .mapToLong(x -> place((float) x))
            .flatMap(i -> LongStream.rangeClosed(i - NEIGHBORS, i + NEIGHBORS))
            .filter(i -> lowest <= i && i <= highest);
    double[] sorted =
        LongStream.concat(strided, turns).sorted().mapToDouble(i -> at((int) i)).toArray();
    var sample = new float[sorted.length];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = (float) sorted[i];
    }
    return sample;
  }

  /** Where {@code x} stands in the order of all floats, −0 just below +0. */
  private static int place(float x) {
    return flip(Float.floatToIntBits(x));
  }

  private static float at(int place) {
    return Float.intBitsToFloat(flip(place));
  }

  private static int flip(int i) {
    return i ^ (i >> 31 & Integer.MAX_VALUE);
  }
}
