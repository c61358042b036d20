package dev.cortado.cli;

import dev.cortado.data.Dataset;
import dev.cortado.data.Target;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.nn.Standardize;
import dev.cortado.optim.AdamW;
import dev.cortado.train.EarlyStopping;
import dev.cortado.train.Recipe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * What the command line says about a training: the network and how it is trained.
 *
 * @param hidden widths of the hidden layers, first to last
 * @param epochs at most
 * @param batch rows for each step
 * @param rate of AdamW
 * @param decay of the weights
 * @param dropout after each hidden layer
 * @param patience epochs without a gain before the training ends
 * @param seed of all random numbers
 */
record Plan(
    List<Integer> hidden,
    int epochs,
    int batch,
    double rate,
    double decay,
    double dropout,
    int patience,
    long seed) {

  private static final String NONE = "none";
  private static final int MOST_WIDTH = 1_000_000_000;
  private static final int MOST_EPOCHS = 1_000_000;
  private static final int MOST_ROWS = 1 << 24;

  static final Option<List<Integer>> HIDDEN =
      Option.of("--hidden", "N,N,...", "widths of the hidden layers, or none (32,16)", Plan::widths)
          .orElse(List.of(32, 16));

  static final Option<Integer> EPOCHS =
      Option.of("--epochs", "N", "passes over the rows, at most (100)", whole(MOST_EPOCHS))
          .orElse(100);

  static final Option<Integer> BATCH =
      Option.of("--batch", "N", "rows for each step (32)", whole(MOST_ROWS)).orElse(32);

  static final Option<Double> RATE =
      Option.of("--rate", "R", "step size of AdamW (0.003)", Reading.positive()).orElse(0.003);

  static final Option<Double> DECAY =
      Option.of("--decay", "R", "pull of the weights to 0 (0.01)", Reading.notNegative())
          .orElse(0.01);

  static final Option<Double> DROPOUT =
      Option.of("--dropout", "P", "part of each hidden layer left out (0)", Reading.share())
          .orElse(0.0);

  static final Option<Integer> PATIENCE =
      Option.of("--patience", "N", "epochs to wait for a lower valid.loss (10)", whole(MOST_EPOCHS))
          .orElse(10);

  static final Option<Long> SEED =
      Option.of("--seed", "N", "of all random numbers (42)", Reading.seed()).orElse(42L);

  static final List<Option<?>> OPTIONS =
      List.of(HIDDEN, EPOCHS, BATCH, RATE, DECAY, DROPOUT, PATIENCE, SEED);

  private static List<Integer> widths(String text) {
    return text.equals(NONE) ? List.of() : Reading.list(Reading.whole(1, MOST_WIDTH)).read(text);
  }

  private static Reading<Integer> whole(int most) {
    return Reading.whole(1, most);
  }

  static Plan of(Given given) {
    return new Plan(
        given.value(HIDDEN),
        given.value(EPOCHS),
        given.value(BATCH),
        given.value(RATE),
        given.value(DECAY),
        given.value(DROPOUT),
        given.value(PATIENCE),
        given.value(SEED));
  }

  /** What would have to be written after each option. */
  SequencedMap<String, String> texts() {
    var texts = new LinkedHashMap<String, String>();
    texts.put(HIDDEN.name(), hidden.isEmpty() ? NONE : written(hidden));
    texts.put(EPOCHS.name(), Integer.toString(epochs));
    texts.put(BATCH.name(), Integer.toString(batch));
    texts.put(RATE.name(), Double.toString(rate));
    texts.put(DECAY.name(), Double.toString(decay));
    texts.put(DROPOUT.name(), Double.toString(dropout));
    texts.put(PATIENCE.name(), Integer.toString(patience));
    texts.put(SEED.name(), Long.toString(seed));
    return texts;
  }

  private static String written(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** Dense layers with ReLU between a scaling that is fitted on these rows and a last layer. */
  Layer network(Dataset train) {
    var layers = new ArrayList<Layer>();
    layers.add(Standardize.fit(train.x()));
    int width = train.x().shape().dim(1);
    for (int next : hidden) {
      layers.add(Dense.of(width, next, Activation.relu()));
      if (dropout > 0) {
        layers.add(Dropout.of(dropout));
      }
      width = next;
    }
    layers.add(Dense.of(width, train.schema().target().outputs()));
    return new Sequential(layers);
  }

  /** AdamW, until the loss on the rows for validation falls no more. */
  Recipe recipe(Dataset train) {
    return Recipe.of(loss(train.schema().target()), AdamW.of(rate, decay))
        .epochs(epochs)
        .batchSize(Math.min(batch, train.size()))
        .seed(seed)
        .earlyStopping(EarlyStopping.on("valid.loss").patience(patience));
  }

  private static Loss loss(Target target) {
    return switch (target) {
      case Target.Numbers _ -> Loss.mse();
      case Target.Binary _ -> Loss.binaryCrossEntropy();
      case Target.Classes _ -> Loss.crossEntropy();
    };
  }

  /**
   * Refuses a network that cannot fit into memory before any of it is made. Each weight is there
   * about six times: itself, its gradient, two means of the optimizer, the best so far, the next.
   */
  void requireMemory(Dataset train) {
    double weights = 0;
    double width = train.x().shape().dim(1);
    for (int next : hidden) {
      weights += (width + 1) * next;
      width = next;
    }
    weights += (width + 1) * train.schema().target().outputs();
    double needed = 6 * Float.BYTES * weights;
    long heap = Runtime.getRuntime().maxMemory();
    if (needed > heap) {
      throw Failure.of(
          Exit.MEMORY,
          "MEM",
          "%,.0f weights need %s, the heap has %s; take a smaller --hidden, or more memory by "
              + "CORTADO_JAVA_OPTS=-Xmx8g",
          weights,
          Text.bytes(needed),
          Text.bytes((double) heap));
    }
  }
}
