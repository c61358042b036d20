package dev.cortado.doctor;

import static dev.cortado.doctor.FindingText.count;

import dev.cortado.autograd.Autograd;
import dev.cortado.autograd.Parameter;
import dev.cortado.data.Dataset;
import dev.cortado.data.RowSource;
import dev.cortado.doctor.Finding.Severity;
import dev.cortado.internal.Errors;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Pass;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.Callback;
import dev.cortado.train.DivergedException;
import dev.cortado.train.Event;
import dev.cortado.train.History;
import dev.cortado.train.Recipe;
import dev.cortado.train.Run;
import dev.cortado.train.Signal;
import dev.cortado.train.Trainer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a training, and what to do about it: before its first step, during it, or
 * afterwards.
 *
 * <pre>{@code
 * var data = Toys.circles(100, 0.15, 0.3, Rng.of(1)).asBinary();
 * var model = Sequential.of(
 *     Dense.of(2, 20, Activation.relu()), Dense.of(20, 1, Activation.sigmoid()));
 * var recipe = Recipe.of(Loss.binaryCrossEntropyOfProbabilities(), Sgd.of(0.001))
 *     .batchSize(10).epochs(100);
 * IO.println(Diagnosis.before(model, recipe, data));
 * // 2 warnings: rate too small, updates out of proportion
 * // warning: 1,000 steps at rate 0.001 can lower the loss of 0.7 by about 17 % in all, each
 * // changing the weights by 0.000266 of their length; try a rate of 0.1, 100 times as much
 * // warning: layers.0.weight: a step changes it by 8.89e-6 of its length, expected 1e-4 to 0.1,
 * // the farthest off of 2; raise the rate
 * }</pre>
 *
 * <p>Some 500 rows go through the model, forward and back, and a single step is tried at lengths
 * from a ten-thousandth to ten thousand times the recipe's; then the model is as it was. A model
 * whose parameters are blank is started from the recipe's seed, as {@link Trainer} would do.
 *
 * <p>The same model, recipe and rows give the same findings.
 *
 * @param findings the worst first
 */
public record Diagnosis(List<Finding> findings) {

  private static final int LOOK_ROWS = 64;

  /** How many rows to sample from a file, as the message suggests. */
  private static final int SOME_ROWS = 100_000;

  public Diagnosis {
    findings = List.copyOf(findings);
  }

  /** Before the first step. */
  public static Diagnosis before(Layer model, Recipe recipe, Dataset train) {
    return of(Probe.of(model, recipe, train, null, null, List.of()));
  }

  /** Before the first step. */
  public static Diagnosis before(Layer model, Recipe recipe, Dataset train, Dataset valid) {
    return of(Probe.of(model, recipe, train, valid, null, List.of()));
  }

  /** Of a training with this history. */
  public static Diagnosis of(History history, Layer model, Recipe recipe, Dataset train) {
    return of(Probe.of(model, recipe, train, null, history, List.of()));
  }

  /** Of a training with this history. */
  public static Diagnosis of(
      History history, Layer model, Recipe recipe, Dataset train, Dataset valid) {
    return of(Probe.of(model, recipe, train, valid, history, List.of()));
  }

  private static Diagnosis of(Probe probe) {
    var found = new Findings();
    Symptom.ALL.forEach(symptom -> symptom.find(probe, found));
    return new Diagnosis(found.worstFirst());
  }

  /** A callback that measures every 50 steps. */
  public static Watch watch() {
    return watch(50);
  }

  /** A callback that measures after the first step and then every so many steps. */
  public static Watch watch(int every) {
    if (every < 2) {
      throw Errors.argument("diagnosis: every %d steps, expected at least 2", every);
    }
    return new Watch(every);
  }

