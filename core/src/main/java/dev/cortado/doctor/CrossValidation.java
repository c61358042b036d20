package dev.cortado.doctor;

import static dev.cortado.doctor.FindingText.figure;

import dev.cortado.data.Dataset;
import dev.cortado.data.Fold;
import dev.cortado.data.RowOrder;
import dev.cortado.data.Split;
import dev.cortado.data.Target;
import dev.cortado.internal.Errors;
import dev.cortado.metric.Evaluation;
import dev.cortado.metric.Metric;
import dev.cortado.nn.Layer;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.EarlyStopping;
import dev.cortado.train.Recipe;
import dev.cortado.train.Trainer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Cross-validation: trains {@code k} times, each time on all rows but a {@code k}-th, on which the
 * model is then measured. Every row is left out once.
 *
 * <pre>{@code
 * var data = Toys.moons(150, 0.3, Rng.of(1));
 * var recipe = Recipe.of(Loss.crossEntropy(), Adam.of(1e-2));
 * var score = CrossValidation.of(5).score(
 *     train -> Sequential.of(
 *         Standardize.fit(train.x()), Dense.of(2, 16, Activation.relu()), Dense.of(16, 2)),
 *     recipe, data);
 * IO.println(score);   // accuracy 0.807 ± 0.0548 over 5 folds: 0.767, 0.767, 0.8, 0.9, 0.8
 * }</pre>
 *
 * <p>What is fitted on rows, as {@code Standardize} is, must be fitted on those of each training:
 * that is why the model may be made from them. Folds are drawn by the recipe's seed, classes
 * keeping their shares. The measure is the recipe's first metric or, if it names none, {@link
 * Metric#standard}.
 *
 * <p>The rows left out do not influence a training, or the score would be too good. If the recipe
 * has an {@link EarlyStopping} or a plateau that watches a value {@code valid.…}, it watches it on
 * 15 % of the fold's other rows, drawn by the seed, which are then not trained on either.
 *
 * @param folds {@code k}
 */
public record CrossValidation(int folds) {

  /** The share of a fold's training rows held back for validation, if the recipe needs it. */
  private static final double WATCHED = 0.15;

  public CrossValidation {
    if (folds < 2) {
      throw Errors.argument("crossValidation: %d folds, expected at least 2", folds);
    }
  }

  /** With this many folds; 5 and 10 are usual. */
  public static CrossValidation of(int folds) {
    return new CrossValidation(folds);
  }

  /**
   * The score.
   *
   * @param metric by its name
   * @param higherIsBetter which direction is better
   * @param train a value for each fold, on the rows it was trained on
   * @param valid a value for each fold, on the rows left out
   */
  public record Score(
      String metric, boolean higherIsBetter, List<Double> train, List<Double> valid) {

    public Score {
      train = List.copyOf(train);
      valid = List.copyOf(valid);
    }

    /** Over the folds. */
    public double mean() {
      return mean(valid);
    }

    /** Over the folds, on the rows that were trained on. */
    public double trainMean() {
      return mean(train);
    }

    /** How far the folds lie apart: {@code √(Σ(v − mean)²/(k − 1))}. */
    public double deviation() {
      double mean = mean();
      double sum = 0;
      for (double value : valid) {
        sum += (value - mean) * (value - mean);
      }
      return Math.sqrt(sum / (valid.size() - 1));
    }

    /** How far the mean may be off: {@code deviation/√k}. */
    public double standardError() {
      return deviation() / Math.sqrt(valid.size());
    }

    private static double mean(List<Double> values) {
      double sum = 0;
      for (double value : values) {
        sum += value;
      }
      return sum / values.size();
    }

    /** In a line. */
    @Override
    public String toString() {
      return metric
          + " "
          + figure(mean())
          + " ± "
          + figure(deviation())
          + " over "
          + valid.size()
          + " folds: "
          + valid.stream().map(FindingText::figure).collect(Collectors.joining(", "));
    }
  }

  /**
   * Scores with a prediction for every row, each by the model that was not trained on it: for
   * calibration, for weights of an average, for a second model on top.
   *
   * @param predictions outputs of the models, row by row as in the data, {@code [n, outputs]}
   */
  public record OutOfFold(Score score, Tensor predictions) {}

  /** Scores a model that is made anew for each fold. */
  public Score score(Supplier<? extends Layer> model, Recipe recipe, Dataset data) {
    return score(_ -> model.get(), recipe, data);
  }

  /** Scores a model that is made anew for each fold, from the rows it is trained on. */
  public Score score(
      Function<? super Dataset, ? extends Layer> model, Recipe recipe, Dataset data) {
    return outOfFold(model, recipe, data).score();
  }

