package dev.cortado.cli;

import static dev.cortado.cli.Text.fixed;
import static dev.cortado.cli.Text.right;

import dev.cortado.data.Dataset;
import dev.cortado.data.Toys;
import dev.cortado.metric.Evaluation;
import dev.cortado.metric.Metric;
import dev.cortado.model.Perceptron;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Init;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Sgd;
import dev.cortado.optim.Updater;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Trains a perceptron on XOR, which fails, and a network with a hidden layer, which succeeds. */
final class DemoCommand implements Command {

  private static final Dataset XOR = Toys.xor().asBinary();

  /** The outputs of a perceptron are 0 or 1, not logits. */
  private static final Metric STEPS = Metric.accuracy().ofProbabilities();

  private static final int SEED = 42;
  private static final int HIDDEN = 4;
  private static final double RATE = 0.5;
  private static final int[] SHOWN = {0, 10, 30, 100, 300};

  @Override
  public String name() {
    return "demo";
  }

  @Override
  public String purpose() {
    return "learns XOR, shown in numbers: a perceptron fails, a network succeeds";
  }

  @Override
  public Exit run(ParsedLine line, PrintStream out) {
    out.println("XOR is 1 where exactly one of its two inputs is 1, else 0.");
    out.println();
    perceptron(out);
    out.println();
    network(out);
    return Exit.OK;
  }

  private static void perceptron(PrintStream out) {
    out.println("A PERCEPTRON answers 1 where w1*x1 + w2*x2 + b > 0.");
    out.println("After each mistake, its weights move by the inputs. It starts as OR:");
    out.println("  epoch  mistakes  w1  w2   b  right after it");
    var perceptron = Perceptron.byHand(0, 1, 1);
    row(out, "", "", perceptron);
    List<Integer> before;
    int epoch = 0;
    do {
      before = line(perceptron);
      int mistakes = perceptron.learn(XOR, 1, 1).mistakes().getFirst();
      epoch++;
      row(out, "" + epoch, "" + mistakes, perceptron);
    } while (!line(perceptron).equals(before));
    out.println("Epoch " + epoch + " ended where it began, and so will all later epochs.");
    out.println("No line can do it. XOR needs w1+b > 0 and w2+b > 0, so w1+w2+2b > 0;");
    out.println("it also needs b <= 0 and w1+w2+b <= 0, so w1+w2+2b <= 0. The best is 3 of 4.");
  }

  /** The weights, which are whole numbers: steps have size 1 and inputs are 0 or 1. */
  private static List<Integer> line(Perceptron perceptron) {
    var sums = perceptron.sums();
    return List.of(
        (int) sums.weight().value().at(0, 0),
        (int) sums.weight().value().at(1, 0),
        (int) Objects.requireNonNull(sums.bias()).value().at(0));
  }

  private static void row(PrintStream out, String epoch, String mistakes, Perceptron perceptron) {
    long right = Math.round(4 * Evaluation.of(perceptron, XOR, STEPS).value("accuracy"));
    out.println(
        right(epoch, 7)
            + right(mistakes, 10)
            + line(perceptron).stream()
                .map(weight -> right("" + weight, 4))
                .collect(Collectors.joining())
            + "  "
            + right
            + " of 4");
  }

  private static void network(PrintStream out) {
    var hidden = Dense.of(2, HIDDEN, Activation.tanh(), Init.normal(1));
    var last = Dense.of(HIDDEN, 1);
    var network = Sequential.of(hidden, last);
    network.start(Rng.of(SEED));
    var updater = Updater.of(Sgd.of(RATE), network.state());
    out.println(
        "A NETWORK has " + HIDDEN + " hidden units, tanh(w1*x1 + w2*x2 + b), and an output");
    out.println("that adds them up, each times its v. Gradient descent lowers the loss:");
    for (int shown : SHOWN) {
      while (updater.steps() < shown) {
        updater.step(() -> loss(network), RATE);
      }
      out.println(
          "  after "
              + right("" + shown, 3)
              + " steps the loss is "
              + fixed(loss(network).item(), 4));
    }
    out.println("  unit       w1       w2        b        v");
    for (int unit = 0; unit < HIDDEN; unit++) {
      out.println(
          right("" + (unit + 1), 6)
              + weight(hidden.weight().value().at(0, unit))
              + weight(hidden.weight().value().at(1, unit))
              + weight(bias(hidden).at(unit))
              + weight(last.weight().value().at(unit, 0)));
    }
    out.println("  last" + right("", 18) + weight(bias(last).item()));
    answers(network.predict(XOR.x()).sigmoid(), out);
  }

  private static Tensor loss(Layer network) {
    return Loss.binaryCrossEntropy().apply(network.predict(XOR.x()), XOR.y());
  }

  private static Tensor bias(Dense dense) {
    return Objects.requireNonNull(dense.bias()).value();
  }

  private static String weight(float value) {
    return right(fixed(value, 3), 9);
  }

  private static void answers(Tensor probability, PrintStream out) {
    int right = 0;
    out.println("  x1  x2  probability of 1  answer");
    for (int i = 0; i < XOR.size(); i++) {
      float p = probability.at(i, 0);
      int answer = p > 0.5 ? 1 : 0;
      right += answer == XOR.y().at(i, 0) ? 1 : 0;
      out.println(
          right("" + (int) XOR.x().at(i, 0), 4)
              + right("" + (int) XOR.x().at(i, 1), 4)
              + right(fixed(p, 4), 18)
              + right("" + answer, 8));
    }
    out.println(right + " of 4 are right. These are the same numbers on every machine.");
  }
}
