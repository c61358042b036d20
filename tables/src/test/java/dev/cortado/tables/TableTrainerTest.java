package dev.cortado.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.data.Dataset;
import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.formats.ModelFile;
import dev.cortado.metric.Evaluation;
import dev.cortado.metric.Metric;
import dev.cortado.nn.CompileMode;
import dev.cortado.table.Feature;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.ScalarKernels;
import dev.cortado.tensor.kernel.Workers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TableTrainerTest {

  private static final int ROWS = 240;

  private static final List<Feature> FEATURES =
      List.of(
          new Feature.Number("a"),
          new Feature.Number("b"),
          new Feature.Number("constant"),
          new Feature.Flag("yes"),
          new Feature.Category("few", 4),
          new Feature.Category("many", 21));

  private static final TableSettings QUICK =
      TableSettings.of(TableSettings.Quality.DEFAULT).folds(3).epochs(4);

  /** What is asked of the rows. */
  enum Kind {
    NUMBER,
    BINARY,
    CLASSES,
    LABELS
  }

  private static Dataset rows(Kind kind) {
    var rng = Rng.of(5);
    float[] numbers = rng.at("numbers").normal(Shape.of(ROWS, 2)).toArray();
    float[] picks = rng.at("picks").uniform(Shape.of(ROWS, 3)).toArray();
    float[] x = new float[ROWS * FEATURES.size()];
    float[] meaning = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      int at = row * FEATURES.size();
      x[at] = 1_000 + 50 * numbers[2 * row];
      x[at + 1] = numbers[2 * row + 1];
      x[at + 2] = 7;
      x[at + 3] = picks[3 * row] < 0.5 ? -1 : 1;
      x[at + 4] = (int) (4 * picks[3 * row + 1]);
      x[at + 5] = (int) (21 * picks[3 * row + 2]);
      meaning[row] = Math.abs(x[at + 1]) + (x[at + 4] == 2 ? 1.5f : 0) + 0.3f * x[at + 3];
    }
    float[] y = new float[kind == Kind.LABELS ? 2 * ROWS : ROWS];
    for (int row = 0; row < ROWS; row++) {
      switch (kind) {
        case NUMBER -> y[row] = 300 * meaning[row];
        case BINARY -> y[row] = meaning[row] > 1 ? 1 : 0;
        case CLASSES -> y[row] = meaning[row] < 0.6 ? 0 : meaning[row] < 1.3 ? 1 : 2;
        case LABELS -> {
          y[2 * row] = meaning[row] > 1 ? 1 : 0;
          y[2 * row + 1] = x[row * FEATURES.size()] > 1_000 ? 1 : 0;
        }
      }
    }
    var target =
        switch (kind) {
          case NUMBER -> Target.numbers("y");
          case BINARY -> Target.binary("no", "yes");
          case CLASSES -> Target.classes("low", "middle", "high");
          case LABELS -> Target.labels("high", "wide");
        };
    var shape =
        switch (kind) {
          case CLASSES -> Shape.of(ROWS);
          case LABELS -> Shape.of(ROWS, 2);
          case NUMBER, BINARY -> Shape.of(ROWS, 1);
        };
    return new Dataset(
        Tensor.of(Shape.of(ROWS, FEATURES.size()), x),
        Tensor.of(shape, y),
        new Schema(FEATURES.stream().map(Feature::name).toList(), target));
  }

  private static TrainedTable train(TableSettings settings, Kind kind) {
    return TableTrainer.of(settings).train(FEATURES, rows(kind));
  }

  /** No step runs operation by operation, or this is an error. */
  @ParameterizedTest
  @EnumSource
  void everyStepIsCompiled(Kind kind) {
    var trained = CompileMode.REQUIRE.call(() -> train(QUICK, kind));
    assertThat(trained.histories()).hasSize(3);
    assertThat(trained.heldOut().shape())
        .isEqualTo(Shape.of(ROWS, kind == Kind.CLASSES ? 3 : kind == Kind.LABELS ? 2 : 1));
  }

  @ParameterizedTest
  @EnumSource
  void theNumberOfThreadsChangesNoBit(Kind kind) {
    var one = on(1, () -> train(QUICK, kind));
    for (int threads : new int[] {2, 5}) {
      var several = on(threads, () -> train(QUICK, kind));
      assertSameBits(one, several, kind);
    }
  }

  private static void assertSameBits(TrainedTable one, TrainedTable other, Kind kind) {
    assertThat(other.heldOut().sameBits(one.heldOut())).isTrue();
    assertThat(other.histories()).isEqualTo(one.histories());
    var x = rows(kind).x();
    assertThat(other.model().predict(x).sameBits(one.model().predict(x))).isTrue();
  }

  private static <R> R on(int threads, Supplier<R> body) {
    try (var workers = Workers.of(threads)) {
      return Compute.of(new ScalarKernels(), workers).call(body);
    }
  }

  @Test
  void aTableIsLearned() {
    var settings = TableSettings.of(TableSettings.Quality.DEFAULT).folds(2).epochs(40);
    var numbers = train(settings, Kind.NUMBER);
    assertThat(numbers.metric()).isEqualTo(TableMetric.RMSE);
    assertThat(numbers.score()).isLessThan(100);
    var classes = train(settings, Kind.CLASSES);
    assertThat(classes.metric()).isEqualTo(TableMetric.LOG_LOSS);
    assertThat(classes.score()).isLessThan(0.7);
    var accuracy = Evaluation.of(classes.model(), rows(Kind.CLASSES), Metric.accuracy());
    assertThat(accuracy.value("accuracy")).isGreaterThan(0.85);
  }

  /** The score is that of predictions that are row by row those of the network without the row. */
  @Test
  void heldOutPredictionsStandInTheOrderOfTheRows() {
    var rows = rows(Kind.NUMBER);
    var trained = train(QUICK.epochs(20), Kind.NUMBER);
    assertThat(Metric.rmse().of(trained.heldOut(), rows.y())).isEqualTo(trained.score());
    double mean = trained.scores().stream().mapToDouble(it -> it).average().orElseThrow();
    assertThat(trained.score()).isBetween(0.8 * mean, 1.2 * mean);
  }

  @ParameterizedTest
  @EnumSource
  void aModelFileGivesTheSameBits(Kind kind, @TempDir Path folder) {
    var trained = train(QUICK, kind);
    var rows = rows(kind);
    var file = folder.resolve("model.cortado");
    ModelFile.of(trained.model(), rows.schema()).save(file);
    var loaded = ModelFile.load(file).model();
    assertThat(loaded.predict(rows.x()).sameBits(trained.model().predict(rows.x()))).isTrue();
  }

  /** Thrown by a listener, as a process that is killed stops anywhere. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Test
  void aTrainingThatWasKilledGoesOnToTheSameBits(@TempDir Path folder) {
    var whole = on(2, () -> train(QUICK, Kind.CLASSES));
    for (int steps : new int[] {1, 9, 22, 45}) {
      var own = folder.resolve("at-" + steps);
      int[] taken = {0};
      var trainer = TableTrainer.of(QUICK).in(own);
      assertThatThrownBy(() ->
              on(
                  1,
                  () ->
                      trainer
                          .listener(event -> {
                            if (event instanceof TableEvent.Stepped && ++taken[0] == steps) {
                              throw new Killed();
                            }
                          })
                          .train(FEATURES, rows(Kind.CLASSES))))
          .isInstanceOf(Killed.class);
      assertSameBits(whole, trainer.train(FEATURES, rows(Kind.CLASSES)), Kind.CLASSES);
      // Once more, with all networks done.
      assertSameBits(whole, trainer.train(FEATURES, rows(Kind.CLASSES)), Kind.CLASSES);
    }
  }

  @Test
  void eventsTellOfEveryNetwork() {
    var events = new ArrayList<TableEvent>();
    var trained =
        TableTrainer.of(QUICK.networks(3))
            .listener(events::add)
            .train(FEATURES, rows(Kind.CLASSES));
    assertThat(events.stream().map(TableEvent::network).collect(Collectors.toSet()))
        .isEqualTo(Set.of(1, 2, 3));
    for (int network = 1; network <= 3; network++) {
      int number = network;
      var own = events.stream().filter(it -> it.network() == number).toList();
      assertThat(own.getFirst()).isEqualTo(new TableEvent.Began(number, 3, 160, 4));
      assertThat(own.getLast())
          .isEqualTo(
              new TableEvent.Ended(
                  number,
                  trained.histories().get(number - 1).kept(),
                  trained.scores().get(number - 1)));
      assertThat(own.stream().filter(TableEvent.EpochEnded.class::isInstance)).hasSize(4);
    }
  }

  @Test
  void fewRowsAreTrainedWithMoreDropoutAndDecayIfThatIsBetter() {
    var tried = new ArrayList<TableEvent.Ended>();
    var trained =
        TableTrainer.of(QUICK)
            .listener(event -> {
              if (event instanceof TableEvent.Ended ended) {
                tried.add(ended);
              }
            })
            .train(FEATURES, rows(Kind.CLASSES));
    // Three recipes on three folds.
    assertThat(tried).hasSize(9);
    double[] means =
        IntStream.range(0, 3)
            .mapToDouble(recipe ->
                tried.stream()
                    .filter(it -> (it.network() - 1) / 3 == recipe)
                    .mapToDouble(TableEvent.Ended::metric)
                    .average()
                    .orElseThrow())
            .toArray();
    double least = Arrays.stream(means).min().orElseThrow();
    double kept = trained.scores().stream().mapToDouble(it -> it).average().orElseThrow();
    assertThat(kept).isEqualTo(least < means[0] * 0.995 ? least : means[0]);
  }

  @Test
  void theMetricDecidesWhichEpochIsKept() {
    var trained = train(QUICK.metric(TableMetric.AUC).epochs(6), Kind.BINARY);
    for (var history : trained.histories()) {
      double best = history.best().value("valid.rocAuc");
      assertThat(Arrays.stream(history.values("valid.rocAuc")).max()).hasValue(best);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> train(QUICK.metric(TableMetric.RMSE), Kind.BINARY))
        .withMessage(
            "metric: rmse is for numbers, the target is classes; expected logloss, accuracy or"
                + " auc");
  }

  @Test
  void balancedClassesCountAlike() {
    var rows = rows(Kind.CLASSES);
    float[] weights = ClassBalance.weights(rows, null).toArray();
    double[] sums = new double[3];
    for (int row = 0; row < ROWS; row++) {
      sums[(int) rows.y().at(row)] += weights[row];
    }
    assertThat(sums)
        .containsExactly(new double[] {80, 80, 80}, org.assertj.core.data.Offset.offset(1e-3));
    assertThat(
            train(QUICK.balanced(), Kind.CLASSES)
                .heldOut()
                .sameBits(train(QUICK, Kind.CLASSES).heldOut()))
        .isFalse();
  }

  @Test
  void rowsForValidationChooseTheEpochsOfAllNetworks() {
    var rows = rows(Kind.NUMBER);
    var train = rows.rows(dev.cortado.data.RowOrder.range(0, 200));
    var valid = rows.rows(dev.cortado.data.RowOrder.range(200, ROWS));
    var trained = TableTrainer.of(QUICK).train(FEATURES, train, valid, null);
    assertThat(trained.heldOut().sameBits(trained.model().predict(valid.x()))).isTrue();
    assertThat(trained.histories()).hasSize(3);
  }

  @Test
  void aBudgetLeavesRoomForFewerNetworksAndEpochs() {
    var all = TableSettings.of(TableSettings.Quality.DEFAULT);
    // 6 networks on 2 threads are 3 rounds; 0.1 s an epoch, a fifth more beside each other.
    assertThat(Budget.plan(all, 6, 5, 20, 0.1, 2, 7.3)).isEqualTo(all.epochs(20));
    assertThat(Budget.plan(all, 6, 5, 20, 0.1, 2, 7)).isEqualTo(all.networks(5).epochs(19));
    assertThat(Budget.plan(all, 6, 5, 20, 0.1, 2, 2)).isEqualTo(all.networks(3).epochs(8));
    assertThat(Budget.plan(all, 6, 5, 20, 0.1, 2, 1)).isEqualTo(all.networks(1).epochs(10));
    assertThat(Budget.plan(all, 6, 5, 20, 0.1, 2, -1)).isEqualTo(all.networks(1).epochs(1));
  }

  @Test
  void thePlanOfABudgetIsKeptAndGivesTheSameBitsWithoutIt(@TempDir Path folder) {
    var rows = rows(Kind.CLASSES);
    var hurried = QUICK.epochs(0).budget(Duration.ofMillis(1));
    var trained = TableTrainer.of(hurried).in(folder).train(FEATURES, rows);
    assertThat(trained.settings().networks()).isEqualTo(1);
    assertThat(TableTrainer.of(hurried).in(folder).train(FEATURES, rows).settings())
        .isEqualTo(trained.settings());
    var again =
        TableTrainer.of(
                QUICK.networks(trained.settings().networks()).epochs(trained.settings().epochs()))
            .train(FEATURES, rows);
    assertSameBits(trained, again, Kind.CLASSES);
    assertThat(again.heldOutRows().size()).isEqualTo(again.heldOut().shape().dim(0));
  }
}