  /**
   * Measurements after a step.
   *
   * @param step from 1
   * @param rate of the next one
   * @param loss of its batch
   * @param updates how far the step moved each of the weights, as a part of their length
   * @param gradients the lengths of their gradients on a few rows
   */
  public record Look(
      long step,
      double rate,
      double loss,
      SequencedMap<String, Double> updates,
      SequencedMap<String, Double> gradients) {

    public Look {
      updates = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(updates));
      gradients = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(gradients));
    }

    /** The norm of all gradients together. */
    public double gradient() {
      return Math.sqrt(gradients.values().stream().mapToDouble(it -> it * it).sum());
    }
  }

  /**
   * Measures during a training, for a diagnosis at any time, also after a {@link
   * DivergedException}; it changes nothing.
   *
   * <pre>{@code
   * var watch = Diagnosis.watch();
   * Trainer.fit(model, recipe, train, valid, watch);
   * IO.println(watch.diagnosis());
   * }</pre>
   */
  public static final class Watch implements Callback {

    private final int every;
    private final List<Look> looks = new ArrayList<>();
    private final SequencedMap<String, Parameter> weights = new LinkedHashMap<>();
    private SequencedMap<String, Tensor> held = new LinkedHashMap<>();
    private @Nullable Run run;

    private Watch(int every) {
      this.every = every;
    }

    @Override
    public Signal on(Event event) {
      switch (event) {
        case Event.Began(var begun) -> begin(begun);
        case Event.BatchEnded(var going, long step, double loss) -> {
          if (!held.isEmpty()) {
            looks.add(look(going, step, loss));
            held = new LinkedHashMap<>();
          }
          if ((step + 1) % every == 0) {
            hold();
          }
        }
        case Event.EpochEnded _, Event.Ended _ -> {}
      }
      return Signal.CONTINUE;
    }

    private void begin(Run begun) {
      inMemory(begun.train());
      var valid = begun.valid();
      if (valid != null) {
        inMemory(valid);
      }
      run = begun;
      looks.clear();
      weights.clear();
      var trained = begun.recipe().updater(begun.model()).parameters();
      weights.putAll(ProbeState.of(begun.model(), begun.recipe()).weights(trained));
      hold();
    }

    /** A diagnosis reads the rows many times. */
    private static Dataset inMemory(RowSource rows) {
      if (rows instanceof Dataset data) {
        return data;
      }
      throw Errors.argument(
          "diagnosis: the rows are in a file; diagnose a training on some of them, as"
              + " rows.rows(RowOrder.range(0, %,d)) has them",
          Math.min(rows.size(), SOME_ROWS));
    }

    /** Values are replaced by a step, not changed, so they need not be copied. */
    private void hold() {
      held = mapped(Parameter::value);
    }

    private Look look(Run going, long step, double loss) {
      var updates = new LinkedHashMap<String, Double>();
      held.forEach(
          (name, before) -> updates.put(name, ProbeStep.update(before, parameter(name).value())));
      return new Look(step, going.rate(), loss, updates, gradients(going));
    }

    private Parameter parameter(String name) {
      var parameter = weights.get(name);
      if (parameter == null) {
        throw new AssertionError(name);
      }
      return parameter;
    }

    private SequencedMap<String, Double> gradients(Run going) {
      var model = going.model();
      var recipe = going.recipe();
      var batch = Probe.sample(going.train(), LOOK_ROWS);
      var pass =
          batch.size() < 2
              ? Pass.inference()
              : Pass.training(Rng.of(recipe.seed()).at("diagnosis"));
      try {
        var found =
            ProbeState.of(model, recipe)
                .keeping(() ->
                    Autograd.valueAndGrad(
                        () -> recipe.loss().apply(pass.run(model, batch.x()), batch.y()),
                        weights.values()));
        return mapped(weight -> ActivationReading.norm(found.gradients().of(weight)));
      } catch (IllegalArgumentException _) {
        // A loss may refuse predictions that are NaN; the training reports that itself.
        return mapped(_ -> Double.NaN);
      }
    }

    private <T> SequencedMap<String, T> mapped(Function<Parameter, T> function) {
      var mapped = new LinkedHashMap<String, T>();
      weights.forEach((name, weight) -> mapped.put(name, function.apply(weight)));
      return mapped;
    }

    /** The measurements, in order. */
    public List<Look> looks() {
      return List.copyOf(looks);
    }

    /** The diagnosis of the training so far. */
    public Diagnosis diagnosis() {
      var watched = run;
      if (watched == null) {
        throw Errors.state("diagnosis: nothing was watched; give the watch to Trainer.fit");
      }
      var valid = watched.valid();
      return of(
          Probe.of(
              watched.model(),
              watched.recipe(),
              inMemory(watched.train()),
              valid == null ? null : inMemory(valid),
              watched.history(),
              looks));
    }
  }

  /** Whether there is neither a problem nor a warning. */
  public boolean healthy() {
    return findings.stream().allMatch(finding -> finding.severity() == Severity.NOTE);
  }

  /** The findings of a kind. */
  public List<Finding> of(Finding.Kind kind) {
    return findings.stream().filter(finding -> finding.kind() == kind).toList();
  }

  /** In a line: {@code healthy}, or how many findings there are and what the worst is. */
  public String verdict() {
    var counts =
        Stream.of(
                tally(Severity.PROBLEM, "problem"),
                tally(Severity.WARNING, "warning"),
                tally(Severity.NOTE, "note"))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    if (healthy()) {
      return counts.isEmpty() ? "healthy" : "healthy; " + counts;
    }
    var worst = findings.getFirst().severity();
    return counts
        + ": "
        + findings.stream()
            .filter(finding -> finding.severity() == worst)
            .map(finding -> finding.kind().words())
            .distinct()
            .collect(Collectors.joining(", "));
  }

  private String tally(Severity severity, String word) {
    long many = findings.stream().filter(finding -> finding.severity() == severity).count();
    return many == 0 ? "" : count(many, word);
  }

  /** The verdict, then a line for each finding. */
  @Override
  public String toString() {
    return Stream.concat(Stream.of(verdict()), findings.stream().map(Finding::toString))
        .collect(Collectors.joining("\n"));
  }
}
