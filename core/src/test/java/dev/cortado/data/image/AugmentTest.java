package dev.cortado.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.data.Dataset;
import dev.cortado.data.Target;
import dev.cortado.data.Toys;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AugmentTest {

  private static final Rng RNG = Rng.of(42);
  private static final Tensor SQUARE = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}});

  static Stream<Augment> all() {
    return Stream.of(
        Augment.noise(0.1),
        Augment.brightness(0.2),
        Augment.contrast(0.3),
        Augment.color(0.3),
        Augment.crop(0.7),
        Augment.scale(0.2),
        Augment.rotate(15),
        Augment.shift(0.2),
        Augment.flip(),
        Augment.flipVertical(),
        Augment.rotate(5).then(Augment.shift(0.1)).then(Augment.noise(0.1).within(0, 1)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void isAFunctionOfSourceEpochAndRowWhateverTheBatch(Augment augment) {
    var data = images(12);
    var whole = augment.apply(data.batches(12).at(0), RNG, 3).x();

    for (var batch : data.batches(5, Rng.of(1), 0)) {
      var x = augment.apply(batch, RNG, 3).x();
      for (int i = 0; i < batch.size(); i++) {
        assertThat(x.row(i).sameBits(whole.row(batch.rows().at(i)))).isTrue();
      }
    }
    assertThat(augment.apply(data.batches(12).at(0), RNG, 4).x().sameBits(whole)).isFalse();
    assertThat(augment.apply(data.batches(12).at(0), Rng.of(43), 3).x().sameBits(whole)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("all")
  void keepsTheShapeOfGrayAndColoredImages(Augment augment) {
    assertThat(augment.apply(Tensor.ones(5, 7), RNG).shape()).isEqualTo(Shape.of(5, 7));
    assertThat(augment.apply(Tensor.ones(3, 5, 7), RNG).shape()).isEqualTo(Shape.of(3, 5, 7));
  }

  @Test
  void withoutAnAmountNothingChangesToTheBit() {
    Stream.of(
            Augment.noise(0),
            Augment.brightness(0),
            Augment.color(0),
            Augment.crop(1),
            Augment.scale(0),
            Augment.rotate(0),
            Augment.shift(0),
            Augment.rotate(90).sometimes(0))
        .forEach(it -> assertThat(it.apply(SQUARE, RNG).sameBits(SQUARE)).isTrue());
  }

  @Test
  void aWarpTurnsByAQuarterClockwise() {
    assertThat(new AffineSampler(0, 1, 0, 0).apply(SQUARE).toArray())
        .containsExactly(7, 4, 1, 8, 5, 2, 9, 6, 3);
  }

  @Test
  void aWarpMovesAndFillsWithZeros() {
    assertThat(new AffineSampler(1, 0, 1, 0).apply(SQUARE).toArray())
        .containsExactly(4, 5, 6, 7, 8, 9, 0, 0, 0);
    assertThat(new AffineSampler(1, 0, 0, 0.5).apply(SQUARE).toArray())
        .containsExactly(1.5f, 2.5f, 1.5f, 4.5f, 5.5f, 3, 7.5f, 8.5f, 4.5f);
  }

  @Test
  void aWarpEnlargesTheMiddle() {
    assertThat(new AffineSampler(0.5, 0, 0, 0).apply(SQUARE).toArray())
        .containsExactly(3, 3.5f, 4, 4.5f, 5, 5.5f, 6, 6.5f, 7);
  }

  @Test
  void aFlipMirrorsHalfOfTheImages() {
    var mirrored = Tensor.of(new float[][] {{3, 2, 1}, {6, 5, 4}, {9, 8, 7}});
    var upsideDown = Tensor.of(new float[][] {{7, 8, 9}, {4, 5, 6}, {1, 2, 3}});

    assertThat(times(Augment.flip(), mirrored)).isBetween(420, 580);
    assertThat(times(Augment.flip(), SQUARE)).isBetween(420, 580);
    assertThat(times(Augment.flipVertical(), upsideDown)).isBetween(420, 580);
  }

  private static int times(Augment augment, Tensor result) {
    return (int)
        IntStream.range(0, 1_000)
            .filter(i -> augment.apply(SQUARE, RNG.at(i)).sameBits(result))
            .count();
  }

  @Test
  void contrastKeepsTheMeanAndScalesTheRest() {
    var varied = Augment.contrast(0.5).apply(SQUARE, RNG);
    double factor = (varied.at(0, 0) - 5) / -4.0;

    assertThat(factor).isBetween(0.5, 1.5).isNotEqualTo(1);
    assertThat((double) varied.mean().item()).isEqualTo(5, within(1e-6));
    assertThat((double) varied.at(2, 1)).isEqualTo(5 + 3 * factor, within(1e-5));
  }

  @Test
  void brightnessMovesAllPixelsAlikeAndColorEachChannel() {
    var brighter = Augment.brightness(0.5).apply(SQUARE, RNG).sub(SQUARE);
    assertThat((double) brighter.max().sub(brighter.min()).item()).isEqualTo(0, within(1e-6));
    assertThat(Math.abs(brighter.at(0, 0))).isBetween(0.001f, 0.5f);

    var colored = Augment.color(0.5).apply(Tensor.ones(3, 2, 2), RNG);
    assertThat(colored.max(1, 2).sameBits(colored.min(1, 2))).isTrue();
    assertThat(colored.at(0, 0, 0)).isNotEqualTo(colored.at(1, 0, 0));
  }

  @Test
  void noiseHasItsDeviationAndStaysWithinARange() {
    var noisy = Augment.noise(0.3).apply(Tensor.zeros(100, 100), RNG);
    assertThat((double) noisy.variance().sqrt().item()).isEqualTo(0.3, within(0.01));

    var clipped = Augment.noise(0.3).within(0, 1).apply(Tensor.zeros(100, 100), RNG);
    assertThat(clipped.min().item()).isZero();
  }

  @Test
  void stepsDrawApart() {
    var twice = Augment.brightness(1).then(Augment.brightness(1)).apply(SQUARE, RNG);
    var first = Augment.brightness(1).apply(SQUARE, RNG.at("first"));

    assertThat((twice.at(0, 0) - 1) / 2).isNotEqualTo(first.at(0, 0) - 1);
  }

  @Test
  void cropsAndShiftsStayInTheirBounds() {
    var ramp = Tensor.linspace(0, 1, 50).expand(0).broadcastTo(Shape.of(50, 50));
    for (int i = 0; i < 200; i++) {
      float[] row = Augment.crop(0.5).apply(ramp, RNG.at(i)).row(25).toArray();
      double width = (row[40] - row[10]) / 30.0 * 49;
      assertThat(width).isBetween(0.5 - 1e-5, 1 + 1e-5);

      float[] moved = Augment.shift(0.1).apply(ramp, RNG.at(i)).row(25).toArray();
      assertThat(Math.abs(moved[25] - ramp.at(25, 25)) * 49).isLessThanOrEqualTo(5.001f);
    }
  }

  @Test
  void refusesRowsThatAreNoImagesAndAmountsThatMakeNoSense() {
    var flat = Toys.moons(4, 0, RNG).batches(4).at(0);

    assertThatThrownBy(() -> Augment.flip().apply(flat, RNG, 0))
        .hasMessage(
            "augment: x [4, 2], expected images [n, height, width] or [n, channels, height,"
                + " width]");
    assertThatThrownBy(() -> Augment.rotate(10).apply(Tensor.of(1, 2), RNG))
        .hasMessage("augment: image [2], expected [height, width] or [channels, height, width]");
    assertThatThrownBy(() -> Augment.contrast(2)).hasMessage("contrast: 2.0, expected 0 to 1.0");
    assertThatThrownBy(() -> Augment.noise(-1)).hasMessage("noise: -1.0, expected 0 to any size");
    assertThatThrownBy(() -> Augment.crop(0))
        .hasMessage("crop: least side 0.0, expected above 0 to 1");
  }

  private static Dataset images(int count) {
    return Dataset.of(
        RNG.at("images").uniform(Shape.of(count, 6, 5)),
        Tensor.zeros(count),
        Target.classes("a", "b"));
  }
}
