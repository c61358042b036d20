package dev.cortado.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import org.junit.jupiter.api.Test;

class FingerprintTest {

  private static String of(Tensor tensor) {
    return new Fingerprint().add(tensor).hex();
  }

  @Test
  void nothingHasTheKnownHashOfNothing() {
    assertThat(new Fingerprint().hex())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void everyBitCounts() {
    assertThat(of(Tensor.of(0f))).isNotEqualTo(of(Tensor.of(-0f)));
    assertThat(of(Tensor.of(1, 2))).isNotEqualTo(of(Tensor.of(2, 1)));
    assertThat(of(Tensor.ones(9_000))).isEqualTo(of(Tensor.ones(9_000)));
    var last = new float[9_000];
    last[8_999] = Float.MIN_VALUE;
    assertThat(of(Tensor.of(last))).isNotEqualTo(of(Tensor.zeros(9_000)));
  }

  @Test
  void theShapeCounts() {
    assertThat(of(Tensor.ones(2, 3))).isNotEqualTo(of(Tensor.ones(3, 2)));
    assertThat(of(Tensor.zeros(0))).isNotEqualTo(of(Tensor.zeros(Shape.of(0, 1))));
  }

  @Test
  void textsDoNotRunTogether() {
    assertThat(new Fingerprint().add("ab").add("c").hex())
        .isNotEqualTo(new Fingerprint().add("a").add("bc").hex());
  }

  @Test
  void dataIsKnownByItsRowsAndItsNames() {
    var data = Toys.moons(50, 0.1, Rng.of(1));
    assertThat(data.fingerprint()).isEqualTo(Toys.moons(50, 0.1, Rng.of(1)).fingerprint());
    assertThat(data.fingerprint()).isNotEqualTo(Toys.moons(50, 0.1, Rng.of(2)).fingerprint());
    var renamed = new Dataset(data.x(), data.y(), Schema.of(2, Target.classes("up", "down")));
    assertThat(data.fingerprint()).isNotEqualTo(renamed.fingerprint());
  }
}
