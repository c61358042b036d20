package dev.cortado.cli.digest;

import dev.cortado.data.Fingerprint;
import dev.cortado.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** The SHA-256 of the shapes and bits of tensors; every NaN counts as the same bits. */
final class TensorHash {

  private final Fingerprint sha = new Fingerprint();

  /** Adds tensors, one after the other. */
  void add(Tensor... tensors) {
    for (var tensor : tensors) {
      int[] dims = tensor.shape().dims();
      add(new int[] {dims.length});
      add(dims);
      float[] values = tensor.toArray();
      int[] bits = new int[values.length];
      for (int i = 0; i < bits.length; i++) {
        bits[i] = Float.floatToIntBits(values[i]);
      }
      add(bits);
    }
  }

  /** Adds integers. */
  void add(int[] numbers) {
    var bytes = ByteBuffer.allocate(Integer.BYTES * numbers.length);
    bytes.asIntBuffer().put(numbers);
    sha.add(bytes);
  }

  /** Adds bytes. */
  void add(byte[] bytes) {
    sha.add(ByteBuffer.wrap(bytes));
  }

  /** The hash of everything added, and starts again. */
  byte[] bytes() {
    return sha.bytes();
  }

  /** A hash in hexadecimal. */
  static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }
}
