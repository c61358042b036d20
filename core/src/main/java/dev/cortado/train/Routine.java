package dev.cortado.train;

import dev.cortado.autograd.Buffer;
import dev.cortado.autograd.Loan;
import dev.cortado.optim.Clip;
import dev.cortado.optim.Updater;
import dev.cortado.tensor.Program;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.Trace;
import dev.cortado.tensor.kernel.Compute;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A step that was taken once and watched, and is now taken again and again for batches of the same
 * size: the same bits, in memory that stays.
 */
final class Routine {

  /** What went into the step that was watched, and what came out of it. */
  record Watched(
      Trace trace,
      Tensor x,
      Tensor y,
      @Nullable Tensor weights,
      List<Tensor> parameters,
      List<Buffer> buffers,
      List<Tensor> buffersBefore,
      Tensor loss,
      Tensor total,
      List<Tensor> gradients) {}

  private final Compute compute = Compute.current();
  private final Updater updater;
  private final Recipe recipe;
  private final Clip clip;
  private final Program program;
  private final float[] x;
  private final float[] y;
  private final float @Nullable [] weights;
  private final float[] loss;
  private final float[] total;
  private final List<float[]> gradients;
  private final List<float[]> limited;
  private final Loan buffers;
  private final List<float[]> buffersAfter;
  private final Runnable keepBuffers = this::keepBuffers;

  Routine(Watched step, Updater updater, Recipe recipe) {
    this.updater = updater;
    this.recipe = recipe;
    clip = recipe.clip();
    x = step.x.toArray();
    y = step.y.toArray();
    weights = step.weights == null ? null : step.weights.toArray();
    var given = new IdentityHashMap<Tensor, float[]>();
    given.put(step.x, x);
    given.put(step.y, y);
    if (step.weights != null && weights != null) {
      given.put(step.weights, weights);
    }
    var lent = updater.borrowed();
    for (int i = 0; i < step.parameters.size(); i++) {
      given.put(step.parameters.get(i), lent.elements(i));
    }
    var after = step.buffers.stream().map(Buffer::value).toList();
    buffers = new Loan(step.buffers);
    for (int i = 0; i < step.buffers.size(); i++) {
      given.put(step.buffersBefore.get(i), buffers.elements(i));
    }
    var wanted = new ArrayList<>(List.of(step.loss, step.total));
    wanted.addAll(step.gradients);
    wanted.addAll(after);
    program = Program.of(step.trace, given, wanted);
    int first = wanted.size() - after.size();
    loss = program.result(0);
    total = program.result(1);
    gradients = IntStream.range(2, first).mapToObj(program::result).toList();
    // Two gradients may be one, which must not be limited twice.
    limited =
        clip instanceof Clip.None ? gradients : gradients.stream().map(float[]::clone).toList();
    buffersAfter = IntStream.range(first, wanted.size()).mapToObj(program::result).toList();
  }

  /** Whether it computes as the rest of the process does now. */
  boolean isCurrent() {
    return compute.equals(Compute.current());
  }

  /** Takes a step; if it leads to numbers that are none, not, and tells that. */
  boolean take(StepInput feed, Rng rng, double rate) {
    feed.copy(x, y, weights);
    updater.borrowed();
    buffers.renew();
    program.run(rng);
    if (!Float.isFinite(total[0]) || !areFinite()) {
      return false;
    }
    if (!buffersAfter.isEmpty()) {
      buffers.change(keepBuffers);
    }
    limit();
    updater.applyArrays(
        limited,
        rate,
        recipe.rates().decay().at(updater.steps()),
        recipe.updates().averaging().shareOfStep(updater.steps() + 1));
    return true;
  }

  /** The loss of the last step, without penalties. */
  double loss() {
    return loss[0];
  }

  private boolean areFinite() {
    for (var gradient : gradients) {
      if (!compute.kernels().isFinite(gradient, 0, gradient.length)) {
        return false;
      }
    }
    return true;
  }

  private void limit() {
    if (!(clip instanceof Clip.None)) {
      for (int i = 0; i < limited.size(); i++) {
        System.arraycopy(gradients.get(i), 0, limited.get(i), 0, limited.get(i).length);
      }
      clip.limit(limited);
    }
  }

  private void keepBuffers() {
    for (int i = 0; i < buffersAfter.size(); i++) {
      float[] next = buffersAfter.get(i);
      System.arraycopy(next, 0, buffers.elements(i), 0, next.length);
    }
  }
}
