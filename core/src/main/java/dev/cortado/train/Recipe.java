package dev.cortado.train;

import dev.cortado.data.Target;
import dev.cortado.data.image.Augment;
import dev.cortado.internal.Errors;
import dev.cortado.internal.Require;
import dev.cortado.metric.Evaluation;
import dev.cortado.metric.Metric;
import dev.cortado.nn.Layer;
import dev.cortado.nn.LayerTree;
import dev.cortado.nn.Loss;
import dev.cortado.nn.OutputKind;
import dev.cortado.nn.Penalty;
import dev.cortado.optim.Clip;
import dev.cortado.optim.Optimizer;
import dev.cortado.optim.ParameterGroup;
import dev.cortado.optim.Schedule;
import dev.cortado.optim.Updater;
import dev.cortado.optim.WeightAveraging;
import dev.cortado.tensor.Tensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a model is trained, all of it: the same recipe, data and model give the same bits.
 *
 * <pre>{@code
 * var recipe = Recipe.of(Loss.crossEntropy(), AdamW.of(1e-3, 1e-2))
 *     .epochs(50)
 *     .batchSize(32)
 *     .schedule(Schedule.cosine(1e-3, 2_000).warmup(100))
 *     .earlyStopping(EarlyStopping.on("valid.loss").patience(5));
 * }</pre>
 *
 * @param loss made small, together with the penalties
 * @param optimizer the rule by which weights move
 * @param epochs how many times every row is used, at most; 20
 * @param batchSize rows of a batch; 32
 * @param seed of all random numbers; 42
 * @param metrics that each epoch has values of; if not given, {@link Metric#standard}
 * @param earlyStopping none
 * @param rows which training rows, and how they are varied
 * @param rates how rate, decay and dropout change during the run
 * @param updates how a gradient becomes a step
 */
public record Recipe(
    Loss loss,
    Optimizer optimizer,
    int epochs,
    int batchSize,
    long seed,
    @Nullable List<Metric> metrics,
    @Nullable EarlyStopping earlyStopping,
    Rows rows,
    Rates rates,
    Updates updates) {

  /**
   * How the training rows are used.
   *
   * @param shuffled whether each epoch has a random order of the rows, or that of the data; true
   * @param augment variation of the rows; none
   * @param sampleWeights what each row counts, {@code [n]}: the loss of a batch is {@code Σ
   *     wᵢ·lossᵢ / rows}; all 1
   */
  public record Rows(boolean shuffled, @Nullable Augment augment, @Nullable Tensor sampleWeights) {}

  /**
   * What changes from step to step.
   *
   * @param rate the optimizer's rate throughout
   * @param decay what the optimizer's decay is multiplied by; 1
   * @param dropout what the rates of dropout are multiplied by; 1
   * @param plateau that lowers the rate when a value stops getting better; none
   */
  public record Rates(Schedule rate, Schedule decay, Schedule dropout, @Nullable Plateau plateau) {
    public Rates {
      requirePart("schedule", rate);
      requirePart("schedule of the decay", decay);
      requirePart("schedule of dropout", dropout);
    }
  }

  /**
   * How a gradient becomes a step.
   *
   * @param penalties on the model's {@linkplain Penalty#weights weights}; none
   * @param clip of the gradients; none
   * @param accumulation how many batches give the gradient of a step; 1
   * @param groups of parameters with rates and decays of their own; none
   * @param averaging of the weights; none
   */
  public record Updates(
      List<Penalty> penalties,
      Clip clip,
      int accumulation,
      List<ParameterGroup> groups,
      WeightAveraging averaging) {
    public Updates {
      requireParts("list of penalties", "penalty", penalties);
      requirePart("clip", clip);
      Require.atLeast(1, "recipe", "accumulation", accumulation);
      requireParts("list of groups", "group", groups);
      requirePart("averaging", averaging);
      penalties = List.copyOf(penalties);
      groups = List.copyOf(groups);
    }
  }

  public Recipe {
    requirePart("loss", loss);
    requirePart("optimizer", optimizer);
    Require.atLeast(1, "recipe", "epochs", epochs);
    Require.atLeast(1, "recipe", "batchSize", batchSize);
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

  /** The values of an epoch have names, and one of them is the loss. */
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
    var same = Schedule.constant(1);
    return new Recipe(
        loss,
        optimizer,
        20,
        32,
        42,
        null,
        null,
        new Rows(true, null, null),
        new Rates(Schedule.constant(optimizer.rate()), same, same, null),
        new Updates(List.of(), Clip.none(), 1, List.of(), WeightAveraging.none()));
  }

  private Recipe with(Rows rows, Rates rates, Updates updates) {
    return new Recipe(
        loss, optimizer, epochs, batchSize, seed, metrics, earlyStopping, rows, rates, updates);
  }

  private Recipe with(List<Metric> metrics) {
    return new Recipe(
        loss, optimizer, epochs, batchSize, seed, metrics, earlyStopping, rows, rates, updates);
  }

  private Recipe with(Rates rates) {
    return with(rows, rates, updates);
  }

  private Recipe with(Updates updates) {
    return with(rows, rates, updates);
  }

  /** The same with another number of epochs. */
  public Recipe epochs(int epochs) {
    return new Recipe(
        loss, optimizer, epochs, batchSize, seed, metrics, earlyStopping, rows, rates, updates);
  }

  /** The same with batches of another size. */
  public Recipe batchSize(int batchSize) {
    return new Recipe(
        loss, optimizer, epochs, batchSize, seed, metrics, earlyStopping, rows, rates, updates);
  }

  /** The same with other random numbers. */
  public Recipe seed(long seed) {
    return new Recipe(
        loss, optimizer, epochs, batchSize, seed, metrics, earlyStopping, rows, rates, updates);
  }

  /** The same with values of these metrics after each epoch, each by a name of its own. */
  public Recipe metrics(Metric first, Metric... others) {
    requirePart("metric", first);
    requirePart("list of metrics", others);
    return with(Stream.concat(Stream.of(first), Arrays.stream(others)).toList());
  }

  /** The same with losses alone: without rows for validation, an epoch evaluates nothing. */
  public Recipe withoutMetrics() {
    return with(List.of());
  }

  /** The same, ending when a value stops getting better. */
  public Recipe earlyStopping(EarlyStopping earlyStopping) {
    requirePart("early stopping", earlyStopping);
    return new Recipe(
        loss, optimizer, epochs, batchSize, seed, metrics, earlyStopping, rows, rates, updates);
  }

  /** The same with the rows of each epoch in the order of the data. */
  public Recipe inOrder() {
    return with(new Rows(false, rows.augment, rows.sampleWeights), rates, updates);
  }

  /** The same on varied rows. */
  public Recipe augment(Augment other) {
    requirePart("augmentation", other);
    return with(new Rows(rows.shuffled, other, rows.sampleWeights), rates, updates);
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
    return with(new Rows(rows.shuffled, rows.augment, weights), rates, updates);
  }

  /** The same with a rate that follows a schedule. */
  public Recipe schedule(Schedule other) {
    return with(new Rates(other, rates.decay, rates.dropout, rates.plateau));
  }

  /** The same at another constant rate. */
  public Recipe rate(double other) {
    return schedule(Schedule.constant(Require.positive("recipe", "rate", other)));
  }

  /** The same with a factor on the optimizer's decay that follows a schedule. */
  public Recipe decaySchedule(Schedule factor) {
    return with(new Rates(rates.rate, factor, rates.dropout, rates.plateau));
  }

  /** The same with a factor on the rates of dropout that follows a schedule. */
  public Recipe dropoutSchedule(Schedule factor) {
    return with(new Rates(rates.rate, rates.decay, factor, rates.plateau));
  }

  /** The same with a rate that is lowered when a value stops getting better. */
  public Recipe plateau(Plateau other) {
    requirePart("plateau", other);
    return with(new Rates(rates.rate, rates.decay, rates.dropout, other));
  }

  /** The same with one penalty more. */
  public Recipe penalty(Penalty more) {
    requirePart("penalty", more);
    var all = Stream.concat(updates.penalties.stream(), Stream.of(more)).toList();
    return with(
        new Updates(all, updates.clip, updates.accumulation, updates.groups, updates.averaging));
  }

  /** The same with a limit for gradients. */
  public Recipe clip(Clip other) {
    return with(
        new Updates(
            updates.penalties, other, updates.accumulation, updates.groups, updates.averaging));
  }

  /**
   * The same with steps of several batches each: their gradients are added up in order and divided
   * once by the number of batches, of which a shorter last one counts as the share of its rows. At
   * the end of an epoch a step has the batches that are left.
   */
  public Recipe accumulate(int batches) {
    return with(
        new Updates(updates.penalties, updates.clip, batches, updates.groups, updates.averaging));
  }

  /** The same with one group more; of several that match a parameter, the last holds. */
  public Recipe group(ParameterGroup more) {
    requirePart("group", more);
    var all = Stream.concat(updates.groups.stream(), Stream.of(more)).toList();
    return with(
        new Updates(updates.penalties, updates.clip, updates.accumulation, all, updates.averaging));
  }

  /** The same with an average of the weights. */
  public Recipe averaging(WeightAveraging other) {
    return with(
        new Updates(updates.penalties, updates.clip, updates.accumulation, updates.groups, other));
  }

  /** The schedule of the rate. */
  public Schedule schedule() {
    return rates.rate;
  }

  /** The rule that lowers the rate when a value stops getting better. */
  public @Nullable Plateau plateau() {
    return rates.plateau;
  }

  /** The variation of the training rows. */
  public @Nullable Augment augment() {
    return rows.augment;
  }

  /** What each training row counts. */
  public @Nullable Tensor sampleWeights() {
    return rows.sampleWeights;
  }

  /** The penalties on the model's weights. */
  public List<Penalty> penalties() {
    return updates.penalties;
  }

  /** The limit for gradients. */
  public Clip clip() {
    return updates.clip;
  }

  /** The number of steps of a run on so many rows, if nothing ends it early. */
  public long steps(int rows) {
    int batches = 1 + (rows - 1) / batchSize;
    return epochs * (1L + (batches - 1) / updates.accumulation);
  }

  /** The recipe of a run of so many steps, to which {@link Schedule#overRun} is stretched. */
  public Recipe forRun(long steps) {
    var groups = updates.groups.stream().map(group -> group.forRun(steps)).toList();
    return with(new Rates(
            rates.rate.forRun(steps),
            rates.decay.forRun(steps),
            rates.dropout.forRun(steps),
            rates.plateau))
        .with(
            new Updates(
                updates.penalties, updates.clip, updates.accumulation, groups, updates.averaging));
  }

  /** The updater that takes the steps of this recipe: with its optimizer, groups and averaging. */
  public Updater updater(Layer model) {
    var state = model.state();
    var layers = LayerTree.of(model).layers();
    var names = state.keySet();
    var groups = updates.groups.stream().flatMap(it -> it.byName(layers, names).stream()).toList();
    return Updater.of(optimizer, state, groups, updates.averaging);
  }

  /** The metrics of an epoch for a target. */
  public List<Metric> metricsFor(Target target) {
    return metrics != null ? metrics : List.of(Metric.standard(target));
  }

  /** What a model gives: what its last layer says or, if that is not known, the loss expects. */
  public OutputKind outputs(Layer model, Target target) {
    return Evaluation.outputs(model, target).orElse(loss.expects());
  }

  /**
   * The recipe as text, the same in every process. For code in it, such as a loss that is a lambda,
   * the text is {@code code}.
   */
  public String text() {
    return StableText.text(this);
  }
}
