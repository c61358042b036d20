package dev.cortado.tables;

import dev.cortado.data.Dataset;
import dev.cortado.data.Fold;
import dev.cortado.data.RowOrder;
import dev.cortado.data.RowSource;
import dev.cortado.data.Split;
import dev.cortado.data.Target;
import dev.cortado.doctor.RateCurve;
import dev.cortado.internal.Errors;
import dev.cortado.metric.Evaluation;
import dev.cortado.nn.Average;
import dev.cortado.nn.Averaging;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Sequential;
import dev.cortado.nn.Temperature;
import dev.cortado.table.Feature;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model for the encoded rows of a table by a recipe that suits most tables: networks on
 * folds of the rows, each kept at its best epoch on the rows it was not trained on, and averaged
 * into one model.
 *
 * <pre>{@code
 * var data = plan.encode(RowSplit.of(42).folds(5));
 * var trained = TableTrainer.of(TableSettings.of(Quality.DEFAULT)).train(data);
 * Predictor.of(trained.model(), data.train().schema()).save(Path.of("model.cortado"));
 * }</pre>
 *
 * <p>Networks are trained side by side on the threads there are. The number of threads changes no
 * bit, nor does an interruption, if the trainer has a folder.
 */
public final class TableTrainer {

  /** The part of the rows that a single network leaves out, if nothing else is said. */
  private static final double LEFT_OUT = 0.15;

  /** The part of an error that another recipe must take away. */
  private static final double LEAST_GAIN = 0.005;

  private static final double LOWEST_TEMPERATURE = 0.7;
  private static final double HIGHEST_TEMPERATURE = 2;

  private final TableSettings settings;
  private final UnaryOperator<TableRecipe> change;
  private final @Nullable Path folder;
  private final Consumer<? super TableEvent> listener;

  private TableTrainer(
      TableSettings settings,
      UnaryOperator<TableRecipe> change,
      @Nullable Path folder,
      Consumer<? super TableEvent> listener) {
    this.settings = settings;
    this.change = change;
    this.folder = folder;
    this.listener = listener;
  }

  /** With these settings. */
  public static TableTrainer of(TableSettings settings) {
    return new TableTrainer(settings, UnaryOperator.identity(), null, _ -> {});
  }

  /**
   * The same with checkpoints in a folder. If it has those of a training with the same rows and
   * settings, that one goes on, to the same bits as if it had not been interrupted.
   */
  public TableTrainer in(Path other) {
    return new TableTrainer(settings, change, other, listener);
  }

  /** The same with a listener, which is called by one thread at a time. */
  public TableTrainer listener(Consumer<? super TableEvent> other) {
    var lock = new Object();
    return new TableTrainer(
        settings,
        change,
        folder,
        event -> {
          synchronized (lock) {
            other.accept(event);
          }
        });
  }

  /** The same with changes to the recipe, for trials. */
  TableTrainer changed(UnaryOperator<TableRecipe> other) {
    return new TableTrainer(settings, other, folder, listener);
  }

  /** How the loss of a network falls with a growing rate, from which a rate can be chosen. */
  public RateCurve rates(TableData data) {
    var part = new Part(data.train(), data.train(), null, data.weights());
    return fit(1, 1, data.features(), part, 0, recipe(data)).rates();
  }

  /** How networks for this table are trained, if no other recipe is found better. */
  public TableRecipe recipe(TableData data) {
    var part = new Part(data.train(), data.train(), null, null);
    return recipes(settings, data.features(), part).getFirst();
  }

  /** The rows of a network: those to train on, and those to choose the epoch by. */
  record Part(
      RowSource train, RowSource valid, @Nullable RowOrder validRows, @Nullable Tensor weights) {}

  /** Trains on the folds of a table or, if it has none, chooses epochs by its validation rows. */
  public TrainedTable train(TableData data) {
    if (data.folds() > 0) {
      var parts =
          IntStream.range(0, data.folds())
              .mapToObj(data::fold)
              .map(it -> new Part(it.train(), it.valid(), it.validRows(), it.weights()))
              .toList();
      return train(data.features(), parts, data.train());
    }
    return train(data.features(), data.train(), data.valid(), data.weights());
  }

