package dev.cortado.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.tensor.Rng;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The data of the lectures, with their numbers. */
class CurriculumToysTest {

  private static final double NOISE = 0.15;
  private static final double FACTOR = 0.3;

  @Test
  void aHundredPointsOnTwoCirclesAreMixedAndHalfEach() {
    var data = Toys.circles(100, NOISE, FACTOR, Rng.of(42));
    assertThat(data.size()).isEqualTo(100);
    assertThat(data.classCounts()).containsExactly(50, 50);
    // Unshuffled, the first fifty would all be of class 0.
    assertThat(data.y().slice(0, 0, 50).sum().item()).isBetween(15f, 35f);
  }

  @Test
  void noiseIsAddedToPlacesOnCirclesOfRadiusOneAndTheFactor() {
    // Noise in both directions makes the mean squared radius larger by twice its variance.
    var data = Toys.circles(20_000, NOISE, FACTOR, Rng.of(1));
    var squares = data.x().square().sum(1);
    double inner = squares.mul(data.y()).sum().item() / 10_000;
    double all = squares.sum().item() / 10_000;
    assertThat(inner).isCloseTo(FACTOR * FACTOR + 2 * NOISE * NOISE, within(0.01));
    assertThat(all - inner).isCloseTo(1 + 2 * NOISE * NOISE, within(0.02));
  }

  @Test
  void binaryTargetsAreAColumn() {
    assertThat(Toys.circles(100, NOISE, FACTOR, Rng.of(42)).asBinary().y().shape().dims())
        .containsExactly(100, 1);
  }

  @Test
  void anEpochSeesEachRowOnceAndExactlyOnceInAnOrderOfItsOwn() {
    var data = Toys.moons(103, 0.1, Rng.of(2));
    var orders = new HashMap<Integer, List<Integer>>();
    for (int epoch = 0; epoch < 3; epoch++) {
      orders.put(epoch, data.batches(10, Rng.of(3), epoch).order().stream().boxed().toList());
      assertThat(orders.get(epoch)).hasSize(103).doesNotHaveDuplicates();
      assertThat(data.batches(10, Rng.of(3), epoch).at(10).size()).isEqualTo(3);
    }
    assertThat(orders.values()).doesNotHaveDuplicates();
  }
}
