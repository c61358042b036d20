package dev.cortado.metric;

/** How the scores of several classes become one. */
public enum Average {
  /**
   * The mean over the classes: a rare class counts as much as a frequent one. A class that neither
   * occurs nor is predicted is left out.
   */
  MACRO,
  /** Of all decisions together; where each row has one class, it is the accuracy. */
  MICRO,
  /** The mean over the classes, each by how often it occurs. */
  WEIGHTED
}
