package dev.cortado.tables;

import dev.cortado.data.Dataset;
import dev.cortado.data.RowOrder;
import dev.cortado.data.RowSource;
import dev.cortado.doctor.RateCurve;
import dev.cortado.doctor.RateFinder;
import dev.cortado.internal.Errors;
import dev.cortado.metric.Evaluation;
import dev.cortado.metric.Metric;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Layer;
import dev.cortado.optim.Adam;
import dev.cortado.optim.Decay;
import dev.cortado.optim.ParameterGroup;
import dev.cortado.optim.Schedule;
import dev.cortado.optim.WeightAveraging;
import dev.cortado.table.Feature;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.Callback;
import dev.cortado.train.EarlyStopping;
import dev.cortado.train.Event;
import dev.cortado.train.History;
import dev.cortado.train.Recipe;
import dev.cortado.train.Signal;
import dev.cortado.train.Training;
import dev.cortado.train.checkpoint.Checkpoints;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The training of one network: on some rows, the best epoch kept by others.
 *
 * @param number of the network, from 1 on
 * @param networks how many are planned
 * @param features of the columns
 * @param train the rows to train on
 * @param valid the rows to choose the epoch by
 * @param weights of the rows to train on; none if all count alike
 * @param recipe how it is built and trained
 * @param metric that decides which epoch is kept
 * @param seed of its random numbers
 * @param folder for its checkpoints; none if there are not to be any
 * @param listener that is told about it
 */
record NetworkFit(
    int number,
    int networks,
    List<Feature> features,
    RowSource train,
    RowSource valid,
    @Nullable Tensor weights,
    TableRecipe recipe,
    TableMetric metric,
    long seed,
    @Nullable Path folder,
    Consumer<? super TableEvent> listener) {

  /** Enough rows to find edges of bins from. */
  private static final int MOST_ROWS_TO_FIT = 200_000;

  private static final int STEPS_TO_MEASURE = 16;

  private static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(5);

  /** What came of it. */
  record Result(
      Layer model, History history, Tensor prediction, double score, List<String> coding) {}

  /** The same by another recipe. */
  NetworkFit with(TableRecipe other) {
    return new NetworkFit(
        number, networks, features, train, valid, weights, other, metric, seed, folder, listener);
  }

  Result run() {
    var target = train.schema().target();
    var measure = metric.metric(target);
    var network = TableNetwork.of(features, sample(), recipe);
    var how = steps(network, measure);
    var model = network.model();
    try (var training = begin(model, how, measure)) {
      while (!training.isOver()) {
        if (Thread.currentThread().isInterrupted()) {
          throw Errors.state("table: interrupted while network %d was trained", number);
        }
        training.takeStep();
      }
      var history = training.finish();
      var outputs = how.outputs(model, target);
      var evaluation = Evaluation.of(model, valid, outputs, List.of(measure));
      double score = evaluation.value(measure.name());
      listener.accept(new TableEvent.Ended(number, history.kept(), score));
      return new Result(model, history, evaluation.prediction(), score, network.coding());
    }
  }

  /** How its loss falls with a growing rate; its own weights are not kept. */
  RateCurve rates() {
    var network = TableNetwork.of(features, sample(), recipe);
    var how = steps(network, metric.metric(train.schema().target()));
    return RateFinder.of().find(network.model(), how, train);
  }

  /** Takes some steps, at most for a tenth of a time, and tells how long an epoch would take. */
  double secondsOfEpoch(Duration time) {
    var measure = metric.metric(train.schema().target());
    var network = TableNetwork.of(features, sample(), recipe);
    var how = steps(network, measure);
    long steps = how.steps(train.size()) / recipe.steps().epochs();
    long end = System.nanoTime() + time.toNanos() / 10;
    double best = Double.POSITIVE_INFINITY;
    try (var training = Training.begin(network.model(), how, train, valid)) {
      do {
        long since = System.nanoTime();
        for (int i = 0; i < STEPS_TO_MEASURE && !training.isOver(); i++) {
          training.takeStep();
        }
        best = Math.min(best, (System.nanoTime() - since) / 1e9 / STEPS_TO_MEASURE);
      } while (System.nanoTime() < end && !training.isOver());
    }
    long since = System.nanoTime();
    Evaluation.of(network.model(), valid, List.of(measure));
    return steps * best + (System.nanoTime() - since) / 1e9;
  }

  private Dataset sample() {
    int rows = train.size();
    if (rows <= MOST_ROWS_TO_FIT) {
      return train instanceof Dataset all ? all : train.rows(RowOrder.range(0, rows));
    }
    int[] order = Rng.of(seed).at("sample").permutation(rows);
    return train.rows(RowOrder.of(Arrays.copyOf(order, MOST_ROWS_TO_FIT)));
  }

  private Recipe steps(TableNetwork network, Metric measure) {
    var steps = recipe.steps();
    var optimizer = Adam.of(steps.rate()).betas(0.9, 0.95).decay(Decay.decoupled(steps.decay()));
    var falling = Schedule.flatCosine(1, 100).overRun(100);
    var rate =
        steps.waves()
            ? Schedule.cosLog(steps.rate(), 100).overRun(100)
            : Schedule.flatCosine(steps.rate(), 100).overRun(100);
    var how =
        Recipe.of(network.loss(), optimizer)
            .epochs(steps.epochs())
            .batchSize(steps.batch())
            .seed(seed)
            .schedule(rate)
            .decaySchedule(falling)
            .dropoutSchedule(falling)
            .group(ParameterGroup.of("**.bias").rate(0.1).decay(0))
            .group(ParameterGroup.of("layers.1.factor").rate(6).decay(0))
            .metrics(measure)
            .earlyStopping(EarlyStopping.never("valid." + measure.name()));
    if (!(recipe.activation() instanceof Activation.Relu)) {
      how = how.group(ParameterGroup.of("**.share").rate(0.1).decay(0));
    }
    if (steps.average() > 0) {
      how = how.averaging(WeightAveraging.exponential(steps.average()));
    }
    return weights == null ? how : how.sampleWeights(weights);
  }

  private Training begin(Layer model, Recipe how, Metric measure) {
    Callback progress = new Progress("valid." + measure.name(), how);
    if (folder == null) {
      return Training.begin(model, how, train, valid, progress);
    }
    var checkpoints = Checkpoints.in(folder).atMostEvery(BETWEEN_CHECKPOINTS);
    return checkpoints.isEmpty()
        ? Training.begin(model, how, train, valid, checkpoints, progress)
        : Training.resume(checkpoints.latest(), model, how, train, valid, checkpoints, progress);
  }

  /** Tells the listener. */
  private final class Progress implements Callback {

    private final String value;
    private final long steps;
    private long since = System.nanoTime();

    Progress(String value, Recipe how) {
      this.value = value;
      steps = how.steps(train.size());
    }

    @Override
    public Signal on(Event event) {
      switch (event) {
        case Event.Began _ -> {
          since = System.nanoTime();
          listener.accept(
              new TableEvent.Began(number, networks, train.size(), recipe.steps().epochs()));
        }
        case Event.BatchEnded(_, long step, double loss) ->
            listener.accept(new TableEvent.Stepped(number, step, steps, loss));
        case Event.EpochEnded(_, var epoch) -> {
          long now = System.nanoTime();
          double seconds = Math.max(1, now - since) / 1e9;
          since = now;
          listener.accept(
              new TableEvent.EpochEnded(number, epoch, epoch.value(value), train.size() / seconds));
        }
        case Event.Ended _ -> {}
      }
      return Signal.CONTINUE;
    }
  }
}
