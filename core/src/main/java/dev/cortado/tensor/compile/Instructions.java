package dev.cortado.tensor.compile;

import dev.cortado.tensor.MatrixProduct;
import dev.cortado.tensor.Op;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.TensorAccess;
import dev.cortado.tensor.compile.Recording.Event;
import dev.cortado.tensor.kernel.Broadcast;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Elementwise;
import dev.cortado.tensor.kernel.Reductions;
import dev.cortado.tensor.kernel.RowFormula;
import dev.cortado.tensor.kernel.StridedCopy;
import dev.cortado.tensor.kernel.Tiles;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Function;

/** Turns an instruction into an action: its kernel on arrays that stay where they are. */
final class Instructions {

  /** In a matrix of fewer elements, looking for zeros does not pay. */
  private static final int WORTH_LOOKING_FOR_ZEROS = 512;

  private static final Program.Action NOTHING = _ -> {};

  private final Function<Tensor, Storage> storages;
  private final ArrayPlan arrays;
  private final PackedMatrices matrices;
  private final Compute compute;

  Instructions(
      Function<Tensor, Storage> storages,
      ArrayPlan arrays,
      PackedMatrices matrices,
      Compute compute) {
    this.storages = storages;
    this.arrays = arrays;
    this.matrices = matrices;
    this.compute = compute;
  }

  /** The action of instruction {@code number}; gives its result an array. */
  Program.Action action(Instruction it, int number) {
    var action =
        switch (it.event()) {
          case Event.Checked(var x, var check) -> {
            var view = FloatBuffer.wrap(elements(x)).asReadOnlyBuffer();
            yield (Program.Action) _ -> check.accept(view);
          }
          case Event.Drawn(var draw, _) ->
              draw.filling(arrays.take(it, number, false, false), compute);
          case Event.Renamed _ ->
              copy(it.inputs().getFirst().elements(), arrays.take(it, number, false, false));
          case Event.Computed(var op, var output) -> {
            var fused = it.fused();
            yield fused == null
                ? computed(it, number, op, output.shape())
                : fused(it, number, fused);
          }
        };
    arrays.giveBack(it, number);
    return action;
  }

  private float[] elements(Tensor x) {
    return storages.apply(x).elements();
  }

  private Program.Action computed(Instruction it, int number, Op.Primitive op, Shape shape) {
    if (op instanceof Op.MatMul product) {
      return product(product, arrays.take(it, number, false, false));
    }
    if (op instanceof Op.Binary binary) {
      return elementwise(it, number, binary, shape);
    }
    if (op instanceof Op.Unary unary) {
      var loop = TensorAccess.loop(unary, compute.kernels());
      if (loop != null) {
        float[] x = elements(unary.x());
        float[] out = arrays.take(it, number, true, false);
        return job(out.length, (from, to) -> loop.over(x, out, from, to - from));
      }
    }
    float[] out = arrays.take(it, number, false, false);
    return switch (op) {
      case Op.Sum(var x, int axis) -> reduced(Reductions.Kind.SUM, x, axis, out);
      case Op.Max(var x, int axis) -> reduced(Reductions.Kind.MAX, x, axis, out);
      case Op.BroadcastTo(var x, _) -> stretched(x, shape, out);
      case Op.Where(var condition, var a, var b) when condition.shape().equals(shape) ->
          chosen(condition, a, b, shape, out);
      default -> evaluated(op, out);
    };
  }

  private Program.Action product(Op.MatMul op, float[] out) {
    float[] a = elements(op.a());
    float[] b = elements(op.b());
    var product =
        new MatrixProduct(op.a().shape(), op.aTransposed(), op.b().shape(), op.bTransposed());
    if (product.isOfOneRow()
        && storages.apply(op.b()).constant
        && b.length >= WORTH_LOOKING_FOR_ZEROS
        && compute.kernels().isFinite(b, 0, b.length)) {
      int n = product.columns();
      var matrix = matrices.packed(b, n, compute.kernels());
      var row = new SparseRowProduct(matrix, n, product.depth());
      return _ -> row.multiply(a, out);
    }
    var with = compute;
    return _ -> product.multiply(a, b, out, with);
  }

