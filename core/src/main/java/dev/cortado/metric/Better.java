package dev.cortado.metric;

/** Which direction of a number is better. */
public enum Better {
  /** As of an accuracy. */
  HIGHER,
  /** As of an error. */
  LOWER
}
