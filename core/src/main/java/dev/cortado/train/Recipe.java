package dev.cortado.train;

import dev.cortado.data.Target;
import dev.cortado.data.image.Augment;
import dev.cortado.internal.Errors;
import dev.cortado.metric.Evaluation;
import dev.cortado.metric.Metric;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.OutputKind;
import dev.cortado.nn.Penalty;
import dev.cortado.optim.Clip;
import dev.cortado.optim.Optimizer;
import dev.cortado.optim.Plateau;
import dev.cortado.optim.Schedule;
import dev.cortado.tensor.Tensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a model is trained, all of it: the same recipe, data and model give the same bits.
 *
 * <pre>{@code
 * var recipe = Recipe.of(Loss.crossEntropy(), Adam.decoupled(1e-2))
 *     .epochs(50)
 *     .batchSize(32)
 *     .schedule(Schedule.cosine(1e-3, 2_000).warmup(100))
 *     .earlyStopping(EarlyStopping.on("valid.loss").patience(5));
 * }</pre>
 *
 * @param loss made small, together with the penalties
 * @param optimizer by what rule
 * @param epochs how many times every row is used, at most; 20
 * @param batchSize rows for each step; 32
 * @param seed of all random numbers; 42
 * @param shuffled whether each epoch takes the rows in an order of its own, or in theirs; true
 * @param schedule of the rate; the optimizer's rate throughout
 * @param clip of the gradients; none
 * @param penalties on the model's {@linkplain Penalty#weights weights}; none
 * @param metrics told after each epoch; if not given, {@link Metric#standard}
 * @param lowering of the rate when a value stops getting better; none
 * @param earlyStopping none
 * @param augment variation of the training rows; none
 * @param sampleWeights what each training row counts, {@code [n]}: the loss of a batch is {@code Σ
 *     wᵢ·lossᵢ / rows}; all 1
 */
public record Recipe(
    Loss loss,
    Optimizer optimizer,
    int epochs,
    int batchSize,
    long seed,
    boolean shuffled,
    Schedule schedule,
    Clip clip,
    List<Penalty> penalties,
    @Nullable List<Metric> metrics,
    @Nullable PlateauRule lowering,
    @Nullable EarlyStopping earlyStopping,
    @Nullable Augment augment,
    @Nullable Tensor sampleWeights) {

  /**
   * A rate that is lowered when a value of the epochs stops getting better; a schedule is scaled by
   * as much: the plateau's own rate and least are only what its factors start and end at.
   *
   * @param value its name: {@code valid.loss}
   */
  public record PlateauRule(String value, Plateau plateau) {
    public PlateauRule {
      requirePart("name of the value for the plateau", value);
      requirePart("plateau", plateau);
    }
  }

  public Recipe {
    requirePart("loss", loss);
    requirePart("optimizer", optimizer);
    requirePart("schedule", schedule);
    requirePart("clip", clip);
    requireParts("list of penalties", "penalty", penalties);
    if (epochs < 1) {
      throw Errors.argument("recipe: %d epochs, expected at least 1", epochs);
    }
    if (batchSize < 1) {
      throw Errors.argument("recipe: batches of %d rows, expected at least 1", batchSize);
    }
    penalties = List.copyOf(penalties);
    if (metrics != null) {
      requireParts("list of metrics", "metric", metrics);
      requireNames(metrics);
      metrics = List.copyOf(metrics);
    }
  }

  static void requirePart(String name, @Nullable Object part) {
    if (part == null) {
      throw Errors.argument("recipe: the %s is null", name);
    }
  }

  private static void requireParts(String name, String part, @Nullable List<?> parts) {
    requirePart(name, parts);
    for (var it : Objects.requireNonNull(parts)) {
      requirePart(part, it);
    }
  }

  /** Each epoch tells its values by name, and one of them is that of the loss. */
  private static void requireNames(List<Metric> metrics) {
    var names = new HashSet<String>();
    for (var metric : metrics) {
      if (metric.name().equals("loss")) {
        throw Errors.argument(
            "recipe: a metric is named 'loss', as the loss itself is; give it another name");
      }
      if (!names.add(metric.name())) {
        throw Errors.argument(
            "recipe: two metrics are named '%s'; give one of them another name", metric.name());
      }
    }
  }

  /** With the numbers above. */
  public static Recipe of(Loss loss, Optimizer optimizer) {
    requirePart("loss", loss);
    requirePart("optimizer", optimizer);
    var constant = Schedule.constant(optimizer.rate());
    return new Recipe(
        loss,
        optimizer,
        20,
        32,
        42,
        true,
        constant,
        Clip.none(),
        List.of(),
        null,
        null,
        null,
        null,
        null);
  }

  /** The same with another number of epochs. */
  public Recipe epochs(int other) {
    return with(draft -> draft.epochs = other);
  }

  /** The same with batches of another size. */
  public Recipe batchSize(int rows) {
    return with(draft -> draft.batchSize = rows);
  }

  /** The same with other random numbers. */
  public Recipe seed(long other) {
    return with(draft -> draft.seed = other);
  }

  /** The same with a rate that follows a schedule. */
  public Recipe schedule(Schedule other) {
    return with(draft -> draft.schedule = other);
  }

  /** The same at another constant rate. */
  public Recipe rate(double other) {
    return schedule(Schedule.constant(other));
  }

  /** The same with a limit for gradients. */
  public Recipe clip(Clip other) {
    return with(draft -> draft.clip = other);
  }

  /** The same with one penalty more. */
  public Recipe penalty(Penalty more) {
    var all = Stream.concat(penalties.stream(), Stream.of(more)).toList();
    return with(draft -> draft.penalties = all);
  }

  /** The same with the rows of each epoch in the order in which they lie. */
  public Recipe inOrder() {
    return with(draft -> draft.shuffled = false);
  }

  /** The same telling these metrics after each epoch, each by a name of its own. */
  public Recipe metrics(Metric first, Metric... others) {
    requirePart("metric", first);
    requirePart("list of metrics", others);
    var all = Stream.concat(Stream.of(first), Arrays.stream(others)).toList();
    return with(draft -> draft.metrics = all);
  }

  /** The same telling losses alone: without rows for validation, an epoch evaluates nothing. */
  public Recipe withoutMetrics() {
    return with(draft -> draft.metrics = List.of());
  }

  /** The same with a rate that is lowered when a value stops getting better. */
  public Recipe plateau(String value, Plateau plateau) {
    return with(draft -> draft.lowering = new PlateauRule(value, plateau));
  }

  /** The same, ending when a value stops getting better. */
  public Recipe earlyStopping(EarlyStopping other) {
    requirePart("early stopping", other);
    return with(draft -> draft.earlyStopping = other);
  }

  /** The same on varied rows. */
  public Recipe augment(Augment other) {
    requirePart("augmentation", other);
    return with(draft -> draft.augment = other);
  }

  /**
   * The same with rows that count more or less than others. Weights with mean 1 leave the size of
   * the steps as it is. Losses and metrics of validation rows are not weighted.
   */
  public Recipe sampleWeights(Tensor weights) {
    requirePart("tensor of sample weights", weights);
    if (weights.shape().rank() != 1) {
      throw Errors.argument(
          "recipe: sample weights %s, expected one for each training row, [n]", weights.shape());
    }
    for (int row = 0; row < weights.size(); row++) {
      if (!(weights.at(row) >= 0 && weights.at(row) < Float.POSITIVE_INFINITY)) {
        throw Errors.argument(
            "recipe: the sample weight of row %d is %s, expected a number from 0 on",
            row, weights.at(row));
      }
    }
    return with(draft -> draft.sampleWeights = weights);
  }

  /** The metrics that are told for a target. */
  public List<Metric> metricsFor(Target target) {
    return metrics != null ? metrics : List.of(Metric.standard(target));
  }

  /** What a model gives: what its last layer says or, if that is not known, the loss expects. */
  public OutputKind outputs(Layer model, Target target) {
    return Evaluation.outputs(model, target).orElse(loss.expects());
  }

  /**
   * What it says, the same in every run. Of code in it, such as a loss that is a lambda, it only
   * says that it is there.
   */
  public String text() {
    return StableText.text(this);
  }

  private Recipe with(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.recipe();
  }

  /** A recipe with parts that can be exchanged, for the methods above. */
  private static final class Draft {

    private Loss loss;
    private Optimizer optimizer;
    private int epochs;
    private int batchSize;
    private long seed;
    private boolean shuffled;
    private Schedule schedule;
    private Clip clip;
    private List<Penalty> penalties;
    private @Nullable List<Metric> metrics;
    private @Nullable PlateauRule lowering;
    private @Nullable EarlyStopping earlyStopping;
    private @Nullable Augment augment;
    private @Nullable Tensor sampleWeights;

    Draft(Recipe recipe) {
      loss = recipe.loss;
      optimizer = recipe.optimizer;
      epochs = recipe.epochs;
      batchSize = recipe.batchSize;
      seed = recipe.seed;
      shuffled = recipe.shuffled;
      schedule = recipe.schedule;
      clip = recipe.clip;
      penalties = recipe.penalties;
      metrics = recipe.metrics;
      lowering = recipe.lowering;
      earlyStopping = recipe.earlyStopping;
      augment = recipe.augment;
      sampleWeights = recipe.sampleWeights;
    }

    Recipe recipe() {
      return new Recipe(
          loss,
          optimizer,
          epochs,
          batchSize,
          seed,
          shuffled,
          schedule,
          clip,
          penalties,
          metrics,
          lowering,
          earlyStopping,
          augment,
          sampleWeights);
    }
  }
}
