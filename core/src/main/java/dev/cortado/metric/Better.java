package dev.cortado.metric;

/** Which direction of a number is better. */
public enum Better {
  /** For an accuracy. */
  HIGHER,
  /** For an error. */
  LOWER
}
