package dev.cortado.cli;

import static dev.cortado.cli.Text.fixed;
import static dev.cortado.cli.Text.right;

import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import java.io.PrintStream;
import java.util.Set;

/** Learns XOR before one's eyes: a perceptron cannot, a network with one hidden layer can. */
final class DemoCommand implements Command {

  private static final int[][] XOR = {{0, 0, 0}, {0, 1, 1}, {1, 0, 1}, {1, 1, 0}};

  private static final int SEED = 42;
  private static final int HIDDEN = 4;
  private static final double RATE = 0.5;
  private static final int[] SHOWN = {0, 10, 30, 100, 300};

  private static final Tensor X = Tensor.of(new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
  private static final Tensor TARGET = Tensor.of(new float[][] {{0}, {1}, {1}, {0}});

  @Override
  public String name() {
    return "demo";
  }

  @Override
  public String purpose() {
    return "learns XOR, number by number: a perceptron fails, a network succeeds";
  }

  @Override
  public int run(Set<String> options, PrintStream out) {
    out.println("XOR is 1 where exactly one of its two inputs is 1, else 0.");
    out.println();
    perceptron(out);
    out.println();
    network(out);
    return Main.OK;
  }

  private static void perceptron(PrintStream out) {
    out.println("A PERCEPTRON answers 1 where w1*x1 + w2*x2 + b > 0.");
    out.println("After each mistake, its weights move by the inputs. It starts as OR:");
    out.println("  epoch  mistakes  w1  w2   b  right after it");
    var current = new Perceptron(1, 1, 0);
    row(out, "", "", current);
    Perceptron before;
    int epoch = 0;
    do {
      before = current;
      int mistakes = 0;
      for (var example : XOR) {
        var next = current.learn(example[0], example[1], example[2]);
        mistakes += next.equals(current) ? 0 : 1;
        current = next;
      }
      epoch++;
      row(out, "" + epoch, "" + mistakes, current);
    } while (!current.equals(before));
    out.println("Epoch " + epoch + " ended where it began, and so will all that follow.");
    out.println("It cannot be otherwise. XOR asks for w1+b > 0 and w2+b > 0, so w1+w2+2b > 0;");
    out.println("and for b <= 0 and w1+w2+b <= 0, so w1+w2+2b <= 0. The best line gets 3 of 4.");
  }

  private static void row(PrintStream out, String epoch, String mistakes, Perceptron perceptron) {
    int right = 0;
    for (var example : XOR) {
      right += perceptron.classify(example[0], example[1]) == example[2] ? 1 : 0;
    }
    out.println(
        right(epoch, 7)
            + right(mistakes, 10)
            + right("" + perceptron.w1(), 4)
            + right("" + perceptron.w2(), 4)
            + right("" + perceptron.b(), 4)
            + "  "
            + right
            + " of 4");
  }

  private static void network(PrintStream out) {
    var network = Network.of(HIDDEN, Rng.of(SEED));
    out.println(
        "A NETWORK has " + HIDDEN + " units, tanh(w1*x1 + w2*x2 + b), and a last one that adds");
    out.println("them up, each times its v. Gradient descent moves the weights, the loss falls:");
    int done = 0;
    for (int shown : SHOWN) {
      for (; done < shown; done++) {
        network.learn(X, TARGET, RATE);
      }
      out.println(
          "  after "
              + right("" + done, 3)
              + " steps the loss is "
              + fixed(network.loss(X, TARGET).item(), 4));
    }
    out.println("  unit       w1       w2        b        v");
    for (int unit = 0; unit < HIDDEN; unit++) {
      out.println(
          right("" + (unit + 1), 6)
              + weight(network.w1().value().at(0, unit))
              + weight(network.w1().value().at(1, unit))
              + weight(network.b1().value().at(unit))
              + weight(network.w2().value().at(unit, 0)));
    }
    out.println("  last" + right("", 18) + weight(network.b2().value().item()));
    answers(network.logits(X).sigmoid(), out);
  }

  private static String weight(float value) {
    return right(fixed(value, 3), 9);
  }

  private static void answers(Tensor probability, PrintStream out) {
    int right = 0;
    out.println("  x1  x2  probability of 1  answer");
    for (int i = 0; i < XOR.length; i++) {
      float p = probability.at(i, 0);
      int answer = p > 0.5 ? 1 : 0;
      right += answer == XOR[i][2] ? 1 : 0;
      out.println(
          right("" + XOR[i][0], 4)
              + right("" + XOR[i][1], 4)
              + right(fixed(p, 4), 18)
              + right("" + answer, 8));
    }
    out.println(right + " of 4 are right. These are the same numbers on every machine.");
  }
}
