package dev.cortado.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.tensor.kernel.Philox;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden numbers are what the Python program in {@code docs/numerics.md} prints. */
class RngTest {

  private static final int MANY = 1 << 20;

  // keys

  @Test
  void keysAreGolden() {
    var rng = Rng.of(42);
    assertThat(rng.key()).isEqualTo(42);
    assertThat(rng.at(0).key()).isEqualTo(0xa9124021f513d252L);
    assertThat(rng.at(-1).key()).isEqualTo(0x0ff58b50b6b28660L);
    assertThat(rng.at("").key()).isEqualTo(0x34be9fc9927368efL);
    assertThat(rng.at("poids·é").key()).isEqualTo(0x307530c6902d288dL);
    assertThat(rng.at("layers.0").at("weight").at(3).key()).isEqualTo(0x1b465616bb2c5603L);
  }

  @Test
  void isAValue() {
    assertThat(Rng.of(7).at("shuffle").at(3)).isEqualTo(Rng.of(7).at("shuffle").at(3));
    assertThat(Rng.of(7).at("shuffle").at(3)).isNotEqualTo(Rng.of(8).at("shuffle").at(3));
  }

  @Test
  void aPathIsMoreThanItsText() {
    var rng = Rng.of(1);
    assertThat(rng.at("a.b")).isNotEqualTo(rng.at("a").at("b"));
    assertThat(rng.at("a").at("b")).isNotEqualTo(rng.at("b").at("a"));
    assertThat(rng.at("1")).isNotEqualTo(rng.at(1));
    assertThat(rng.at(0)).isNotEqualTo(rng);
  }

  @Test
  void aMillionChildrenHaveAMillionKeys() {
    var keys = new HashSet<Long>();
    for (int i = 0; i < 500_000; i++) {
      keys.add(Rng.of(3).at(i).key());
      keys.add(Rng.of(3).at("layer." + i).key());
    }
    assertThat(keys).hasSize(1_000_000);
  }

  @Test
  void drawingTwiceGivesTheSameAndOtherDrawsDoNotMatter() {
    var rng = Rng.of(5).at("a");
    float[] first = normal(rng, 100);
    uniform(rng, 1_000);
    rng.at("b").permutation(10);
    assertThat(normal(rng, 100)).isEqualTo(first);
  }

  // golden draws

  @Test
  void uniformIsGolden() {
    assertThat(uniform(Rng.of(42), 6))
        .containsExactly(0.61295986f, 0.4685865f, 0.0732317f, 0.3408615f, 0.98771864f, 0.32706332f);
  }

  @Test
  void normalIsGolden() {
    assertThat(normal(Rng.of(42), 6))
        .containsExactly(
            0.2870419f, -0.07882347f, -1.4521371f, -0.41011295f, 2.2482116f, -0.44803664f);
  }

  /** Seeds searched for a first word of 6 and one of 2^32 − 2. */
  @Test
  void normalIsGoldenFarFromZero() {
    assertThat(normal(Rng.of(483_601_999), 1)).containsExactly(-5.930138f);
    assertThat(normal(Rng.of(67_750_675), 1)).containsExactly(6.1664295f);
  }

  @Test
  void bernoulliIsGolden() {
    assertThat(bernoulli(Rng.of(42), 0.5, 12)).containsExactly(0, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 0);
  }

  @Test
  void permutationIsGolden() {
    assertThat(Rng.of(42).permutation(10)).containsExactly(7, 0, 6, 2, 4, 8, 5, 9, 1, 3);
  }

