package dev.cortado.tensor;

import dev.cortado.tensor.kernel.BinaryFunction;
import dev.cortado.tensor.kernel.Broadcast;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Elementwise;
import dev.cortado.tensor.kernel.Function;
import dev.cortado.tensor.kernel.Tiles;

/** Element by element, in tiles when there is much of it. */
final class Pointwise {

  private Pointwise() {}

  /** A loop over a run of one operand. */
  @FunctionalInterface
  interface Run {
    void over(float[] x, float[] out, int from, int n);
  }

  static Tensor combine(BinaryFunction function, Op.Binary op) {
    var a = op.a();
    var b = op.b();
    var shape = a.shape().broadcast(op.name(), b.shape());
    float[] out = new float[shape.size()];
    if (out.length > 0) {
      Broadcast.apply(
          function,
          a.data(),
          a.shape().lengths(),
          b.data(),
          b.shape().lengths(),
          out,
          shape.lengths(),
          Compute.current().workers());
    }
    return Tensor.wrap(shape, out);
  }

  static Tensor map(Tensor x, Run run) {
    float[] in = x.data();
    float[] out = new float[in.length];
    Tiles.each(
        Compute.current().workers(), in.length, (from, to) -> run.over(in, out, from, to - from));
    return Tensor.wrap(x.shape(), out);
  }

  static Tensor map(Tensor x, Function function) {
    var kernels = Compute.current().kernels();
    return map(x, (in, out, from, n) -> kernels.map(function, in, from, out, from, n));
  }

  static Tensor where(Tensor condition, Tensor a, Tensor b) {
    var shape = condition.shape().broadcast("where", a.shape()).broadcast("where", b.shape());
    float[] picked = Moving.stretched(condition, shape);
    float[] yes = Moving.stretched(a, shape);
    float[] no = Moving.stretched(b, shape);
    float[] out = new float[shape.size()];
    Tiles.each(
        Compute.current().workers(),
        out.length,
        (from, to) -> Elementwise.choose(picked, yes, no, out, from, to - from));
    return Tensor.wrap(shape, out);
  }
}
