package dev.cortado.nn;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Layers beside each other on the same input, their outputs in one row: {@code y = [f₁(x), f₂(x),
 * …]}, {@code x: [n, ...] → [n, k₁ + k₂ + …]}. {@link Columns} gives each its own part of the
 * input.
 *
 * <p>For a table of numbers and categories, one matrix in and one matrix out:
 *
 * <pre>{@code
 * var columns =
 *     Parallel.of(
 *         Columns.of(Standardize.fit(numbers), 0, 1, 2),
 *         Columns.of(CategoryEmbedding.of(12, 8), 3),     // an index from 0 to 11
 *         Columns.of(OneHot.of(4), 4));                   // an index from 0 to 3
 * columns.summary(Shape.of(5));                           // 3 + 8 + 4 = 15 outputs
 * }</pre>
 *
 * <p>A linear and a deep part beside each other:
 *
 * <pre>{@code
 * var wideAndDeep = Parallel.of(
 *     Activation.identity(), Sequential.of(Dense.of(4, 16, Activation.relu()), Dense.of(16, 8)));
 * wideAndDeep.start(Rng.of(1)).predict(Tensor.ones(5, 4)).shape();   // [5, 12]
 * }</pre>
 */
public record Parallel(List<Layer> branches) implements Layer {

  public Parallel {
    branches = List.copyOf(branches);
    if (branches.isEmpty()) {
      throw Errors.argument("parallel: no branches, expected at least one");
    }
  }

  /** These layers, whose outputs are joined in this order. */
  public static Parallel of(Layer... branches) {
    return new Parallel(List.of(branches));
  }

  @Override
  public @Nullable Shape rowShape() {
    return branches.stream().map(Layer::rowShape).filter(Objects::nonNull).findFirst().orElse(null);
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    var outputs = new Tensor[branches.size()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = pass.run("branches", i, branches.get(i), x);
      if (outputs[i].shape().rank() != 2) {
        throw Errors.argument(
            "parallel: branch %d makes %s of %s, expected [rows, outputs]",
            i, outputs[i].shape(), x.shape());
      }
    }
    return Tensor.concat(1, outputs);
  }
}
