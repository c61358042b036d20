package dev.cortado.bench;

import dev.cortado.data.Dataset;
import dev.cortado.data.Target;
import dev.cortado.nn.Activation;
import dev.cortado.nn.ActivationMix;
import dev.cortado.nn.CategoryEmbedding;
import dev.cortado.nn.Columns;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.NtkDense;
import dev.cortado.nn.OneHot;
import dev.cortado.nn.Parallel;
import dev.cortado.nn.PeriodicEmbedding;
import dev.cortado.nn.RobustScale;
import dev.cortado.nn.Scale;
import dev.cortado.nn.Sequential;
import dev.cortado.nn.SmoothClip;
import dev.cortado.optim.AdamW;
import dev.cortado.optim.Schedule;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.Recipe;
import java.util.ArrayList;
import java.util.List;

/**
 * RealMLP as its authors set it, on made rows of the shape of the Adult table: six numbers, and
 * eight categories of which four are one-hot and four have embeddings of 8. The network sees 83
 * inputs, has three hidden layers of 256, and takes batches of 256.
 */
final class RealMlp {

  private static final int ROWS = 25_600;
  private static final int NUMBERS = 6;
  private static final int[] ONE_HOT = {2, 5, 6, 7};
  private static final int[] EMBEDDED = {9, 14, 16, 42};
  private static final int WIDTH = 256;

  private RealMlp() {}

  static Dataset rows() {
    var rng = Rng.of(1);
    int columns = NUMBERS + ONE_HOT.length + EMBEDDED.length;
    float[] numbers = rng.at("numbers").normal(Shape.of(ROWS, columns)).toArray();
    float[] picks = rng.at("picks").uniform(Shape.of(ROWS, columns)).toArray();
    for (int i = 0; i < numbers.length; i++) {
      int column = i % columns - NUMBERS;
      if (column >= 0) {
        numbers[i] = (int) (picks[i] * categories(column));
      }
    }
    var x = Tensor.of(Shape.of(ROWS, columns), numbers);
    var y = x.slice(1, 0, NUMBERS).sum(1).gt(0);
    return Dataset.of(x, y, Target.classes("no", "yes"));
  }

  private static int categories(int column) {
    return column < ONE_HOT.length ? ONE_HOT[column] : EMBEDDED[column - ONE_HOT.length];
  }

  static Layer model(Dataset rows) {
    var parts = new ArrayList<Layer>();
    var numbers = rows.x().slice(1, 0, NUMBERS);
    parts.add(
        Columns.range(
            0,
            NUMBERS,
            Sequential.of(
                RobustScale.fit(numbers), SmoothClip.of(3), PeriodicEmbedding.of(NUMBERS))));
    int inputs = 4 * NUMBERS;
    for (int column = 0; column < ONE_HOT.length + EMBEDDED.length; column++) {
      boolean oneHot = column < ONE_HOT.length;
      int categories = categories(column);
      parts.add(
          Columns.of(
              oneHot ? OneHot.of(categories) : CategoryEmbedding.of(categories, 8),
              NUMBERS + column));
      inputs += oneHot ? categories : 8;
    }
    return Sequential.of(
        Parallel.of(parts.toArray(Layer[]::new)),
        Scale.of(inputs),
        block(inputs),
        block(WIDTH),
        block(WIDTH),
        NtkDense.of(WIDTH, 2));
  }

  private static Layer block(int inputs) {
    return new Sequential(
        List.of(
            NtkDense.of(inputs, WIDTH),
            ActivationMix.of(Activation.selu(), WIDTH),
            Dropout.of(0.15)));
  }

  static Recipe recipe() {
    return Recipe.of(Loss.crossEntropy().labelSmoothing(0.1), AdamW.of(0.04, 0.02).betas(0.9, 0.95))
        .schedule(Schedule.cosLog(0.04, 256L * ROWS / 256))
        .batchSize(256)
        .epochs(Integer.MAX_VALUE)
        .withoutMetrics();
  }
}
