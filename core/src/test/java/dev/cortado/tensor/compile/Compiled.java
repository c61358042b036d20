package dev.cortado.tensor.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** A computation that was recorded with one input, ready for others. */
record Compiled(Program program, float[] input, Tensor result) {

  static Compiled of(Tensor x, List<Tensor> constants, Rng root, Supplier<Tensor> computation) {
    var result = new AtomicReference<Tensor>();
    var recording =
        Recording.ofStep(List.of(x), constants, root, () -> result.set(computation.get()));
    recording.returns(List.of(result.get()));
    assertThat(recording.obstacle()).isNull();
    float[] input = new float[x.size()];
    var inputs = Map.of(x, new Program.Input("x", input));
    var program =
        Program.of(recording, inputs, List.of(result.get()), List.of(), new PackedMatrices());
    return new Compiled(program, input, result.get());
  }

  Tensor run(Tensor x, Rng root) {
    x.copyTo(input, 0);
    program.run(root);
    return Tensor.of(result.shape(), program.result(0));
  }
}
