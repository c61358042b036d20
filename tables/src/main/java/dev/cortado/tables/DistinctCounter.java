package dev.cortado.tables;

/**
 * Counts different 64-bit hashes in bounded memory: exactly up to a bound, then by an estimate
 * (adaptive sampling, Wegman, in Flajolet 1990): only hashes that end in {@code level} zero bits
 * are kept, each of which stands for {@code 2^level}. The same hashes give the same count in any
 * order.
 */
final class DistinctCounter {

  private final int bound;
  private long[] table = new long[16];
  private int size;
  private int level;
  private boolean zero;

  /** Exact up to {@code bound} different hashes. */
  DistinctCounter(int bound) {
    this.bound = bound;
  }

  void add(long hash) {
    if (Long.numberOfTrailingZeros(hash) < level) {
      return;
    }
    if (hash == 0) {
      zero = true;
    } else if (insert(table, hash)) {
      size++;
      if (size > bound) {
        thinOut();
      } else if (2 * size > table.length) {
        rebuild(2 * table.length);
      }
    }
  }

  private void thinOut() {
    while (size > bound) {
      level++;
      rebuild(table.length);
    }
  }

  private void rebuild(int length) {
    long[] old = table;
    table = new long[length];
    size = 0;
    for (long hash : old) {
      if (hash != 0 && Long.numberOfTrailingZeros(hash) >= level) {
        insert(table, hash);
        size++;
      }
    }
  }

  /** False if it is there. A slot with 0 is free. */
  private static boolean insert(long[] table, long hash) {
    int mask = table.length - 1;
    for (int at = (int) (hash >>> 32) & mask; ; at = (at + 1) & mask) {
      if (table[at] == hash) {
        return false;
      }
      if (table[at] == 0) {
        table[at] = hash;
        return true;
      }
    }
  }

  /** How many different hashes there were, perhaps an estimate. */
  long count() {
    return ((long) size << level) + (zero ? 1 : 0);
  }

  boolean isExact() {
    return level == 0;
  }
}
