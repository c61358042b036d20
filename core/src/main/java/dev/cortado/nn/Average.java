package dev.cortado.nn;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Several models as one that gives the mean of their outputs: {@code x: [n, ...] → [n, outputs]}. A
 * layer like others, so the models are saved in one file and served together.
 *
 * <pre>{@code
 * var folds = List.of(first, second, third);      // trained on different rows
 * var model = Average.of(Averaging.LOGITS, folds);   // logits of the mean of their probabilities
 * ModelFile.save(path, model, schema);
 * }</pre>
 *
 * @param models what is averaged
 * @param how their outputs become one
 */
public record Average(List<Layer> models, Averaging how) implements Layer {

  public Average {
    models = List.copyOf(models);
    if (models.isEmpty()) {
      throw Errors.argument("average: no models, expected at least one");
    }
  }

  /** Of models whose outputs have the same shape and meaning. */
  public static Average of(Averaging how, List<? extends Layer> models) {
    return new Average(List.copyOf(models), how);
  }

  @Override
  public @Nullable Shape rowShape() {
    return models.getFirst().rowShape();
  }

  @Override
  public OutputKind outputKind() {
    return how == Averaging.LOGITS ? OutputKind.LOGITS : models.getFirst().outputKind();
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    var outputs =
        IntStream.range(0, models.size())
            .mapToObj(i -> pass.run("models", i, models.get(i), x))
            .toArray(Tensor[]::new);
    return how.mean(Tensor.stack(1, outputs));
  }
}
