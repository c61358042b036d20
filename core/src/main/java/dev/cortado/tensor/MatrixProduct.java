package dev.cortado.tensor;

import dev.cortado.tensor.kernel.Compute;
import java.util.Arrays;

/**
 * The matrix product of {@code [..., m, k]} and {@code [..., k, n]}, one product for each entry of
 * the batch.
 */
final class MatrixProduct {

  private MatrixProduct() {}

  static Tensor of(Op.MatMul op) {
    var a = op.a().shape();
    var b = op.b().shape();
    int m = a.dim(op.aTransposed() ? -1 : -2);
    int k = a.dim(op.aTransposed() ? -2 : -1);
    int n = b.dim(op.bTransposed() ? -2 : -1);
    int rows = b.dim(op.bTransposed() ? -1 : -2);
    if (k != rows) {
      throw Errors.argument(
          "matmul: inner sizes differ, %s × %s: %d ≠ %d",
          view(a, op.aTransposed()), view(b, op.bTransposed()), k, rows);
    }
    var aBatch = batch(a);
    var bBatch = batch(b);
    var batch = aBatch.broadcast("matmul, batch axes", bBatch);
    var shape = withMatrix(batch, m, n);
    float[] out = new float[shape.size()];
    if (out.length > 0) {
      if (bBatch.size() == 1 && !op.aTransposed()) {
        // One matrix for the whole batch: its rows are the rows of a single product.
        multiply(op, 0, 0, out, 0, batch.size() * m, n, k);
      } else {
        eachOfBatch(op, aBatch, bBatch, batch, out, m, n, k);
      }
    }
    return Tensor.wrap(shape, out);
  }

  private static void eachOfBatch(
      Op.MatMul op, Shape aBatch, Shape bBatch, Shape batch, float[] out, int m, int n, int k) {
    for (int i = 0; i < batch.size(); i++) {
      int aFrom = matrixOf(aBatch, batch, i) * m * k;
      int bFrom = matrixOf(bBatch, batch, i) * k * n;
      multiply(op, aFrom, bFrom, out, i * m * n, m, n, k);
    }
  }

  /** Which of an operand's matrices entry {@code entry} of the broadcast batch takes. */
  private static int matrixOf(Shape own, Shape batch, int entry) {
    int matrix = 0;
    int stride = 1;
    int rest = entry;
    for (int i = 1; i <= own.rank(); i++) {
      int length = own.dim(-i);
      if (length != 1) {
        matrix += rest % length * stride;
        stride *= length;
      }
      rest /= batch.dim(-i);
    }
    return matrix;
  }

  private static void multiply(
      Op.MatMul op, int aFrom, int bFrom, float[] out, int outFrom, int m, int n, int k) {
    var compute = Compute.current();
    compute
        .kernels()
        .matmul(
            op.a().data(),
            aFrom,
            op.aTransposed(),
            op.b().data(),
            bFrom,
            op.bTransposed(),
            out,
            outFrom,
            m,
            n,
            k,
            compute.workers());
  }

  private static Shape batch(Shape shape) {
    int[] dims = shape.dims();
    return Shape.of(Arrays.copyOf(dims, dims.length - 2));
  }

  private static Shape withMatrix(Shape batch, int m, int n) {
    int[] dims = Arrays.copyOf(batch.dims(), batch.rank() + 2);
    dims[batch.rank()] = m;
    dims[batch.rank() + 1] = n;
    return Shape.of(dims);
  }

  /** The shape as the product sees it. */
  private static Shape view(Shape shape, boolean transposed) {
    return transposed ? withMatrix(batch(shape), shape.dim(-1), shape.dim(-2)) : shape;
  }
}
