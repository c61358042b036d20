package dev.cortado.cli.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.tensor.Tensor;
import org.junit.jupiter.api.Test;

class TensorHashTest {

  @Test
  void allNotANumbersAreOne() {
    assertThat(hash(Tensor.scalar(Double.NaN)))
        .isEqualTo(hash(Tensor.of(Float.intBitsToFloat(0xFFC12345)).squeeze(0)));
  }

  @Test
  void theSignOfZeroAndTheShapeCount() {
    assertThat(hash(Tensor.of(0f))).isNotEqualTo(hash(Tensor.of(-0f)));
    assertThat(hash(Tensor.zeros(2, 3))).isNotEqualTo(hash(Tensor.zeros(3, 2)));
    assertThat(hash(Tensor.zeros(0))).isNotEqualTo(hash(Tensor.zeros(0, 0)));
  }

  @Test
  void itIsTheSha256OfBigEndianNumbers() {
    // printf '\0\0\0\1' | sha256sum
    var hash = new TensorHash();
    hash.add(new int[] {1});
    assertThat(TensorHash.hex(hash.bytes()))
        .isEqualTo("b40711a88c7039756fb8a73827eabe2c0fe5a0346ca7e0a104adc0fc764f528d");
  }

  private static String hash(Tensor tensor) {
    var hash = new TensorHash();
    hash.add(tensor);
    return TensorHash.hex(hash.bytes());
  }
}
