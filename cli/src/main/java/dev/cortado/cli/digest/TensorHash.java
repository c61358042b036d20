package dev.cortado.cli.digest;

import dev.cortado.tensor.Tensor;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of the shapes and bits of tensors; every NaN counts as the same bits. */
final class TensorHash {

  private final MessageDigest sha;

  TensorHash() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

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
    sha.update(bytes);
  }

  /** Adds bytes. */
  void add(byte[] bytes) {
    sha.update(bytes);
  }

  /** The hash of everything added, and starts again. */
  byte[] bytes() {
    return sha.digest();
  }

  /** A hash in hexadecimal. */
  static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }
}
