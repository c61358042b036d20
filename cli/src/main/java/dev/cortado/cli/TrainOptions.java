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
 * The options of {@code train} that determine its result: the network and how it is trained.
 *
 * @param hidden widths of the hidden layers, first to last
 * @param epochs the most epochs
 * @param batch rows per step
 * @param rate learning rate of AdamW
 * @param decay weight decay of AdamW
 * @param dropout rate after each hidden layer
 * @param patience epochs without a lower validation loss before the training ends
 * @param seed of all random numbers
 */
record TrainOptions(
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
      Option.of(
              "--hidden",
              "N,N,...",
              "widths of the hidden layers, or none (256,256; toy tables 32,16)",
              TrainOptions::widths)
          .orElse(List.of(32, 16));

  static final Option<Integer> EPOCHS =
      Option.of(
              "--epochs",
              "N",
              "passes over the training rows (by the size; toy tables 100 at most)",
              whole(MOST_EPOCHS))
          .orElse(100);

  static final Option<Integer> BATCH =
      Option.of("--batch", "N", "rows per step (by the size; toy tables 32)", whole(MOST_ROWS))
          .orElse(32);

  static final Option<Double> RATE =
      Option.of(
              "--rate",
              "R",
              "learning rate of AdamW (0.03; toy tables 0.003)",
              ValueParser.positive())
          .orElse(0.003);

  static final Option<Double> DECAY =
      Option.of(
              "--decay",
              "R",
              "weight decay of AdamW (by the size; toy tables 0.01)",
              ValueParser.notNegative())
          .orElse(0.01);

  static final Option<Double> DROPOUT =
      Option.of(
              "--dropout",
              "P",
              "dropout rate after each hidden layer (by the size; toy tables 0)",
              ValueParser.fraction())
          .orElse(0.0);

  static final Option<Integer> PATIENCE =
      Option.of(
              "--patience",
              "N",
              "toy tables: epochs to wait for a lower valid.loss (10)",
              whole(MOST_EPOCHS))
          .orElse(10);

  static final Option<Long> SEED =
      Option.of("--seed", "N", "seed of all random numbers (42)", ValueParser.seed()).orElse(42L);

  static final List<Option<?>> OPTIONS =
      List.of(HIDDEN, EPOCHS, BATCH, RATE, DECAY, DROPOUT, PATIENCE, SEED);

  private static List<Integer> widths(String text) {
    return text.equals(NONE)
        ? List.of()
        : ValueParser.list(ValueParser.whole(1, MOST_WIDTH)).parse(text);
  }

  private static ValueParser<Integer> whole(int most) {
    return ValueParser.whole(1, most);
  }

  static TrainOptions of(ParsedLine line) {
    return new TrainOptions(
        line.value(HIDDEN),
        line.value(EPOCHS),
        line.value(BATCH),
        line.value(RATE),
        line.value(DECAY),
        line.value(DROPOUT),
        line.value(PATIENCE),
        line.value(SEED));
  }

  /** The text of each option, as on a command line. */
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

  /**
   * Standardization fitted on these rows, hidden dense layers with ReLU, and a last dense layer.
   */
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

  /** AdamW, with early stopping on the validation loss. */
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
      case Target.Binary _, Target.Labels _ -> Loss.binaryCrossEntropy();
      case Target.Classes _ -> Loss.crossEntropy();
    };
  }

  /**
   * Refuses a network that does not fit into memory, before any of it is allocated. A weight takes
   * about six floats: value, gradient, two moments of Adam, the best value and the next.
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
          "%,.0f weights need %s, the heap has %s; choose smaller layers by --hidden, or more"
              + " memory by CORTADO_JAVA_OPTS=-Xmx8g",
          weights,
          Text.bytes(needed),
          Text.bytes((double) heap));
    }
  }
}
