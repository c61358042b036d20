package dev.cortado.cli.digest;

import dev.cortado.tensor.Tensor;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of numbers: of tensors their shape and bits, all NaN as one. */
final class Fingerprint {

  private final MessageDigest sha;

  Fingerprint() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Takes in tensors, one after the other. */
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

  /** Takes in whole numbers. */
  void add(int[] numbers) {
    var bytes = ByteBuffer.allocate(Integer.BYTES * numbers.length);
    bytes.asIntBuffer().put(numbers);
    sha.update(bytes);
  }

  /** Takes in another's bytes. */
  void add(byte[] bytes) {
    sha.update(bytes);
  }

  /** The hash of all that was taken in; after this, it starts anew. */
  byte[] bytes() {
    return sha.digest();
  }

  /** A hash as text. */
  static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }
}
