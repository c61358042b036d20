package dev.cortado.tensor.kernel;

/**
 * Philox 4x32-10: a function from a 128-bit counter and a 64-bit key to four random-looking 32-bit
 * words. It keeps no state, so block 1,000,000 costs as much as block 0 and any thread may compute
 * it.
 *
 * <p>Ten rounds; each multiplies two of the four words by constants and mixes the halves of the
 * products with the other two words and the key, which then moves on by two more constants.
 *
 * <p>Salmon, Moraes, Dror and Shaw, <i>Parallel random numbers: as easy as 1, 2, 3</i>, SC 2011;
 * the variant with four words of 32 bits and ten rounds, checked against the known answers that its
 * authors published with Random123.
 */
public final class Philox {

  /** Rounds of a block. */
  public static final int ROUNDS = 10;

  /** What a round multiplies the first word by. */
  public static final long MULTIPLIER_0 = 0xD2511F53L;

  /** What a round multiplies the third word by. */
  public static final long MULTIPLIER_1 = 0xCD9E8D57L;

  /** What a round adds to the low half of the key. */
  public static final int KEY_STEP_0 = 0x9E3779B9;

  /** What a round adds to the high half of the key. */
  public static final int KEY_STEP_1 = 0xBB67AE85;

  private static final long LOW_WORD = 0xFFFFFFFFL;

  private Philox() {}

  /**
   * Writes the four words of one block to {@code out[at]} and the three places after it. Of each
   * argument the low half is the earlier word: the counter is (low of {@code counterLow}, high of
   * {@code counterLow}, low of {@code counterHigh}, high of {@code counterHigh}), the key is (low,
   * high).
   */
  public static void block(long key, long counterLow, long counterHigh, int[] out, int at) {
    int c0 = (int) counterLow;
    int c1 = (int) (counterLow >>> 32);
    int c2 = (int) counterHigh;
    int c3 = (int) (counterHigh >>> 32);
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = (c0 & LOW_WORD) * MULTIPLIER_0;
      long product1 = (c2 & LOW_WORD) * MULTIPLIER_1;
      c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
      c1 = (int) product1;
      c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
      c3 = (int) product0;
      k0 += KEY_STEP_0;
      k1 += KEY_STEP_1;
    }
    out[at] = c0;
    out[at + 1] = c1;
    out[at + 2] = c2;
    out[at + 3] = c3;
  }

  /**
   * Writes the words of {@code n} blocks in a row, counters {@code (first + i, 0)}, from {@code
   * out[0]} on.
   */
  public static void blocks(long key, long first, int[] out, int n) {
    for (int i = 0; i < n; i++) {
      block(key, first + i, 0, out, 4 * i);
    }
  }

  /**
   * {@code out[at + i]} is {@code yes} where word {@code first + i} of a key, as an unsigned
   * number, is below {@code threshold}, else {@code no}, for {@code 0 ≤ i < n}.
   */
  static void choose(
      long key, long first, long threshold, float yes, float no, float[] out, int at, int n) {
    int[] words = new int[4];
    int otherwise = Float.floatToRawIntBits(no);
    int change = Float.floatToRawIntBits(yes) ^ otherwise;
    int i = 0;
    while (i < n) {
      long word = first + i;
      block(key, word >>> 2, 0, words, 0);
      int k = (int) (word & 3);
      if (k == 0 && n - i >= 4) {
        out[at + i] = chosen(words[0], threshold, otherwise, change);
        out[at + i + 1] = chosen(words[1], threshold, otherwise, change);
        out[at + i + 2] = chosen(words[2], threshold, otherwise, change);
        out[at + i + 3] = chosen(words[3], threshold, otherwise, change);
        i += 4;
      } else {
        out[at + i] = chosen(words[k], threshold, otherwise, change);
        i++;
      }
    }
  }

  private static float chosen(int word, long threshold, int otherwise, int change) {
    // All ones if the word is below: a branch would be guessed wrong as often as not.
    int below = (int) (((word & LOW_WORD) - threshold) >> 63);
    return Float.intBitsToFloat(otherwise ^ (below & change));
  }
}