  // ranges and shapes

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 1",
    "3, 2",
    "5, 0",
    "0, 1000",
    "2, 700",
    "251, 10",
    "253, 256",
    "258, 257",
    "999, 1"
  })
  void aRangeOfADrawIsThatPartOfTheWhole(int first, int n) {
    var rng = Rng.of(11);
    float[] range = new float[n + 2];

    rng.fillUniform(0, 1, first, range, 1, n);
    assertThat(Arrays.copyOfRange(range, 1, n + 1))
        .isEqualTo(Arrays.copyOfRange(uniform(rng, 1_000), first, first + n));

    rng.fillNormal(first, range, 1, n);
    assertThat(Arrays.copyOfRange(range, 1, n + 1))
        .isEqualTo(Arrays.copyOfRange(normal(rng, 1_000), first, first + n));

    rng.fillBernoulli(0.5, first, range, 1, n);
    assertThat(Arrays.copyOfRange(range, 1, n + 1))
        .isEqualTo(Arrays.copyOfRange(bernoulli(rng, 0.5, 1_000), first, first + n));

    assertThat(range[0]).isZero();
    assertThat(range[n + 1]).isZero();
  }

  @Test
  void aRangeMayStartFarBeyondTheFirstFourBillionBlocks() {
    float[] range = new float[1];
    Rng.of(42).fillUniform(0, 1, (1L << 34) + 6, range, 0, 1);
    int[] words = new int[4];
    Philox.block(42, (1L << 32) + 1, 0, words, 0);
    assertThat(range).containsExactly((words[2] >>> 8) * 0x1p-24f);
  }

  @Test
  void aTensorHoldsTheDrawInRowMajorOrder() {
    var rng = Rng.of(11);
    var shape = Shape.of(2, 3);
    assertThat(rng.uniform(shape).shape()).isEqualTo(shape);
    assertThat(rng.uniform(shape).toArray()).isEqualTo(uniform(rng, 6));
    assertThat(rng.uniform(shape, 0, 1).toArray()).isEqualTo(uniform(rng, 6));
    assertThat(rng.normal(shape).toArray()).isEqualTo(normal(rng, 6));
    assertThat(rng.bernoulli(shape, 0.5).toArray()).isEqualTo(bernoulli(rng, 0.5, 6));
    assertThat(rng.normal(Shape.of(0, 3)).toArray()).isEmpty();
  }

  // uniform

  @Test
  void uniformFillsItsRangeEvenly() {
    float[] values = uniform(Rng.of(1), MANY);
    int[] buckets = new int[256];
    for (float value : values) {
      buckets[(int) (value * 256)]++;
    }
    assertThat(mean(values)).isCloseTo(0.5, within(5 * Math.sqrt(1.0 / 12 / MANY)));
    assertThat(variance(values)).isCloseTo(1.0 / 12, within(5 * Math.sqrt(1.0 / 180 / MANY)));
    assertPlausible(chiSquare(buckets), 255);
  }

  @Test
  void neighborsInAStreamAreUnrelated() {
    float[] values = uniform(Rng.of(2), MANY);
    int[] buckets = new int[256];
    for (int i = 0; i < MANY; i += 2) {
      buckets[16 * (int) (values[i] * 16) + (int) (values[i + 1] * 16)]++;
    }
    assertPlausible(chiSquare(buckets), 255);
  }

  @Test
  void uniformBetweenBoundsStaysBelowTheUpperOne() {
    float[] values = new float[10_000];
    Rng.of(3).fillUniform(-2, 5, 0, values, 0, values.length);
    assertThat(mean(values)).isCloseTo(1.5, within(5 * 7 / Math.sqrt(12.0 * values.length)));
    for (float value : values) {
      assertThat(value).isGreaterThanOrEqualTo(-2).isLessThan(5);
    }
    // between 1 and the next float there is nothing: all draws are 1, though most round up
    Rng.of(3).fillUniform(1, Math.nextUp(1f), 0, values, 0, values.length);
    assertThat(values).containsOnly(1f);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "NaN, 1", "0, NaN", "0, Infinity", "-Infinity, 0", "-3e38, 3e38"})
  void uniformRefusesARangeThatIsNone(float low, float high) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rng.of(1).uniform(Shape.of(2), low, high))
        .withMessage(
            "uniform: low is %s and high is %s, expected low < high and a finite distance",
            low, high);
  }

  // normal

  /** Values to 20 digits from mpmath: {@code sqrt(2)·erfinv(2p − 1)}. */
  @ParameterizedTest
  @CsvSource({
    "0.5, 0",
    "0.55, 0.12566134685507414641",
    "0.6, 0.25334710313579974132",
    "0.75, 0.6744897501960817432",
    "0.9, 1.2815515655446005935",
    "0.925, 1.4395314709384562291",
    "0.95, 1.6448536269514722843",
    "0.975, 1.9599639845400538556",
    "0.99, 2.3263478740408407676",
    "0.999, 3.0902323061678132778",
    "1e-6, -4.7534243088228989573",
    "1e-9, -5.9978070150076868614",
    "1.16415321826934814453125e-10, -6.3379577545537892493",
  })
  void theNormalQuantileIsAccurate(double p, double expected) {
    assertThat(Rng.normalQuantile(p)).isCloseTo(expected, within(1e-14 * Math.abs(expected)));
  }

  @Test
  void theNormalQuantileRisesAndMirrorsToTheBit() {
    float before = Float.NEGATIVE_INFINITY;
    for (long word = 0; word <= 0xFFFFFFFFL; word += 16_381) {
      double p = (word + 0.5) * 0x1p-32;
      float value = (float) Rng.normalQuantile(p);
      assertThat(value).as("word %d", word).isGreaterThanOrEqualTo(before);
      assertThat(Rng.normalQuantile(1 - p)).isEqualTo(-Rng.normalQuantile(p));
      before = value;
    }
  }

  @Test
  void theNormalQuantileRisesWhereItsTwoFormulasMeet() {
    for (double middle : new double[] {0.075 * 0x1p32, 0.925 * 0x1p32}) {
      double before = Double.NEGATIVE_INFINITY;
      for (long word = (long) middle - 500; word < middle + 500; word++) {
        double value = Rng.normalQuantile((word + 0.5) * 0x1p-32);
        assertThat(value).as("word %d", word).isGreaterThan(before);
        before = value;
      }
    }
  }

  @Test
  void normalHasTheMomentsAndTheShapeOfTheBell() {
    float[] values = normal(Rng.of(1).at("bell"), MANY);
    double thirdMoments = 0;
    double fourthMoments = 0;
    int beyondTwo = 0;
    for (double value : values) {
      thirdMoments += value * value * value;
      fourthMoments += value * value * value * value;
      beyondTwo += Math.abs(value) > 1.959963984540054 ? 1 : 0;
    }
    assertThat(mean(values)).isCloseTo(0, within(5 / Math.sqrt(MANY)));
    assertThat(variance(values)).isCloseTo(1, within(5 * Math.sqrt(2.0 / MANY)));
    assertThat(thirdMoments / MANY).isCloseTo(0, within(5 * Math.sqrt(15.0 / MANY)));
    assertThat(fourthMoments / MANY).isCloseTo(3, within(5 * Math.sqrt(96.0 / MANY)));
    assertThat(beyondTwo / (double) MANY).isCloseTo(0.05, within(5 * Math.sqrt(0.0475 / MANY)));
  }

  // bernoulli

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.2, 0.5, 0.9})
  void bernoulliGivesOnesAtItsRate(double p) {
    float[] values = bernoulli(Rng.of(4), p, MANY);
    assertThat(values).containsOnly(0f, 1f);
    assertThat(mean(values)).isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / MANY)));
  }

  @Test
  void bernoulliIsSureAtTheEnds() {
    assertThat(bernoulli(Rng.of(4), 0, 10_000)).containsOnly(0f);
    assertThat(bernoulli(Rng.of(4), 1, 10_000)).containsOnly(1f);
  }

  @Test
  void bernoulliComparesTheWordExactly() {
    // the first word of this key is 0x9ceaf053
    double word = 0x9ceaf053L;
    assertThat(bernoulli(Rng.of(42), word * 0x1p-32, 1)).containsExactly(0);
    assertThat(bernoulli(Rng.of(42), Math.nextUp(word * 0x1p-32), 1)).containsExactly(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.0000001, Double.NaN, Double.POSITIVE_INFINITY})
  void bernoulliRefusesWhatIsNoProbability(double p) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rng.of(1).bernoulli(Shape.of(2), p))
        .withMessage("bernoulli: p is %s, expected 0 to 1", p);
  }

  // permutation

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 10, 1_000})
  void permutationHoldsEveryNumberOnce(int n) {
    int[] order = Rng.of(6).permutation(n);
    int[] sorted = order.clone();
    Arrays.sort(sorted);
    assertThat(sorted).hasSize(n);
    for (int i = 0; i < n; i++) {
      assertThat(sorted[i]).isEqualTo(i);
    }
  }

  @Test
  void permutationDependsOnTheKey() {
    assertThat(Rng.of(6).permutation(100)).isEqualTo(Rng.of(6).permutation(100));
    assertThat(Rng.of(6).permutation(100)).isNotEqualTo(Rng.of(7).permutation(100));
    assertThat(Rng.of(6).at(0).permutation(100)).isNotEqualTo(Rng.of(6).at(1).permutation(100));
  }

  @Test
  void everyOrderOfFourIsEquallyLikely() {
    int[] orders = new int[256];
    int draws = 240_000;
    for (int i = 0; i < draws; i++) {
      int[] order = Rng.of(8).at(i).permutation(4);
      orders[order[0] * 64 + order[1] * 16 + order[2] * 4 + order[3]]++;
    }
    int[] seen = Arrays.stream(orders).filter(count -> count > 0).toArray();
    assertThat(seen).hasSize(24);
    assertPlausible(chiSquare(seen), 23);
  }

  @Test
  void permutationRefusesANegativeLength() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rng.of(1).permutation(-1))
        .withMessage("permutation: n is -1, expected 0 or more");
  }

  // streams

  @Test
  void streamsOfRelativesAreUncorrelated() {
    var parent = Rng.of(9);
    Rng[][] pairs = {
      {parent, parent.at(0)},
      {parent.at(0), parent.at(1)},
      {parent.at("layers.0"), parent.at("layers.1")},
      {parent.at(1), parent.at("1")},
      {Rng.of(0), Rng.of(1)},
      {Rng.of(0), Rng.of(Long.MIN_VALUE)},
    };
    for (Rng[] pair : pairs) {
      float[] a = normal(pair[0], MANY);
      float[] b = normal(pair[1], MANY);
      double products = 0;
      for (int i = 0; i < MANY; i++) {
        products += (double) a[i] * b[i];
      }
      assertThat(products / MANY)
          .as(String.format(Locale.ROOT, "%s and %s", pair[0], pair[1]))
          .isCloseTo(0, within(5 / Math.sqrt(MANY)));
    }
  }

  @Test
  void firstNumbersOfChildrenAreSpreadEvenly() {
    int[] buckets = new int[64];
    for (int i = 0; i < 64_000; i++) {
      buckets[(int) (uniform(Rng.of(10).at(i), 1)[0] * 64)]++;
    }
    assertPlausible(chiSquare(buckets), 63);
  }

  private static float[] uniform(Rng rng, int n) {
    float[] values = new float[n];
    rng.fillUniform(0, 1, 0, values, 0, n);
    return values;
  }

  private static float[] normal(Rng rng, int n) {
    float[] values = new float[n];
    rng.fillNormal(0, values, 0, n);
    return values;
  }

  private static float[] bernoulli(Rng rng, double p, int n) {
    float[] values = new float[n];
    rng.fillBernoulli(p, 0, values, 0, n);
    return values;
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double variance(float[] values) {
    double mean = mean(values);
    double sum = 0;
    for (float value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum / values.length;
  }

  private static double chiSquare(int[] buckets) {
    double expected = Arrays.stream(buckets).sum() / (double) buckets.length;
    double sum = 0;
    for (int count : buckets) {
      sum += (count - expected) * (count - expected) / expected;
    }
    return sum;
  }

  /** Five standard deviations to either side: too even is as bad as too uneven. */
  private static void assertPlausible(double chiSquare, int degrees) {
    assertThat(chiSquare).isCloseTo(degrees, within(5 * Math.sqrt(2.0 * degrees)));
  }
}
