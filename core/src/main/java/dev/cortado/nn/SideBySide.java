package dev.cortado.nn;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Layers that all see the same rows, and whose outputs are put side by side: {@code y = [f₁(x),
 * f₂(x), …]}, {@code x: [n, ...] → [n, Σ outputs]}.
 *
 * <p>For a table of numbers and categories, one matrix in and one matrix out:
 *
 * <pre>{@code
 * var columns =
 *     SideBySide.of(
 *         Columns.of(Standardize.fit(numbers), 0, 1, 2),
 *         Columns.of(CategoryEmbedding.of(12, 8), 3),     // an index from 0 to 11
 *         Columns.of(OneHot.of(4), 4));                   // an index from 0 to 3
 * columns.summary(Shape.of(5));                           // 3 + 8 + 4 = 15 outputs
 * }</pre>
 *
 * @param parts the layers, in the order of their outputs
 */
public record SideBySide(List<Layer> parts) implements Layer {

  public SideBySide {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw Errors.argument("sideBySide: no parts, expected at least one");
    }
  }

  /** These layers, first to last. */
  public static SideBySide of(Layer... parts) {
    return new SideBySide(List.of(parts));
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    var outputs = new ArrayList<Tensor>();
    for (int i = 0; i < parts.size(); i++) {
      var output = pass.run("parts", i, parts.get(i), x);
      if (output.shape().rank() != 2) {
        throw Errors.argument(
            "sideBySide: part %d makes %s of %s, expected [rows, outputs]",
            i, output.shape(), x.shape());
      }
      outputs.add(output);
    }
    return Tensor.concat(1, outputs.toArray(Tensor[]::new));
  }
}
