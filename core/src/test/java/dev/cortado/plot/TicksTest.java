package dev.cortado.plot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.plot.Ticks.Tick;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class TicksTest {

  private static List<String> linear(double from, double to, int most) {
    return labels(Axis.fitted(), from, to, most);
  }

  private static List<String> logarithmic(double from, double to, int most) {
    return labels(Axis.fitted().logarithmic(), from, to, most);
  }

  private static List<String> labels(Axis axis, double from, double to, int most) {
    return labels(Ticks.of(extent(axis, from, to), most));
  }

  private static Extent extent(Axis axis, double from, double to) {
    return Extent.of(axis, DoubleStream.of(from, to), 0);
  }

  private static List<String> labels(List<Tick> ticks) {
    return ticks.stream().filter(Tick::isLabeled).map(Tick::label).toList();
  }

  @Test
  void stepsAreOneTwoOrFiveTimesAPowerOfTen() {
    assertThat(linear(0.05, 1.02, 6)).containsExactly("0.2", "0.4", "0.6", "0.8", "1.0");
    assertThat(linear(-0.3, 0.31, 8))
        .containsExactly("−0.3", "−0.2", "−0.1", "0", "0.1", "0.2", "0.3");
    assertThat(linear(0, 48, 6)).containsExactly("0", "10", "20", "30", "40");
    assertThat(linear(0, 12.5, 4)).containsExactly("0", "5", "10");
  }

  @Test
  void betweenWholeNumbersThereIsNone() {
    assertThat(linear(1, 3, 10)).containsExactly("1", "2", "3");
    assertThat(linear(1, 3.5, 10)).hasSize(6).contains("1.5");
  }

  @Test
  void largeNumbersAreGroupedAndVeryLargeOnesHaveExponents() {
    assertThat(linear(0, 40_000, 5)).containsExactly("0", "10,000", "20,000", "30,000", "40,000");
    assertThat(linear(0, 3e8, 4)).containsExactly("0", "1e8", "2e8", "3e8");
    assertThat(linear(0, 3e-6, 4)).containsExactly("0", "1e−6", "2e−6", "3e−6");
  }

  @Test
  void anAxisMayReachAsFarAsNumbersDo() {
    assertThat(linear(-Double.MAX_VALUE, Double.MAX_VALUE, 4))
        .containsExactly("−1e308", "0", "1e308");
    assertThat(logarithmic(1e-300, 1e300, 5)).containsExactly("1e−200", "1", "1e200");
  }

  @Test
  void aLogarithmicAxisIsLabeledAtItsDecades() {
    var ticks = Ticks.of(extent(Axis.fitted().logarithmic(), 0.002, 30), 8);
    assertThat(labels(ticks)).containsExactly("0.01", "0.1", "1", "10");
    assertThat(ticks).hasSizeGreaterThan(30);
  }

  @Test
  void endsThatArePowersOfTenAreLabeled() {
    assertThat(logarithmic(0.001, 1000, 8)).startsWith("0.001").endsWith("1000").hasSize(7);
    assertThat(logarithmic(1e-5, 1e5, 11)).hasSize(11).startsWith("1e−5").endsWith("1e5");
  }

  @Test
  void wheneverDecadesAreTooManySomeAreLabeled() {
    assertThat(logarithmic(1e-6, 1e6, 7))
        .containsExactly("1e−6", "1e−4", "0.01", "1", "100", "10,000", "1e6");
  }

  @Test
  void fewDecadesAreLabeledInBetween() {
    assertThat(logarithmic(0.015, 0.6, 8)).containsExactly("0.02", "0.05", "0.1", "0.2", "0.5");
    assertThat(logarithmic(2.1, 4.9, 8)).containsExactly("2.5", "3.0", "3.5", "4.0", "4.5");
    assertThat(logarithmic(0.5, 0.500001, 4)).hasSizeBetween(2, 4);
  }

  @Test
  void aSingleValueIsInTheMiddle() {
    var extent = extent(Axis.fitted(), 7, 7);
    assertThat(extent.at(7)).isEqualTo(0.5);
    assertThat(labels(Ticks.of(extent, 5))).containsExactly("7");
    assertThat(extent(Axis.fitted().logarithmic(), 7, 7).at(7)).isEqualTo(0.5);
  }

  @Test
  void withoutValuesThereIsStillAnAxis() {
    var nothing = Extent.of(Axis.fitted(), DoubleStream.of(Double.NaN), 0.05);
    assertThat(labels(Ticks.of(nothing, 6))).startsWith("0").endsWith("1.0");
  }

  @Test
  void ticksAreInViewAscendingAndNotTooMany() {
    var random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      double size = StrictMath.pow(10, random.nextInt(-30, 30));
      double from = random.nextGaussian() * size;
      double to = from + Math.abs(random.nextGaussian()) * size;
      int most = random.nextInt(1, 12);
      for (var axis : List.of(Axis.fitted(), Axis.fitted().logarithmic())) {
        var ticks = Ticks.of(extent(axis, Math.abs(from), Math.abs(to)), most);
        assertThat(labels(ticks)).hasSizeLessThanOrEqualTo(most).doesNotHaveDuplicates();
        assertThat(ticks).allMatch(tick -> tick.at() > -1e-6 && tick.at() < 1 + 1e-6);
        assertThat(ticks).isSortedAccordingTo((a, b) -> Double.compare(a.at(), b.at()));
      }
    }
  }

  @Test
  void theEndsMayBeGiven() {
    var axis = Axis.fitted().range(0, 1);
    assertThat(extent(axis, 0.2, 5).at(1)).isEqualTo(1);
    assertThat(extent(axis, 0.2, 5).at(0)).isZero();
    var begin = Axis.fitted().range(10, Double.NaN);
    assertThat(extent(begin, 1, 2).at(10)).isZero();
    assertThat(extent(begin, 1, 2).at(20)).isGreaterThan(1);
  }
}
