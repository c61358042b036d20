package dev.cortado.model;

import dev.cortado.autograd.Parameter;
import dev.cortado.data.Dataset;
import dev.cortado.internal.Errors;
import dev.cortado.internal.Require;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Init;
import dev.cortado.nn.Layer;
import dev.cortado.nn.OutputKind;
import dev.cortado.nn.Pass;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A neuron that fires or does not: {@code h(x) = 1} if {@code x·w + b > 0}, else 0, {@code x: [n,
 * in] → [n, 1]}.
 *
 * <p>McCulloch and Pitts (1943) set weights and threshold by hand; Rosenblatt (1958) lets the
 * neuron learn them, {@code w ← w − α(h(x) − y)x}, one row after the other. If a straight line
 * separates the classes, it ends without a mistake from any start; otherwise it never does.
 *
 * <pre>{@code
 * var and = Perceptron.byHand(1.5, 1, 1);
 * and.predict(Tensor.of(new float[][] {{0, 1}, {1, 1}})).flatten();   // [0. 1.]
 *
 * var xor = Toys.xor();
 * var or = Dataset.of(xor.x(), Tensor.of(0, 1, 1, 1), Target.classes("no", "yes"));
 * Perceptron.of(2).learn(or, 1, 100).mistakes();        // [1, 2, 1, 0]
 * Perceptron.of(2).learn(xor, 1, 100).converged();      // false
 * }</pre>
 *
 * <p>A row with the right answer changes nothing, so the rule is stochastic descent on {@link
 * dev.cortado.nn.Loss#perceptron} of the {@link #sums}, in batches of one. Zeros are a good start
 * here, since there is no second neuron that must differ.
 *
 * @param sums {@code x·w + b}
 */
public record Perceptron(Dense sums) implements Layer {

  private static final Activation STEP = Activation.heavisideAboveZero();

  public Perceptron {
    if (sums.weight().shape().dim(1) != 1) {
      throw Errors.argument("perceptron: weights %s, expected [in, 1]", sums.weight().shape());
    }
  }

  /** One that starts at 0. */
  public static Perceptron of(int in) {
    var perceptron = of(in, Init.zeros());
    perceptron.start(Rng.of(0));
    return perceptron;
  }

  /** A blank one that starts from these values, such as {@code Init.normal(0.01)}. */
  public static Perceptron of(int in, Init init) {
    return new Perceptron(Dense.of(in, 1, Activation.identity(), init));
  }

  /** One with fixed weights: it fires if the weighted sum is above the threshold. */
  public static Perceptron byHand(double threshold, double... weights) {
    float[] column = new float[weights.length];
    for (int i = 0; i < column.length; i++) {
      column[i] = (float) weights[i];
    }
    return new Perceptron(
        new Dense(
            Parameter.of(Tensor.of(Shape.of(column.length, 1), column)),
            Parameter.of(Tensor.of((float) -threshold)),
            Activation.identity()));
  }

  /** The same without {@code b}: its line goes through the origin. */
  public Perceptron withoutBias() {
    return new Perceptron(sums.withoutBias());
  }

  /** 0 or 1, the class itself. */
  @Override
  public OutputKind outputKind() {
    return OutputKind.PROBABILITIES;
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    return pass.run("step", STEP, pass.run("sums", sums, x));
  }

  /**
   * The result of learning.
   *
   * @param mistakes the number in each pass over the rows
   */
  public record Learning(List<Integer> mistakes) {
    public Learning {
      mistakes = List.copyOf(mistakes);
    }

    /** Whether the last pass had no mistake. */
    public boolean converged() {
      return mistakes.getLast() == 0;
    }
  }

  /**
   * Learns by Rosenblatt's rule from rows of two classes, in their order, starting from the current
   * weights, until a pass has no mistake.
   *
   * @param rate {@code α}; if the weights start at 0, it only scales them
   * @param epochs the highest number of passes
   */
  public Learning learn(Dataset data, double rate, int epochs) {
    TableChecks.requireTable("perceptron", data);
    Require.positive("perceptron", "rate", rate);
    Require.atLeast(1, "perceptron", "epochs", epochs);
    var binary = data.asBinary();
    var mistakes = new ArrayList<Integer>();
    do {
      mistakes.add(pass(binary, rate));
    } while (mistakes.getLast() > 0 && mistakes.size() < epochs);
    return new Learning(mistakes);
  }

  private int pass(Dataset data, double rate) {
    int mistakes = 0;
    for (int row = 0; row < data.size(); row++) {
      var x = data.x().slice(0, row, row + 1);
      float error = predict(x).item() - data.y().at(row, 0);
      if (error != 0) {
        mistakes++;
        subtract(sums.weight(), x.transpose().mul(error).mul(rate));
        var bias = sums.bias();
        if (bias != null) {
          subtract(bias, Tensor.of(error).mul(rate));
        }
      }
    }
    return mistakes;
  }

  private static void subtract(Parameter cell, Tensor change) {
    cell.set(cell.value().sub(change));
  }
}
