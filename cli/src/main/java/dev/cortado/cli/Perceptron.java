package dev.cortado.cli;

/**
 * A perceptron with two inputs: class 1 where {@code w1·x1 + w2·x2 + b > 0}, else class 0.
 *
 * <p>Rosenblatt, "The Perceptron: A Probabilistic Model for Information Storage and Organization in
 * the Brain", 1958. As it is taught today: examples in turn, steps of size 1, the bias as the
 * weight of an input that is always 1.
 */
record Perceptron(int w1, int w2, int b) {

  int classify(int x1, int x2) {
    return w1 * x1 + w2 * x2 + b > 0 ? 1 : 0;
  }

  /** After an example: the same if it was right, else moved by the inputs towards the target. */
  Perceptron learn(int x1, int x2, int target) {
    int error = target - classify(x1, x2);
    return new Perceptron(w1 + error * x1, w2 + error * x2, b + error);
  }
}