  /** Trains on rows whose numbers have these meanings, in folds if the settings say so. */
  public TrainedTable train(List<Feature> features, Dataset rows) {
    int folds = settings.foldsFor(rows.size());
    var rng = Rng.of(settings.seed());
    boolean classes = !rows.schema().target().classNames().isEmpty();
    if (folds == 1) {
      var split =
          classes
              ? Split.stratified(rows, 1 - LEFT_OUT, LEFT_OUT, rng)
              : Split.random(rows, 1 - LEFT_OUT, LEFT_OUT, rng);
      return train(features, split.train(), split.valid(), null);
    }
    var dealt = classes ? Fold.stratified(rows, folds, rng) : Fold.random(rows, folds, rng);
    var parts =
        dealt.stream().map(it -> new Part(it.train(), it.valid(), it.validRows(), null)).toList();
    return train(features, parts, rows);
  }

  /** Trains on all of these rows; the epochs that are kept are the best for other rows. */
  public TrainedTable train(
      List<Feature> features, RowSource train, RowSource valid, @Nullable Tensor weights) {
    if (valid.size() == 0) {
      throw Errors.argument("table: no rows for validation, expected some, or folds");
    }
    var part = new Part(train, valid, null, weights);
    int count = settings.foldsFor(train.size());
    return train(features, IntStream.range(0, count).mapToObj(_ -> part).toList(), valid);
  }

  /**
   * Trains a network on each part. Of several recipes the first part decides, or all of them where
   * rows are few; another recipe must be better by {@link #LEAST_GAIN} than the first.
   *
   * @param heldOut the rows that the parts leave out, together
   */
  private TrainedTable train(List<Feature> features, List<Part> parts, RowSource heldOut) {
    long began = System.nanoTime();
    var first = parts.getFirst();
    requireFeatures(features, first.train());
    var plan = planned(features, parts, began);
    var recipes = recipes(plan, features, first);
    var chosen =
        plan.networks() > 0 ? parts.subList(0, Math.min(plan.networks(), parts.size())) : parts;
    int judges = recipes.size() == 1 ? chosen.size() : judges(plan, features, first, chosen.size());
    int tried = recipes.size() * judges;
    int networks = tried + chosen.size() - judges;
    var fits = new ArrayList<NetworkFit>();
    for (int i = 0; i < networks; i++) {
      int part = i < tried ? i % judges : i - tried + judges;
      var recipe = recipes.get(Math.min(i / judges, recipes.size() - 1));
      fits.add(fit(i + 1, networks, features, chosen.get(part), part, recipe));
    }
    var trials = run(fits.subList(0, tried));
    int best = best(recipes.size(), judges, trials, heldOut.schema().target());
    var recipe = recipes.get(best);
    var results = new ArrayList<>(trials.subList(best * judges, (best + 1) * judges));
    results.addAll(
        run(fits.subList(tried, networks).stream().map(fit -> fit.with(recipe)).toList()));
    return Tape.unrecorded(() -> result(results, chosen, heldOut, recipe, plan));
  }

  private List<TableRecipe> recipes(TableSettings plan, List<Feature> features, Part part) {
    var rows = part.train();
    var rules = new RecipeRules(plan, rows.schema().target(), rows.size(), features);
    return rules.tried().stream().map(change).distinct().toList();
  }

  private static int judges(TableSettings plan, List<Feature> features, Part part, int parts) {
    var rows = part.train();
    return new RecipeRules(plan, rows.schema().target(), rows.size(), features).judges(parts);
  }

  private int networks(List<TableRecipe> recipes, List<Feature> features, List<Part> parts) {
    int judges = judges(settings, features, parts.getFirst(), parts.size());
    return recipes.size() == 1 ? parts.size() : parts.size() + (recipes.size() - 1) * judges;
  }

  /** The settings or, if there is a budget, what of them it leaves room for. */
  private TableSettings planned(List<Feature> features, List<Part> parts, long began) {
    var time = settings.budget();
    if (time == null) {
      return settings;
    }
    var file = folder == null ? null : folder.resolve("budget");
    var saved = file == null ? null : Budget.saved(file, settings);
    if (saved != null) {
      return saved;
    }
    var recipes = recipes(settings, features, parts.getFirst());
    var trial = fit(1, 1, features, parts.getFirst(), 0, recipes.getFirst());
    var plan =
        new Budget(time, began)
            .plan(
                settings,
                networks(recipes, features, parts),
                parts.size(),
                recipes.getFirst().steps().epochs(),
                SideBySide.alone(() -> trial.secondsOfEpoch(time)));
    if (file != null) {
      Budget.save(file, plan);
    }
    return plan;
  }

  private static List<NetworkFit.Result> run(List<NetworkFit> fits) {
    return SideBySide.run(fits.stream().<Supplier<NetworkFit.Result>>map(fit -> fit::run).toList());
  }

