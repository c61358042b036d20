package dev.cortado.internal;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

/**
 * Refuses numbers that a rule or a schedule cannot work with, and says which ones it can. What
 * counts is the float that a number becomes: {@code 1e-60} is not above 0.
 */
public final class Require {

  private Require() {}

  /** A finite number above 0. */
  @CanIgnoreReturnValue
  public static double positive(String owner, String name, double value) {
    return require(
        (float) value > 0 && finite(value), owner, name, value, "a finite number above 0");
  }

  /** A finite number from 0. */
  @CanIgnoreReturnValue
  public static double notNegative(String owner, String name, double value) {
    return require(value >= 0 && finite(value), owner, name, value, "a finite number from 0");
  }

  /** A number from 0 to below 1: the share of an old value that is kept. */
  @CanIgnoreReturnValue
  public static double share(String owner, String name, double value) {
    return require(value >= 0 && (float) value < 1, owner, name, value, "from 0 to below 1");
  }

  /** A number above 0 and at most 1: the factor by which something shrinks. */
  @CanIgnoreReturnValue
  public static double factor(String owner, String name, double value) {
    return require((float) value > 0 && value <= 1, owner, name, value, "above 0 and at most 1");
  }

  /** A whole number of at least {@code least}. */
  @CanIgnoreReturnValue
  public static long atLeast(long least, String owner, String name, long value) {
    if (value < least) {
      throw Errors.argument("%s: %s is %d, expected at least %d", owner, name, value, least);
    }
    return value;
  }

  private static boolean finite(double value) {
    return Double.isFinite((float) value);
  }

  private static double require(
      boolean holds, String owner, String name, double value, String expected) {
    if (!holds) {
      throw Errors.argument("%s: %s is %s, expected %s", owner, name, value, expected);
    }
    return value;
  }
}
