package dev.cortado.tables;

/** 64-bit hashes of values, the same on every machine. */
final class Mix {

  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private Mix() {}

  /** Spreads the bits (the finalizer of SplitMix64, Steele et al., 2014). */
  static long spread(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  /** Of a sequence so far and what follows it. */
  static long then(long before, long next) {
    return spread(before * PRIME + next + 1);
  }

  static long of(String text) {
    long hash = text.length();
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
      hash ^= hash >>> 32;
    }
    return spread(hash);
  }

  static long of(double number) {
    return spread(Double.doubleToLongBits(number) + PRIME);
  }
}
