package dev.cortado.doctor;

import dev.cortado.autograd.Autograd;
import dev.cortado.data.Batch;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Layer;
import dev.cortado.nn.LayerTree;
import dev.cortado.nn.Pass;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.Divergence;
import dev.cortado.train.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Measurements of a model on a sample of rows.
 *
 * @param refusal why the model or the loss refuses them; empty if neither does
 * @param loss without penalties
 * @param sites its activations, in order
 * @param step what a step would do
 */
record ProbeReading(String refusal, double loss, List<ActivationReading> sites, ProbeStep step) {

  /** The input of an activation. */
  private record Sums(String layer, Activation activation, Tensor tensor) {}

  static ProbeReading of(Layer model, ProbeState state, Recipe recipe, double rate, Batch batch) {
    var pass = pass(recipe, batch);
    Supplier<Tensor> loss = () -> recipe.loss().apply(pass.run(model, batch.x()), batch.y());
    try {
      double value = state.keeping(() -> Tape.unrecorded(loss).item());
      if (!Double.isFinite(value)) {
        return new ProbeReading("", value, List.of(), ProbeStep.none());
      }
      var sites = state.keeping(() -> sites(model, recipe, batch, pass));
      Supplier<Tensor> total = () -> withPenalties(model, recipe, loss);
      var step = state.keeping(() -> ProbeStep.of(model, state, recipe, rate, total));
      return new ProbeReading("", value, sites, step);
    } catch (IllegalArgumentException refused) {
      // A loss may refuse predictions that are NaN; then those are the fault.
      var refusal =
          answersNumbers(model, state, batch, pass) ? String.valueOf(refused.getMessage()) : "";
      return new ProbeReading(refusal, Double.NaN, List.of(), ProbeStep.none());
    }
  }

  private static boolean answersNumbers(Layer model, ProbeState state, Batch batch, Pass pass) {
    try {
      var answer = state.keeping(() -> Tape.unrecorded(() -> pass.run(model, batch.x())));
      return Divergence.Index.firstBad(answer) < 0;
    } catch (IllegalArgumentException _) {
      return true;
    }
  }

  /** Whether a step can be taken from here, or is refused for another reason. */
  boolean finite() {
    return !refusal.isEmpty() || (Double.isFinite(loss) && step.finite());
  }

  /** Batch norm cannot be trained on a single row, so that is run by inference. */
  private static Pass pass(Recipe recipe, Batch batch) {
    return batch.size() < 2
        ? Pass.inference()
        : Pass.training(Rng.of(recipe.seed()).at("diagnosis"));
  }

  private static Tensor withPenalties(Layer model, Recipe recipe, Supplier<Tensor> loss) {
    var total = loss.get();
    for (var penalty : recipe.penalties()) {
      total = total.add(penalty.of(model));
    }
    return total;
  }

  /** Gradients with respect to the sums are those with respect to zeros added to them. */
  private static List<ActivationReading> sites(Layer model, Recipe recipe, Batch batch, Pass pass) {
    var tree = LayerTree.of(model);
    var seen = new ArrayList<Sums>();
    var recording =
        onActivations(
            pass,
            (path, activation, sums) -> {
              var layer = tree.leafOf(path);
              seen.add(new Sums(layer.isEmpty() ? "the model" : layer, activation, sums));
              return sums;
            });
    var answer = Tape.unrecorded(() -> recording.run(model, batch.x()));
    if (seen.isEmpty()) {
      return List.of();
    }
    var zeros = seen.stream().map(sums -> Tensor.zeros(sums.tensor().shape())).toList();
    var gradients =
        Autograd.valueAndGrad(
                () -> {
                  var next = zeros.iterator();
                  var adding = onActivations(pass, (_, _, sums) -> sums.add(next.next()));
                  return recipe.loss().apply(adding.run(model, batch.x()), batch.y());
                },
                zeros.toArray(Tensor[]::new))
            .gradients();
    var sites = new ArrayList<ActivationReading>();
    for (int i = 0; i < zeros.size(); i++) {
      var it = seen.get(i);
      boolean head = i == zeros.size() - 1 && gives(it, answer, pass);
      sites.add(
          ActivationReading.of(
              it.layer(), it.activation(), head, it.tensor(), gradients.of(zeros.get(i))));
    }
    return sites;
  }

  /** Receives the input of an activation, and returns it or a replacement. */
  @FunctionalInterface
  private interface SumsVisitor {
    Tensor sums(String path, Activation activation, Tensor sums);
  }

  private static Pass onActivations(Pass pass, SumsVisitor visitor) {
    return pass.observedBy((path, layer, x, forward) ->
        forward.apply(
            layer instanceof Activation activation ? visitor.sums(path, activation, x) : x));
  }

  /** Whether the output of the model is that of the activation. */
  private static boolean gives(Sums sums, Tensor answer, Pass pass) {
    return Tape.unrecorded(() -> sums.activation().forward(sums.tensor(), pass)).sameBits(answer);
  }

  /** The activation of the output layer, if there is one. */
  @Nullable Activation head() {
    return sites.isEmpty() || !sites.getLast().head() ? null : sites.getLast().activation();
  }

  /** All other activations. */
  List<ActivationReading> hidden() {
    return sites.stream().filter(site -> !site.head()).toList();
  }
}