  /** Scores a model that is made anew for each fold, and keeps its predictions. */
  public OutOfFold outOfFold(
      Function<? super Dataset, ? extends Layer> model, Recipe recipe, Dataset data) {
    if (recipe.sampleWeights() != null) {
      throw Errors.argument(
          "crossValidation: sample weights are for all %,d rows, a fold has fewer; leave them out",
          data.size());
    }
    var metric = metric(recipe, data.schema().target());
    var results = new ArrayList<Result>();
    var seen = Collections.newSetFromMap(new IdentityHashMap<Object, Boolean>());
    for (var fold : folds(recipe, data)) {
      var split = split(recipe, fold);
      var layer = model.apply(split.train());
      if (!seen.addAll(layer.parameters())) {
        throw Errors.argument(
            "crossValidation: fold %d was given a model that an earlier one had; make a new one for"
                + " each",
            results.size() + 1);
      }
      results.add(result(layer, recipe, split, metric));
    }
    var score =
        new Score(
            metric.name(),
            metric.higherIsBetter(),
            results.stream().map(Result::train).toList(),
            results.stream().map(Result::valid).toList());
    return new OutOfFold(score, inOrder(results, data.size()));
  }

  /**
   * The rows of a fold.
   *
   * @param watched validation rows, for a recipe whose early stopping or plateau needs them
   */
  private record Rows(Dataset train, @Nullable Dataset watched, Fold fold) {}

  /** The result of a fold; it depends on nothing but the fold's rows, its model and the recipe. */
  private record Result(double train, double valid, Tensor prediction, RowOrder rows) {}

  private static Rows split(Recipe recipe, Fold fold) {
    if (!watchesRows(recipe)) {
      return new Rows(fold.train(), null, fold);
    }
    var held = heldBack(recipe, fold.train());
    return new Rows(held.train(), held.valid(), fold);
  }

  private static Result result(Layer layer, Recipe recipe, Rows rows, Metric metric) {
    if (rows.watched() != null) {
      Trainer.fit(layer, recipe, rows.train(), rows.watched());
    } else {
      var silent = watchesNothing(recipe) ? recipe.withoutMetrics() : recipe;
      Trainer.fit(layer, silent, rows.train());
    }
    var outputs = recipe.outputs(layer, rows.train().schema().target());
    var train = Evaluation.of(layer, rows.train(), outputs, List.of(metric));
    var valid = Evaluation.of(layer, rows.fold().valid(), outputs, List.of(metric));
    return new Result(
        train.value(metric.name()),
        valid.value(metric.name()),
        valid.prediction(),
        rows.fold().validRows());
  }

  /** The predictions of all folds, each in its row. */
  private static Tensor inOrder(List<Result> results, int size) {
    int[] dims = results.getFirst().prediction().shape().dims();
    dims[0] = size;
    var shape = Shape.of(dims);
    int width = shape.size() / size;
    var values = new float[shape.size()];
    for (var result : results) {
      float[] ofFold = result.prediction().toArray();
      for (int i = 0; i < result.rows().size(); i++) {
        System.arraycopy(ofFold, i * width, values, result.rows().at(i) * width, width);
      }
    }
    return Tensor.of(shape, values);
  }

  private List<Fold> folds(Recipe recipe, Dataset data) {
    var rng = Rng.of(recipe.seed());
    return data.schema().target().classNames().isEmpty()
        ? Fold.random(data, folds, rng)
        : Fold.stratified(data, folds, rng);
  }

  private static Stream<String> watched(Recipe recipe) {
    var stopping = recipe.earlyStopping();
    var plateau = recipe.plateau();
    return Stream.concat(
        stopping == null ? Stream.empty() : Stream.of(stopping.value()),
        plateau == null ? Stream.empty() : Stream.of(plateau.value()));
  }

  private static boolean watchesNothing(Recipe recipe) {
    return watched(recipe).findAny().isEmpty();
  }

  /** Whether the recipe needs validation rows. */
  private static boolean watchesRows(Recipe recipe) {
    return watched(recipe).anyMatch(value -> value.startsWith("valid."));
  }

  private static Split heldBack(Recipe recipe, Dataset rows) {
    var rng = Rng.of(recipe.seed()).at("watched");
    return rows.schema().target().classNames().isEmpty()
        ? Split.random(rows, 1 - WATCHED, WATCHED, rng)
        : Split.stratified(rows, 1 - WATCHED, WATCHED, rng);
  }

  private static Metric metric(Recipe recipe, Target target) {
    var metrics = recipe.metricsFor(target);
    if (metrics.isEmpty()) {
      throw Errors.argument("crossValidation: the recipe has no metric to score by");
    }
    return metrics.getFirst();
  }
}
