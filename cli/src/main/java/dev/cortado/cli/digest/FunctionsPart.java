package dev.cortado.cli.digest;

import dev.cortado.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The functions that Cortado computes itself, such as exp: on all kinds of numbers, in arrays of
 * all lengths, some longer than a tile.
 */
final class FunctionsPart {

  private static final List<UnaryOperator<Tensor>> FUNCTIONS =
      List.of(
          Tensor::exp,
          Tensor::expm1,
          Tensor::log,
          Tensor::log1p,
          Tensor::tanh,
          Tensor::sigmoid,
          Tensor::softplus,
          Tensor::erf);

  private FunctionsPart() {}

  static void compute(TensorHash hash) {
    var numbers =
        Tensor.concat(0, Inputs.special(), Inputs.patterns(1000), Inputs.ladder(512, 0x1p-5f));
    var ladder = Inputs.ladder(33, 0x1p-3f);
    for (var function : FUNCTIONS) {
      hash.add(function.apply(numbers));
      for (int n = 31; n <= ladder.size(); n++) {
        hash.add(function.apply(ladder.slice(0, 0, n)));
      }
    }
    hash.add(Inputs.wide(1, 32_769).exp(), Inputs.ladder(500, 0x1p-7f).abs().pow(0.3));
  }
}
