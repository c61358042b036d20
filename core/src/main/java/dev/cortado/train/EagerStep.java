package dev.cortado.train;

import dev.cortado.autograd.Autograd;
import dev.cortado.autograd.Buffer;
import dev.cortado.autograd.Parameter;
import dev.cortado.data.Batch;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Pass;
import dev.cortado.nn.Penalty;
import dev.cortado.optim.Updater;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Compute;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The loss of a batch and its gradients, operation by operation: forward, loss, backward. */
final class EagerStep {

  private final Layer model;
  private final Recipe recipe;
  private final Updater updater;
  private final @Nullable Buffer dropoutFactor;
  private final List<Parameter> penalized;

  EagerStep(Layer model, Recipe recipe, Updater updater, @Nullable Buffer dropoutFactor) {
    this.model = model;
    this.recipe = recipe;
    this.updater = updater;
    this.dropoutFactor = dropoutFactor;
    penalized = recipe.penalties().isEmpty() ? List.of() : Penalty.weights(model);
  }

  /**
   * What came out.
   *
   * @param loss of the batch
   * @param total the loss with penalties
   * @param gradients in the order of the updater's parameters
   */
  record Outcome(Tensor loss, Tensor total, List<Tensor> gradients) {

    boolean isFinite() {
      var kernels = Compute.current().kernels();
      return Float.isFinite(total.item())
          && gradients.stream()
              .map(Tensor::toArray)
              .allMatch(it -> kernels.isFinite(it, 0, it.length));
    }
  }

  Outcome run(Batch batch, @Nullable Tensor weights, Rng rng) {
    var loss = new AtomicReference<Tensor>();
    var found =
        Autograd.valueAndGrad(
            () -> {
              var prediction = Pass.training(rng, dropoutFactor).run(model, batch.x());
              var data = loss(recipe, prediction, batch.y(), weights);
              loss.set(data.keep());
              var total = data;
              for (var penalty : recipe.penalties()) {
                total = total.add(penalty.of(penalized));
              }
              return total;
            },
            updater.parameters());
    return new Outcome(loss.get(), found.value(), updater.inOrder(found.gradients()));
  }

  /** The mean loss of a batch, its rows weighted if the recipe says so. */
  static Tensor loss(Recipe recipe, Tensor prediction, Tensor target, @Nullable Tensor weights) {
    return weights == null
        ? recipe.loss().apply(prediction, target)
        : recipe.loss().apply(prediction, target, weights);
  }
}
