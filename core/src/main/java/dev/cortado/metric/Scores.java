package dev.cortado.metric;

/** What the numbers that a classifier gives mean. */
public enum Scores {
  /** Any numbers; their softmax, or the sigmoid of a single one, are probabilities. */
  LOGITS(0),
  /** Numbers from 0 to 1, such as those behind a sigmoid or softmax layer. */
  PROBABILITIES(0.5f);

  private final float threshold;

  Scores(float threshold) {
    this.threshold = threshold;
  }

  /** The number above which a single one speaks for class 1. */
  float threshold() {
    return threshold;
  }
}
