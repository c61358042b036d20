package dev.cortado.tensor;

import dev.cortado.tensor.kernel.BinaryFunction;
import dev.cortado.tensor.kernel.Broadcast;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Elementwise;
import dev.cortado.tensor.kernel.Reductions;
import dev.cortado.tensor.kernel.RowFormula;
import dev.cortado.tensor.kernel.StridedCopy;
import dev.cortado.tensor.kernel.Tiles;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Program} does for each operation: its kernel on arrays that stay where they are.
 */
final class Actions {

  /** With fewer numbers in a matrix, its zeros are not worth looking for. */
  private static final int WORTH_LOOKING_FOR_ZEROS = 512;

  private Actions() {}

  static Program.Action product(
      MatrixProduct product, float[] a, float[] b, float[] out, Compute compute) {
    return _ -> product.multiply(a, b, out, compute);
  }

  /** A product of one row and a matrix that stays as it is. */
  static Program.Action ofRow(
      MatrixProduct product,
      float[] x,
      float[] b,
      float[] out,
      Matrices matrices,
      Compute compute) {
    if (b.length < WORTH_LOOKING_FOR_ZEROS || !compute.kernels().isFinite(b, 0, b.length)) {
      return product(product, x, b, out, compute);
    }
    var row = product.ofSparseRow(b, matrices, compute.kernels());
    return _ -> row.multiply(x, out);
  }

  static Program.Action map(Pointwise.Run run, float[] x, float[] out, Compute compute) {
    return job(compute, out.length, (from, to) -> run.over(x, out, from, to - from));
  }

  /** Several operations in one pass. */
  static Program.Action fused(Fused fused, List<float[]> from, float[] out, Compute compute) {
    return switch (fused) {
      case Fused.Mask _ -> mask(from.getFirst(), from.getLast(), out, compute);
      case Fused.ByRow(var formula) -> byRow(formula, from, out, compute);
      case Fused.Products _ -> {
        float[] a = from.getFirst();
        float[] b = from.getLast();
        var kernels = compute.kernels();
        yield summed(
            (at, _, step, rows, sums, to, n) ->
                kernels.addProducts(a, b, at, step, rows, sums, to, n),
            a.length,
            out,
            compute);
      }
      case Fused.Moments _ -> {
        float[] g = from.getFirst();
        float[] x = from.get(1);
        float[] row = from.getLast();
        var kernels = compute.kernels();
        yield summed(
            (at, column, step, rows, sums, to, n) ->
                kernels.addMoments(g, x, row, column, at, step, rows, sums, to, n),
            x.length,
            out,
            compute);
      }
      case Fused.Squares _ -> {
        float[] x = from.getFirst();
        float[] row = from.getLast();
        var kernels = compute.kernels();
        yield summed(
            (at, column, step, rows, sums, to, n) ->
                kernels.addSquares(x, row, column, at, step, rows, sums, to, n),
            x.length,
            out,
            compute);
      }
    };
  }

  private static Program.Action mask(float[] g, float[] y, float[] out, Compute compute) {
    var kernels = compute.kernels();
    return job(compute, out.length, (from, to) -> kernels.mask(g, y, out, from, to - from));
  }

  private static Program.Action byRow(
      RowFormula formula, List<float[]> from, float[] out, Compute compute) {
    float[] x = from.getFirst();
    float[] y = from.get(1);
    float[] a = from.get(2);
    float[] b = from.get(3);
    float[] c = from.get(4);
    float[] d = from.get(5);
    int columns = a.length;
    var kernels = compute.kernels();
    var job =
        Tiles.rows(
            compute.workers(),
            out.length / columns,
            columns,
            (row, end) ->
                kernels.formula(
                    formula, x, y, a, b, c, d, out, row * columns, columns, end - row, 0, columns));
    return _ -> job.run();
  }

  private static Program.Action summed(
      Reductions.Rows rows, int size, float[] out, Compute compute) {
    int length = size / out.length;
    return _ -> Reductions.sum(rows, length, out, compute);
  }

  /** An operation of two tensors element by element, before it is known where they lie. */
  static Elementwised elementwise(Op.Binary op, Shape shape, Compute compute) {
    return new Elementwised(
        Objects.requireNonNull(Pointwise.functionOf(op)),
        new Broadcast(op.a().shape().lengths(), op.b().shape().lengths(), shape.lengths()),
        compute);
  }

  record Elementwised(BinaryFunction function, Broadcast walk, Compute compute) {

    boolean leftInStep() {
      return walk.leftInStep();
    }

    boolean rightInStep() {
      return walk.rightInStep();
    }

    Program.Action of(float[] a, float[] b, float[] out) {
      if (out.length == 0) {
        return _ -> {};
      }
      var kernels = compute.kernels();
      return job(
          compute, out.length, (from, to) -> walk.run(function, a, b, out, from, to, kernels));
    }
  }

  private static Program.Action job(Compute compute, int size, Tiles.Range range) {
    var job = Tiles.job(compute.workers(), size, range);
    return _ -> job.run();
  }

  /** What reduces, stretches or picks, if it can be done in place. */
  static Program.@Nullable Action moved(
      Op.Primitive op,
      Shape shape,
      Function<Tensor, float[]> arrays,
      float[] out,
      Compute compute) {
    return switch (op) {
      case Op.Sum(var x, int axis) ->
          reduced(Reductions.Kind.SUM, x.shape(), axis, arrays.apply(x), out, compute);
      case Op.Max(var x, int axis) ->
          reduced(Reductions.Kind.MAX, x.shape(), axis, arrays.apply(x), out, compute);
      case Op.BroadcastTo(var x, _) -> {
        float[] from = arrays.apply(x);
        int[] steps = ShapeOps.stretching(x.shape(), shape);
        yield _ -> StridedCopy.copy(from, 0, steps, out, shape.lengths());
      }
      case Op.Where(var condition, var a, var b) ->
          chosen(condition, a, b, shape, arrays, out, compute);
      default -> null;
    };
  }

  private static Program.Action reduced(
      Reductions.Kind kind, Shape shape, int axis, float[] x, float[] out, Compute compute) {
    return _ -> Forward.reduce(kind, x, shape, axis, out, compute);
  }

  private static Program.@Nullable Action chosen(
      Tensor condition,
      Tensor a,
      Tensor b,
      Shape shape,
      Function<Tensor, float[]> arrays,
      float[] out,
      Compute compute) {
    var yes = stretched(a, shape, arrays);
    var no = stretched(b, shape, arrays);
    if (!condition.shape().equals(shape)) {
      return null;
    }
    float[] picked = arrays.apply(condition);
    var copies =
        new Runnable[] {
          yes.refresh,
          no.refresh,
          Tiles.job(
              compute.workers(),
              out.length,
              (from, to) -> Elementwise.choose(picked, yes.array, no.array, out, from, to - from))
        };
    return _ -> {
      for (var copy : copies) {
        copy.run();
      }
    };
  }

  /** An operand in the shape of the result, and what brings it there. */
  private record Stretched(float[] array, Runnable refresh) {}

  private static Stretched stretched(Tensor x, Shape shape, Function<Tensor, float[]> arrays) {
    float[] from = arrays.apply(x);
    if (from.length == shape.size()) {
      return new Stretched(from, () -> {});
    }
    float[] array = new float[shape.size()];
    int[] steps = ShapeOps.stretching(x.shape(), shape);
    return new Stretched(array, () -> StridedCopy.copy(from, 0, steps, array, shape.lengths()));
  }
}
