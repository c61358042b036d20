package dev.cortado.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.fail;

import dev.cortado.autograd.Buffer;
import dev.cortado.data.Dataset;
import dev.cortado.data.RowOrder;
import dev.cortado.data.Target;
import dev.cortado.data.Toys;
import dev.cortado.internal.Errors;
import dev.cortado.metric.Better;
import dev.cortado.metric.Metric;
import dev.cortado.nn.Activation;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Pass;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Sgd;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DryRunTest {

  private static final Dataset MOONS = Toys.moons(81, 0.1, Rng.of(1));

  private static final Recipe RECIPE = Recipe.of(Loss.crossEntropy(), Sgd.of(0.1)).epochs(1);

  private static Sequential normalized() {
    return Sequential.of(
        Dense.of(2, 4), BatchNorm.of(4), Activation.relu(), Dropout.of(0.5), Dense.of(4, 2));
  }

  private static Sequential plain(int outputs) {
    return Sequential.of(Dense.of(2, 4, Activation.relu()), Dense.of(4, outputs));
  }

  /** Whoever is told of an event was not refused before the first step. */
  private static final Callback NEVER_TOLD = event -> fail("told of %s", event);

  private static Metric metric(Consumer<Tensor> look) {
    return Metric.of(
        "own",
        Better.HIGHER,
        (prediction, _) -> {
          look.accept(prediction);
          return 1;
        });
  }

  @Test
  void aShortLastBatchIsRefusedBeforeTheFirstStepWithASizeThatLeavesNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainer.fit(normalized(), RECIPE.batchSize(20), MOONS, NEVER_TOLD))
        .withMessage(
            "fit: 81 rows in batches of 20 leave a batch of one; use batches of 21: batchNorm:"
                + " training batch [1, 4] leaves 1 for the variance of a channel, expected at least"
                + " 2; use larger batches, or leave out a short last one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainer.fit(normalized(), RECIPE.batchSize(1), MOONS, NEVER_TOLD))
        .withMessageContaining("use batches of 3: ");
  }

  @Test
  void whatCanBeTrainedOnOneRowIsNotRefused() {
    Trainer.fit(normalized(), RECIPE.batchSize(21), MOONS);
    Trainer.fit(plain(2), RECIPE.batchSize(20), MOONS);
    // A channel of an image has a variance by itself.
    var images =
        Dataset.of(
            Rng.of(3).normal(Shape.of(5, 2, 3)),
            Tensor.of(0, 1, 0, 1, 0),
            Target.classes("a", "b"));
    record Pooled(BatchNorm norm, Dense dense) implements Layer {
      @Override
      public Tensor forward(Tensor x, Pass pass) {
        return dense.forward(norm.forward(x, pass).mean(2), pass);
      }
    }
    Trainer.fit(new Pooled(BatchNorm.of(2), Dense.of(2, 2)), RECIPE.batchSize(2), images);
  }

  @Test
  void aStepThatIsTriedLeavesNoTrace() {
    record Counting(Buffer steps, Dense dense) implements Layer {
      @Override
      public Tensor forward(Tensor x, Pass pass) {
        if (pass instanceof Pass.Training) {
          steps.set(steps.value().add(1));
        }
        return dense.forward(x, pass);
      }
    }
    var model = new Counting(Buffer.of(Tensor.scalar(0)), Dense.of(2, 2));
    Trainer.fit(model, RECIPE.batchSize(40), MOONS);
    assertThat(model.steps().value().item()).isEqualTo(3);
  }

  @Test
  void aMetricThatDoesNotFitTheModelIsRefusedBeforeTheFirstStepAsItWouldBeAfterTheFirstEpoch() {
    var binary = MOONS.asBinary();
    var recipe = Recipe.of(Loss.binaryCrossEntropy(), Sgd.of(0.1));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            Trainer.fit(plain(1), recipe.metrics(Metric.categoricalAccuracy()), binary, NEVER_TOLD))
        .withMessage(
            "categoricalAccuracy: prediction [81, 1] has a single output, which is the largest of"
                + " its row whatever it is; use accuracy()");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainer.fit(plain(2), RECIPE.metrics(Metric.rmse()), MOONS, NEVER_TOLD))
        .withMessage("rmse: prediction [81, 2], target [81], expected the same shape");
  }

  @Test
  void aLossThatDoesNotFitTheModelIsRefusedBeforeTheFirstStep() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Trainer.fit(plain(3), Recipe.of(Loss.mse(), Sgd.of(1)), MOONS, NEVER_TOLD))
        .withMessageContaining("[32, 3]");
  }

  @Test
  void aLossMayBeMadeForBatchesOfOneSize() {
    Loss weighted =
        (prediction, _) -> prediction.mul(Tensor.linspace(0, 1, 27).expand(1)).square().sum(1);
    var recipe = Recipe.of(weighted, Sgd.of(0.1)).epochs(1).batchSize(27);
    Trainer.fit(plain(2), recipe, MOONS);
    assertThatIllegalArgumentException()
        .as("rows for validation are not taken in batches")
        .isThrownBy(() -> Trainer.fit(plain(2), recipe, MOONS, MOONS, NEVER_TOLD))
        .withMessageContaining("[81, 2]");
  }

  @Test
  void theSmallestAndTheLargestTargetAreLookedAt() {
    // In the order of their classes, the first rows are of one alone.
    int[] order =
        IntStream.range(0, MOONS.size())
            .boxed()
            .sorted(Comparator.comparingDouble(row -> MOONS.y().at(row)))
            .mapToInt(row -> row)
            .toArray();
    var sorted = MOONS.rows(RowOrder.of(order));
    Trainer.fit(plain(2), RECIPE.metrics(Metric.rocAuc()), sorted);
  }

  @Test
  void aMetricThatAsksForMoreRowsIsGivenAll() {
    var sizes = new ArrayList<Integer>();
    var demanding =
        metric(prediction -> {
          sizes.add(prediction.shape().dim(0));
          if (prediction.shape().dim(0) < 10) {
            throw Errors.argument("own: %s, expected at least 10 rows", prediction.shape());
          }
        });
    Trainer.fit(plain(2), RECIPE.metrics(demanding), MOONS);
    assertThat(sizes).containsExactly(2, 81, 81);
  }

  @Test
  void numbersOfAModelThatHasLearnedNothingAreNoReasonToRefuseIt() {
    // One that gives no numbers at all until it is trained, and one that is refused by its numbers.
    record Unready(Buffer scale, Dense dense) implements Layer {
      @Override
      public Tensor forward(Tensor x, Pass pass) {
        if (pass instanceof Pass.Training) {
          scale.set(Tensor.scalar(1));
        }
        var y = dense.forward(x, pass);
        return pass instanceof Pass.Training ? y : y.mul(scale.value());
      }
    }
    var unready = new Unready(Buffer.of(Tensor.scalar(Float.NaN)), Dense.of(2, 2));
    assertThat(Trainer.fit(unready, RECIPE, MOONS).last().value("train.accuracy")).isFinite();
    var positive =
        metric(prediction -> {
          if (prediction.min().item() < 0) {
            throw Errors.argument("own: %s", prediction.min().item());
          }
        });
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainer.fit(plain(2), RECIPE.metrics(positive), MOONS))
        .as("told after the epoch, as its numbers are then")
        .withMessageStartingWith("own: -");
  }

  @Test
  void aModelThatHasToBeTrainedFirstIsNotRefused() {
    record Strict(List<Integer> steps, Dense dense) implements Layer {
      @Override
      public Tensor forward(Tensor x, Pass pass) {
        if (pass instanceof Pass.Training) {
          steps.add(1);
        } else if (steps.isEmpty()) {
          throw Errors.state("strict: not trained yet");
        }
        return dense.forward(x, pass);
      }
    }
    assertThatNoException()
        .isThrownBy(
            () -> Trainer.fit(new Strict(new ArrayList<>(), Dense.of(2, 2)), RECIPE, MOONS));
  }

  @Test
  void withoutRowsThereIsNothingToTrainOn() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainer.fit(plain(2), RECIPE, MOONS.rows(RowOrder.of()), NEVER_TOLD))
        .withMessage("fit: no rows to train on");
  }
}
