package dev.cortado.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.tensor.Rng;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SketchTest {

  @Test
  void quantilesAreExactAsLongAsAllNumbersAreKept() {
    var sketch = new Sketch.Quantiles(1000);
    for (int number : Rng.of(1).permutation(999)) {
      sketch.add(number);
    }

    assertThat(sketch.quantile(0)).isEqualTo(0);
    assertThat(sketch.quantile(0.5)).isEqualTo(499);
    assertThat(sketch.quantile(1)).isEqualTo(998);
  }

  @Test
  void quantilesOfManyNumbersAreOffByLessThanATenthOfAPercent() {
    int count = 1_000_000;
    var shuffled = new Sketch.Quantiles(4096);
    var sorted = new Sketch.Quantiles(4096);
    int[] order = Rng.of(2).permutation(count);
    for (int i = 0; i < count; i++) {
      shuffled.add(order[i]);
      sorted.add(i);
    }

    for (double share : new double[] {0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99}) {
      assertThat(Math.abs(shuffled.quantile(share) - share * count)).isLessThan(0.001 * count);
      assertThat(Math.abs(sorted.quantile(share) - share * count)).isLessThan(0.001 * count);
    }
  }

  @Test
  void differentHashesAreCountedExactlyUpToTheBound() {
    var counter = new Sketch.Distinct(1000);
    IntStream.range(0, 5000).forEach(i -> counter.add(Sketch.spread(i % 1000)));

    assertThat(counter.count()).isEqualTo(1000);
    assertThat(counter.isExact()).isTrue();
  }

  @Test
  void moreDifferentHashesAreEstimatedTheSameInAnyOrder() {
    var forward = new Sketch.Distinct(4096);
    var shuffled = new Sketch.Distinct(4096);
    for (int number : Rng.of(3).permutation(1_000_000)) {
      shuffled.add(Sketch.spread(number));
    }
    IntStream.range(0, 1_000_000).forEach(i -> forward.add(Sketch.spread(i)));

    assertThat(forward.isExact()).isFalse();
    assertThat(forward.count()).isBetween(950_000L, 1_050_000L).isEqualTo(shuffled.count());
  }

  @Test
  void aHashOfTextsHasNoTwoAlike() {
    var seen = new HashSet<Long>();
    IntStream.range(0, 100_000).forEach(i -> seen.add(Sketch.hash("value " + i)));

    assertThat(seen).hasSize(100_000);
  }
}