  private static void requireFeatures(List<Feature> features, RowSource rows) {
    int numbers = rows.schema().features().size();
    if (numbers != features.size()) {
      throw Errors.argument(
          "table: rows of %d numbers and %d features, expected one for each number",
          numbers, features.size());
    }
  }

  private NetworkFit fit(
      int number, int networks, List<Feature> features, Part part, int seed, TableRecipe recipe) {
    return new NetworkFit(
        number,
        networks,
        features,
        part.train(),
        part.valid(),
        settings.classesBalanced()
            ? ClassBalance.weights(part.train(), part.weights())
            : part.weights(),
        recipe,
        settings.metricFor(part.train().schema().target()),
        Rng.of(settings.seed()).at("network").at(seed).key(),
        folder == null ? null : folder.resolve("network-" + number),
        listener);
  }

  /** The recipe whose mean score is best, or the first if none is better by enough. */
  private int best(int recipes, int judges, List<NetworkFit.Result> trials, Target target) {
    boolean higher = settings.metricFor(target).metric(target).higherIsBetter();
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < recipes; i++) {
      double score =
          trials.subList(i * judges, (i + 1) * judges).stream()
              .mapToDouble(NetworkFit.Result::score)
              .average()
              .orElseThrow();
      double error = higher ? 1 - score : score;
      if (i == 0) {
        least = error * (1 - LEAST_GAIN);
      } else if (error < least) {
        best = i;
        least = error;
      }
    }
    return best;
  }

  private TrainedTable result(
      List<NetworkFit.Result> results,
      List<Part> parts,
      RowSource heldOut,
      TableRecipe recipe,
      TableSettings plan) {
    var target = heldOut.schema().target();
    var how = averaging(target);
    var rows = heldOutRows(parts, heldOut);
    var y = heldOut.rows(rows).y();
    var predictions = predictions(results, parts, rows, how);
    var models = results.stream().map(NetworkFit.Result::model).toList();
    Layer model = models.size() == 1 ? models.getFirst() : Average.of(how, models);
    if (!(target instanceof Target.Numbers)) {
      model = Sequential.of(model, temperature(predictions, y, target));
    }
    var metric = settings.metricFor(target);
    return new TrainedTable(
        model,
        results.stream().map(NetworkFit.Result::history).toList(),
        rows,
        predictions,
        metric,
        results.stream().map(NetworkFit.Result::score).toList(),
        metric.metric(target).of(predictions, y, Evaluation.outputs(model, target)),
        recipe,
        plan,
        results.getFirst().coding());
  }

  /** The rows that the networks were not trained on, ascending. */
  private static RowOrder heldOutRows(List<Part> parts, RowSource heldOut) {
    if (parts.getFirst().validRows() == null) {
      return RowOrder.range(0, heldOut.size());
    }
    return RowOrder.of(
        parts.stream()
            .map(Part::validRows)
            .filter(Objects::nonNull)
            .flatMapToInt(RowOrder::stream)
            .sorted()
            .toArray());
  }

  /** What each row was given by the network that had not seen it, or by all if none had. */
  private static Tensor predictions(
      List<NetworkFit.Result> results, List<Part> parts, RowOrder rows, Averaging how) {
    var all = results.stream().map(NetworkFit.Result::prediction).toArray(Tensor[]::new);
    if (parts.getFirst().validRows() == null) {
      return all.length == 1 ? all[0] : how.mean(Tensor.stack(1, all));
    }
    int[] numbers = rows.stream().toArray();
    int width = all[0].shape().dim(1);
    float[] values = new float[numbers.length * width];
    for (int i = 0; i < all.length; i++) {
      var own = parts.get(i).validRows();
      for (int row = 0; own != null && row < own.size(); row++) {
        int place = Arrays.binarySearch(numbers, own.at(row));
        all[i].copyTo(row * width, width, values, place * width);
      }
    }
    return Tensor.of(Shape.of(numbers.length, width), values);
  }

  private static Averaging averaging(Target target) {
    return switch (target) {
      case Target.Classes _, Target.Binary _ -> Averaging.LOGITS;
      // Labels have a logit each, which are averaged as they are.
      case Target.Numbers _, Target.Labels _ -> Averaging.VALUES;
    };
  }

  private static Temperature temperature(Tensor predictions, Tensor y, Target target) {
    boolean each = target instanceof Target.Labels;
    var column = Shape.of(predictions.size(), 1);
    return Temperature.fit(
        each ? predictions.reshape(column) : predictions,
        each ? y.reshape(column) : y,
        LOWEST_TEMPERATURE,
        HIGHEST_TEMPERATURE);
  }
}
