package dev.cortado.tensor;

import dev.cortado.internal.Errors;
import dev.cortado.internal.Internal;
import dev.cortado.tensor.kernel.Compute;
import java.util.Arrays;

/**
 * The matrix product of {@code [..., m, k]} and {@code [..., k, n]}, one product for each entry of
 * the batch. Internal.
 */
@Internal
@SuppressWarnings("exports")
public final class MatrixProduct {

  private final boolean aTransposed;
  private final boolean bTransposed;
  private final Shape aBatch;
  private final Shape bBatch;
  private final Shape batch;
  private final int m;
  private final int n;
  private final int k;

  /** Of operands of these shapes, which it checks. */
  public MatrixProduct(Shape a, boolean aTransposed, Shape b, boolean bTransposed) {
    this.aTransposed = aTransposed;
    this.bTransposed = bTransposed;
    m = a.dim(aTransposed ? -1 : -2);
    k = a.dim(aTransposed ? -2 : -1);
    n = b.dim(bTransposed ? -2 : -1);
    int rows = b.dim(bTransposed ? -1 : -2);
    if (k != rows) {
      throw Errors.argument(
          "matmul: inner sizes differ, %s × %s: %d ≠ %d",
          view(a, aTransposed), view(b, bTransposed), k, rows);
    }
    aBatch = batch(a);
    bBatch = batch(b);
    batch = aBatch.broadcast("matmul, batch axes", bBatch);
  }

  static Tensor of(Op.MatMul op) {
    var product =
        new MatrixProduct(op.a().shape(), op.aTransposed(), op.b().shape(), op.bTransposed());
    var shape = withMatrix(product.batch, product.m, product.n);
    float[] out = new float[shape.size()];
    product.multiply(op.a().data(), op.b().data(), out, Compute.current());
    return Tensor.wrap(shape, out);
  }

  /** Whether it is that of one row and one matrix, both as they are. */
  public boolean isOfOneRow() {
    return m == 1 && batch.size() == 1 && !aTransposed && !bTransposed;
  }

  /** Columns of the result. */
  public int columns() {
    return n;
  }

  /** Elements that are multiplied and summed for each element of the result. */
  public int depth() {
    return k;
  }

  /** Multiplies the elements of the operands. */
  public void multiply(float[] a, float[] b, float[] out, Compute compute) {
    if (out.length == 0) {
      return;
    }
    if (bBatch.size() == 1 && !aTransposed) {
      // One matrix for the whole batch: its rows are the rows of a single product.
      multiply(a, 0, b, 0, out, 0, batch.size() * m, compute);
      return;
    }
    for (int i = 0; i < batch.size(); i++) {
      int aFrom = matrixOf(aBatch, batch, i) * m * k;
      int bFrom = matrixOf(bBatch, batch, i) * k * n;
      multiply(a, aFrom, b, bFrom, out, i * m * n, m, compute);
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

  private void multiply(
      float[] a, int aFrom, float[] b, int bFrom, float[] out, int to, int rows, Compute compute) {
    compute
        .kernels()
        .matmul(
            a, aFrom, aTransposed, b, bFrom, bTransposed, out, to, rows, n, k, compute.workers());
  }

  private static Shape batch(Shape shape) {
    return shape.rank() == 2
        ? Shape.of()
        : Shape.of(Arrays.copyOf(shape.lengths(), shape.rank() - 2));
  }

  private static Shape withMatrix(Shape batch, int m, int n) {
    int[] dims = Arrays.copyOf(batch.lengths(), batch.rank() + 2);
    dims[batch.rank()] = m;
    dims[batch.rank() + 1] = n;
    return Shape.of(dims);
  }

  /** The shape as the product sees it. */
  private static Shape view(Shape shape, boolean transposed) {
    return transposed ? withMatrix(batch(shape), shape.dim(-1), shape.dim(-2)) : shape;
  }
}
