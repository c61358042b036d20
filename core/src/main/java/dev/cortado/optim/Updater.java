package dev.cortado.optim;

import dev.cortado.autograd.Autograd;
import dev.cortado.autograd.Cell;
import dev.cortado.autograd.Gradients;
import dev.cortado.autograd.InPlaceCells;
import dev.cortado.autograd.Parameter;
import dev.cortado.autograd.ValueAndGradients;
import dev.cortado.internal.Errors;
import dev.cortado.internal.Require;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Compute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Applies an optimizer to the parameters of a model, and keeps what it remembers about them. To go
 * on later with the same bits, save {@link #steps} and {@link #slots} beside the parameters.
 *
 * <pre>{@code
 * var w = Parameter.of(Tensor.scalar(3));
 * var updater = Updater.of(Sgd.of(0.1), w);
 * updater.step(() -> w.value().square(), 0.1);
 * w.value();                                      // 2.4
 * }</pre>
 *
 * <p>The same in three parts, for a loop that does something in between:
 *
 * <pre>{@code
 * var found = updater.evaluate(() -> Autograd.valueAndGrad(loss, model.parameters()));
 * var clipped = Clip.norm(1).apply(updater.inOrder(found.gradients()));
 * updater.apply(clipped.gradients(), schedule.at(updater.steps()));
 * }</pre>
 */
public final class Updater {

  /** Elements that are updated by one thread: few, so that all threads are done at about once. */
  private static final int PART = 1 << 13;

  /** A parameter of more elements is worth waking another thread for. */
  private static final int WORTH_SHARING = 1 << 15;

  /** The slot of a parameter's average. */
  private static final List<String> AVERAGE = List.of("average");

  private static final float[] NOTHING = {};

  private final Optimizer optimizer;
  private final SequencedMap<String, Parameter> parameters = new LinkedHashMap<>();
  private final List<ParameterGroup> groups;
  private final boolean averages;
  private final Slots slots = new Slots();
  private final IntConsumer updatePart = this::updatePart;
  private final Runnable updateAll = this::updateAll;
  private @Nullable InPlaceCells inPlace;
  private List<Part> parts = List.of();
  private boolean sharesParts;
  private List<float[]> gradients = List.of();
  private final double[] rates;
  private final double[] decays;
  private float averaged;
  private long steps;

  /** Some of a parameter's elements, which parameter's, and the group of the parameter. */
  private record Part(ParameterSlice span, float[] average, int parameter, int group) {}

  private Updater(
      Optimizer optimizer,
      Map<String, ? extends Cell> state,
      List<ParameterGroup> groups,
      boolean averages) {
    this.optimizer = optimizer;
    this.averages = averages;
    // The last group has everything that matches no other.
    this.groups = new ArrayList<>(groups.reversed());
    this.groups.add(ParameterGroup.of("**"));
    rates = new double[this.groups.size()];
    decays = new double[this.groups.size()];
    var seen = new LinkedHashMap<String, Parameter>();
    var distinct = Collections.newSetFromMap(new IdentityHashMap<Parameter, Boolean>());
    state.forEach((name, stored) -> {
      if (stored instanceof Parameter parameter && distinct.add(parameter)) {
        seen.put(name, parameter);
      }
    });
    for (var group : groups) {
      var layer = group.layer();
      if (layer != null) {
        throw Errors.argument(
            "group: layers of type %s cannot be told from names; use Recipe.updater(model)",
            layer.getSimpleName());
      }
      if (seen.keySet().stream().noneMatch(group::matches)) {
        throw Errors.argument(
            "group: '%s' matches no parameter; there are %s", group.pattern(), seen.keySet());
      }
    }
    seen.forEach((name, parameter) -> {
      if (!this.groups.get(group(name)).frozen()) {
        parameters.put(name, parameter);
        slots.add(name, optimizer.slots(), parameter.shape());
        if (averages) {
          slots.add(name, AVERAGE, parameter.shape());
        }
      }
    });
    if (parameters.isEmpty()) {
      throw Errors.argument("updater: nothing to train among %s", state.keySet());
    }
  }

  /** The group that holds for a parameter. */
  private int group(String name) {
    int number = 0;
    while (!groups.get(number).matches(name)) {
      number++;
    }
    return number;
  }

  /**
   * For the parameters among the cells of a model; one that has two names is known by the first.
   */
  public static Updater of(Optimizer optimizer, SequencedMap<String, ? extends Cell> state) {
    return new Updater(optimizer, state, List.of(), false);
  }

  /**
   * The same with groups, and with an average of the weights if there is one. Frozen parameters are
   * left out.
   */
  public static Updater of(
      Optimizer optimizer,
      SequencedMap<String, ? extends Cell> state,
      List<ParameterGroup> groups,
      WeightAveraging averaging) {
    return new Updater(optimizer, state, groups, !(averaging instanceof WeightAveraging.None));
  }

  /** For parameters without a model, which are named by their place: {@code 0, 1, …}. */
  public static Updater of(Optimizer optimizer, Parameter... parameters) {
    var state = new LinkedHashMap<String, Parameter>();
    for (int i = 0; i < parameters.length; i++) {
      state.put(Integer.toString(i), parameters[i]);
    }
    return new Updater(optimizer, state, List.of(), false);
  }

  /** The rule. */
  public Optimizer optimizer() {
    return optimizer;
  }

  /** The parameters that are trained, in order. */
  public Collection<Parameter> parameters() {
    return Collections.unmodifiableCollection(parameters.sequencedValues());
  }

  /** What the rule remembers. */
  public Slots slots() {
    return slots;
  }

  /** How many steps were taken: what a {@link Schedule} is asked for. */
  public long steps() {
    return steps;
  }

  /** Goes back to what was saved. */
  public void restore(long savedSteps, Map<String, Tensor> savedSlots) {
    Require.atLeast(0, "updater", "steps", savedSteps);
    slots.restore(savedSlots);
    steps = savedSteps;
  }

  /** Differentiates a loss and takes one step. */
  public ValueAndGradients step(Supplier<Tensor> loss, double rate) {
    var found = evaluate(() -> Autograd.valueAndGrad(loss, parameters.values()));
    apply(found.gradients(), rate);
    return found;
  }

  /**
   * Runs what computes the gradients, with the parameters where the rule needs them: unchanged or,
   * for a {@link LookAhead}, at the point ahead; afterwards they are restored.
   */
  public <R> R evaluate(Supplier<R> body) {
    if (!(optimizer instanceof LookAhead rule)) {
      return body.get();
    }
    var cells = inPlace();
    var here = cells.elements().stream().map(float[]::clone).toList();
    cells.change(() -> parts.forEach(part -> rule.lookAhead(part.span)));
    try {
      return body.get();
    } finally {
      cells.change(() -> {
        for (int i = 0; i < here.size(); i++) {
          System.arraycopy(here.get(i), 0, cells.elements(i), 0, here.get(i).length);
        }
      });
    }
  }

  /** The gradients of the parameters, in their order. */
  public List<Tensor> inOrder(Gradients gradients) {
    return parameters.values().stream().map(parameter -> gradients.of(parameter)).toList();
  }

  /** Takes one step. */
  public void apply(Gradients gradients, double rate) {
    apply(inOrder(gradients), rate);
  }

  /** Takes one step; the gradients are those of {@link #parameters}, in their order. */
  public void apply(List<Tensor> gradients, double rate) {
    check(gradients);
    applyArrays(gradients.stream().map(Tensor::toArray).toList(), rate, 1, 0);
  }

  void applyArrays(List<float[]> gradients, double rate, double decayFactor, double averageShare) {
    Require.notNegative("updater", "rate", rate);
    Require.notNegative("updater", "decayFactor", decayFactor);
    if (averageShare > 0 && !averages) {
      throw Errors.argument("updater: no averages are kept; make it with a WeightAveraging");
    }
    for (int i = 0; i < rates.length; i++) {
      rates[i] = rate * groups.get(i).rate().at(steps);
      decays[i] = decayFactor * groups.get(i).decay().at(steps);
    }
    steps++;
    this.gradients = gradients;
    averaged = (float) averageShare;
    inPlace().change(updateAll);
    this.gradients = List.of();
  }

  /** The parameters' elements, in their order, with what the parameters were set to since. */
  InPlaceCells inPlace() {
    var current = inPlace;
    if (current == null) {
      current = new InPlaceCells(List.copyOf(parameters.values()));
      inPlace = current;
      parts = parts(current);
      sharesParts = parts.stream().anyMatch(part -> part.span().to() > WORTH_SHARING);
    } else {
      current.takeOver();
    }
    return current;
  }

  private List<Part> parts(InPlaceCells cells) {
    var all = new ArrayList<Part>();
    int number = 0;
    for (var name : parameters.keySet()) {
      float[] values = cells.elements(number);
      float[] average = averages ? slots.arrays(name, AVERAGE).getFirst() : NOTHING;
      for (int from = 0; from < values.length; from += PART) {
        int to = Math.min(values.length, from + PART);
        all.add(
            new Part(
                new ParameterSlice(values, slotsOf(name), from, to), average, number, group(name)));
      }
      number++;
    }
    return List.copyOf(all);
  }

  private List<float[]> slotsOf(String name) {
    return slots.arrays(name, optimizer.slots());
  }

  private void updateAll() {
    if (sharesParts) {
      Compute.current().workers().run(parts.size(), updatePart);
      return;
    }
    for (int i = 0; i < parts.size(); i++) {
      updatePart(i);
    }
  }

  private void updatePart(int number) {
    var part = parts.get(number);
    optimizer.update(
        part.span, gradients.get(part.parameter), rates[part.group], decays[part.group], steps);
    if (averaged > 0) {
      average(part, averaged);
    }
  }

  private static void average(Part part, float share) {
    float[] values = part.span.values();
    float[] average = part.average;
    for (int i = part.span.from(); i < part.span.to(); i++) {
      average[i] = share == 1 ? values[i] : average[i] + share * (values[i] - average[i]);
    }
  }

  /** Updates the average of the weights, of which the current weights become this share. */
  void average(double share) {
    inPlace();
    parts.forEach(part -> average(part, (float) share));
  }

  /** Gives the parameters their averages, and the averages the weights. */
  void swapAverages() {
    inPlace()
        .change(() ->
            parts.forEach(part -> {
              float[] values = part.span.values();
              float[] average = part.average;
              for (int i = part.span.from(); i < part.span.to(); i++) {
                float weight = values[i];
                values[i] = average[i];
                average[i] = weight;
              }
            }));
  }

  private void check(List<Tensor> gradients) {
    if (gradients.size() != parameters.size()) {
      throw Errors.argument(
          "updater: %d gradients for %d parameters", gradients.size(), parameters.size());
    }
    var next = gradients.iterator();
    parameters.forEach((name, parameter) -> {
      var gradient = next.next();
      if (!gradient.shape().equals(parameter.shape())) {
        throw Errors.argument(
            "updater: the gradient of '%s' is %s, the parameter %s",
            name, gradient.shape(), parameter.shape());
      }
    });
  }
}
