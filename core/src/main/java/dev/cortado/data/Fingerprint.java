package dev.cortado.data;

import dev.cortado.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over text and tensors: equal if, and in practice only if, every bit is. */
public final class Fingerprint {

  private static final int FLOATS = 4096;

  private final MessageDigest digest;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);

  /** Of nothing yet. */
  public Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Adds a text; its length goes first, so that no two texts run together. */
  public Fingerprint add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
    return this;
  }

  /** Adds bytes as they are. */
  public Fingerprint add(ByteBuffer bytes) {
    digest.update(bytes);
    return this;
  }

  /** Adds a tensor: its shape and its values. */
  public Fingerprint add(Tensor tensor) {
    add(tensor.shape().toString());
    float[] values = tensor.toArray();
    for (int from = 0; from < values.length; from += FLOATS) {
      int count = Math.min(FLOATS, values.length - from);
      buffer.clear().asFloatBuffer().put(values, from, count);
      digest.update(buffer.limit(count * Float.BYTES));
    }
    return this;
  }

  /** The hash of all that was added, in 32 bytes; then it is one of nothing again. */
  public byte[] bytes() {
    return digest.digest();
  }

  /** The hash of all that was added, in 64 hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(bytes());
  }
}
