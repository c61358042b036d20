package dev.cortado.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThinningTest {

  private static final int MANY = 1_000_000;

  private static double[] numbers(int count, IntToDoubleFunction of) {
    return IntStream.range(0, count).mapToDouble(of).toArray();
  }

  @Test
  void ofAShortLineAllIsDrawn() {
    double[] x = numbers(500, i -> i / 100.0);
    assertThat(Thinning.line(x, x)).containsExactly(IntStream.range(0, 500).boxed().toList());
  }

  @Test
  void aGapBreaksALine() {
    double[] x = {1, 2, 3, 4, 5};
    double[] y = {Double.NaN, 2, 3, Double.NaN, 5};
    assertThat(Thinning.line(x, y)).containsExactly(List.of(1, 2), List.of(4));
    assertThat(Thinning.line(numbers(3, _ -> Double.NaN), numbers(3, i -> i))).isEmpty();
  }

  @Test
  void ofALongLineTheOutlineIsDrawn() {
    var random = new Random(1);
    double[] x = numbers(MANY, i -> i * 600.0 / MANY);
    double[] y = numbers(MANY, _ -> random.nextGaussian());
    y[123_456] = 1e9;
    y[700_001] = -1e9;
    var run = Thinning.line(x, y).getFirst();
    assertThat(run).contains(0, 123_456, 700_001, MANY - 1).isSorted().hasSizeLessThan(2401);
  }

  @Test
  void aGapWiderThanAPixelBreaksALongLineToo() {
    double[] x = numbers(MANY, i -> i * 600.0 / MANY);
    double[] y = numbers(MANY, i -> i > 400_000 && i < 410_000 ? Double.NaN : 1);
    assertThat(Thinning.line(x, y)).hasSize(2);
    y[5] = Double.NaN;
    assertThat(Thinning.line(x, y)).hasSize(2);
  }

  @Test
  void ofALineToAndFroPartsAreDrawn() {
    var random = new Random(1);
    double[] x = numbers(MANY, _ -> random.nextDouble() * 600);
    double[] y = numbers(MANY, _ -> random.nextDouble());
    assertThat(Thinning.line(x, y).getFirst()).hasSizeLessThan(4001).contains(0, MANY - 1);
  }

  @Test
  void ofManyDotsSomeAreDrawnEverywhere() {
    var random = new Random(1);
    double[] x = numbers(MANY, _ -> random.nextDouble() * 600);
    double[] y = numbers(MANY, _ -> random.nextDouble() * 300);
    var dots = Thinning.dots(x, y, 600, 300);
    assertThat(dots).hasSizeBetween(600, 2500).doesNotHaveDuplicates();
    assertThat(dots).anyMatch(i -> x[i] < 20 && y[i] < 20);
    assertThat(dots).anyMatch(i -> x[i] > 580 && y[i] > 280);
  }

  @Test
  void dotsOutOfSightAreNotDrawn() {
    double[] x = {-1, 5, 601, 7, Double.NaN};
    double[] y = {5, 5, 5, 301, 5};
    assertThat(Thinning.dots(x, y, 600, 300)).containsExactly(1);
  }
}
