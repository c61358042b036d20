package dev.cortado.tensor;

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
final class Philox {

  private static final int ROUNDS = 10;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int KEY_STEP_0 = 0x9E3779B9;
  private static final int KEY_STEP_1 = 0xBB67AE85;
  private static final long LOW_WORD = 0xFFFFFFFFL;

  private Philox() {}

  /**
   * Writes the four words of one block to {@code out[at]} and the three places after it. Of each
   * argument the low half is the earlier word: the counter is (low of {@code counterLow}, high of
   * {@code counterLow}, low of {@code counterHigh}, high of {@code counterHigh}), the key is (low,
   * high).
   */
  static void block(long key, long counterLow, long counterHigh, int[] out, int at) {
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
  static void blocks(long key, long first, int[] out, int n) {
    for (int i = 0; i < n; i++) {
      block(key, first + i, 0, out, 4 * i);
    }
  }
}