  private Program.Action elementwise(Instruction it, int number, Op.Binary op, Shape shape) {
    var function = TensorAccess.function(op);
    var walk = new Broadcast(op.a().shape().dims(), op.b().shape().dims(), shape.dims());
    float[] a = elements(op.a());
    float[] b = elements(op.b());
    float[] out = arrays.take(it, number, walk.leftInStep(), walk.rightInStep());
    var kernels = compute.kernels();
    return out.length == 0
        ? NOTHING
        : job(out.length, (from, to) -> walk.run(function, a, b, out, from, to, kernels));
  }

  private Program.Action reduced(Reductions.Kind kind, Tensor x, int axis, float[] out) {
    float[] from = elements(x);
    var shape = x.shape();
    var with = compute;
    return _ -> TensorAccess.reduce(kind, from, shape, axis, out, with);
  }

  private Program.Action stretched(Tensor x, Shape shape, float[] out) {
    float[] from = elements(x);
    int[] steps = TensorAccess.strides(x.shape(), shape);
    int[] lengths = shape.dims();
    return _ -> StridedCopy.copy(from, 0, steps, out, lengths);
  }

  private Program.Action chosen(Tensor condition, Tensor a, Tensor b, Shape shape, float[] out) {
    float[] picked = elements(condition);
    float[] yes = a.size() == out.length ? elements(a) : new float[out.length];
    float[] no = b.size() == out.length ? elements(b) : new float[out.length];
    var stretchA = a.size() == out.length ? NOTHING : stretched(a, shape, yes);
    var stretchB = b.size() == out.length ? NOTHING : stretched(b, shape, no);
    var choose =
        job(out.length, (from, to) -> Elementwise.choose(picked, yes, no, out, from, to - from));
    return root -> {
      stretchA.perform(root);
      stretchB.perform(root);
      choose.perform(root);
    };
  }

  /** Operations without a kernel of their own here are computed as outside of a program. */
  private Program.Action evaluated(Op.Primitive op, float[] out) {
    var onArrays =
        op.withInputs(
            op.inputs().stream().map(x -> TensorAccess.wrap(x.shape(), elements(x))).toList());
    return _ ->
        System.arraycopy(
            TensorAccess.elements(TensorAccess.evaluate(onArrays)), 0, out, 0, out.length);
  }

  private static Program.Action copy(float[] from, float[] out) {
    return _ -> System.arraycopy(from, 0, out, 0, out.length);
  }

  private Program.Action fused(Instruction it, int number, FusedOp fused) {
    var from = it.inputs().stream().map(Storage::elements).toList();
    float[] out = arrays.take(it, number, fused.inStep(), fused.inStep());
    float[] first = from.getFirst();
    float[] second = from.get(1);
    float[] last = from.getLast();
    var kernels = compute.kernels();
    return switch (fused) {
      case FusedOp.Mask _ ->
          job(out.length, (at, to) -> kernels.mask(first, second, out, at, to - at));
      case FusedOp.ByRow(var formula) -> byRow(formula, from, out);
      case FusedOp.Products _ ->
          summed(
              (at, _, step, rows, sums, to, n) ->
                  kernels.addProducts(first, second, at, step, rows, sums, to, n),
              first.length,
              out);
      case FusedOp.Moments _ ->
          summed(
              (at, column, step, rows, sums, to, n) ->
                  kernels.addMoments(first, second, last, column, at, step, rows, sums, to, n),
              second.length,
              out);
      case FusedOp.Squares _ ->
          summed(
              (at, column, step, rows, sums, to, n) ->
                  kernels.addSquares(first, last, column, at, step, rows, sums, to, n),
              first.length,
              out);
    };
  }

  private Program.Action byRow(RowFormula formula, List<float[]> from, float[] out) {
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

  private Program.Action summed(Reductions.Rows rows, int size, float[] out) {
    int length = size / out.length;
    var with = compute;
    return _ -> Reductions.sum(rows, length, out, with);
  }

  private Program.Action job(int size, Tiles.Range range) {
    var job = Tiles.job(compute.workers(), size, range);
    return _ -> job.run();
  }
}
