package dev.cortado.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhiloxTest {

  /** The known answers for philox4x32, 10 rounds, that come with Random123. */
  @ParameterizedTest
  @CsvSource({
    "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
    "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1",
  })
  void givesTheKnownAnswers(String counter, String key, String answer) {
    int[] c = words(counter);
    int[] k = words(key);
    int[] out = new int[4];
    Philox.block(pair(k[0], k[1]), pair(c[0], c[1]), pair(c[2], c[3]), out, 0);
    assertThat(out).containsExactly(words(answer));
  }

  @Test
  void writesOnlyTheFourPlacesOfItsBlock() {
    int[] out = {7, 7, 7, 7, 7, 7};
    Philox.block(0, 0, 0, out, 1);
    assertThat(out).containsExactly(7, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8, 7);
  }

  @Test
  void blocksInARowAreTheBlocksOneByOne() {
    long key = 0x0123456789ABCDEFL;
    long first = 0xFFFFFFFEL; // the third block carries into the counter's second word
    int[] row = new int[16];
    Philox.blocks(key, first, row, 4);
    int[] single = new int[16];
    for (int i = 0; i < 4; i++) {
      Philox.block(key, first + i, 0, single, 4 * i);
    }
    assertThat(row).containsExactly(single);
  }

  @Test
  void everyBitOfCounterAndKeyChangesAboutHalfOfTheBits() {
    int[] plain = new int[4];
    Philox.block(0, 0, 0, plain, 0);
    for (int bit = 0; bit < 192; bit++) {
      long flipped = 1L << (bit % 64);
      int[] other = new int[4];
      Philox.block(
          bit / 64 == 0 ? flipped : 0,
          bit / 64 == 1 ? flipped : 0,
          bit / 64 == 2 ? flipped : 0,
          other,
          0);
      int changed = 0;
      for (int i = 0; i < 4; i++) {
        changed += Integer.bitCount(plain[i] ^ other[i]);
      }
      // 64 expected of 128, standard deviation 5.7
      assertThat(changed).as("bit %d", bit).isBetween(40, 88);
    }
  }

  private static int[] words(String hex) {
    String[] parts = hex.split(" ", -1);
    int[] words = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      words[i] = Integer.parseUnsignedInt(parts[i], 16);
    }
    return words;
  }

  private static long pair(int low, int high) {
    return Integer.toUnsignedLong(low) | (long) high << 32;
  }
}
