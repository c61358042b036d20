package dev.cortado.tensor.kernel;

/**
 * Walks two operands of different shapes together as NumPy does: an axis of length 1, or one that
 * is not there, is held while the other runs. Neighboring axes that behave alike are merged first,
 * so that a row added to a matrix is one long run for each row and equal shapes are a single run.
 */
public final class Broadcast {

  private final int[] lengths;
  private final int[] aSteps;
  private final int[] bSteps;
  private final int axes;

  /** For operands of these lengths, whose broadcast is {@code dims}. */
  public Broadcast(int[] aDims, int[] bDims, int[] dims) {
    int rank = dims.length;
    lengths = new int[rank + 1];
    aSteps = new int[rank + 1];
    bSteps = new int[rank + 1];
    int last = -1;
    // From the innermost axis out; axes are stored innermost first.
    int aStep = 1;
    int bStep = 1;
    for (int i = 1; i <= rank; i++) {
      int length = dims[rank - i];
      if (length == 1) {
        continue;
      }
      boolean aRuns = i <= aDims.length && aDims[aDims.length - i] != 1;
      boolean bRuns = i <= bDims.length && bDims[bDims.length - i] != 1;
      if (last >= 0 && aSteps[last] != 0 == aRuns && bSteps[last] != 0 == bRuns) {
        lengths[last] *= length;
      } else {
        last++;
        lengths[last] = length;
        aSteps[last] = aRuns ? aStep : 0;
        bSteps[last] = bRuns ? bStep : 0;
      }
      aStep *= aRuns ? length : 1;
      bStep *= bRuns ? length : 1;
    }
    if (last < 0) {
      last = 0;
      lengths[0] = 1;
    }
    axes = last + 1;
  }

  /**
   * {@code out = f(a, b)}, where {@code dims} is the broadcast of {@code aDims} and {@code bDims}
   * and not empty.
   */
  public static void apply(
      BinaryFunction f,
      float[] a,
      int[] aDims,
      float[] b,
      int[] bDims,
      float[] out,
      int[] dims,
      Compute compute) {
    var plan = new Broadcast(aDims, bDims, dims);
    var kernels = compute.kernels();
    Tiles.each(
        compute.workers(), out.length, (from, to) -> plan.run(f, a, b, out, from, to, kernels));
  }

  /**
   * Whether the result may take the place of the left operand, since it is read in step with it.
   */
  public boolean leftInStep() {
    return axes == 1 && (aSteps[0] != 0 || lengths[0] == 1);
  }

  /** Whether the result may take the place of the right operand. */
  public boolean rightInStep() {
    return axes == 1 && (bSteps[0] != 0 || lengths[0] == 1);
  }

  /** Elements {@code from} to {@code to} of the result, run by run. */
  public void run(
      BinaryFunction f, float[] a, float[] b, float[] out, int from, int to, Kernels kernels) {
    int inner = lengths[0];
    boolean aRuns = aSteps[0] != 0;
    boolean bRuns = bSteps[0] != 0;
    if (axes == 1) {
      f.apply(a, aRuns ? from : 0, aRuns, b, bRuns ? from : 0, bRuns, out, from, to - from);
      return;
    }
    if (isByRow()) {
      byRow(f, a, b, out, from, to, kernels);
      return;
    }
    for (int i = from; i < to; ) {
      int within = i % inner;
      int aFrom = aRuns ? within : 0;
      int bFrom = bRuns ? within : 0;
      int outer = i / inner;
      for (int axis = 1; axis < axes; axis++) {
        int index = outer % lengths[axis];
        outer /= lengths[axis];
        aFrom += index * aSteps[axis];
        bFrom += index * bSteps[axis];
      }
      int n = Math.min(inner - within, to - i);
      f.apply(a, aFrom, aRuns, b, bFrom, bRuns, out, i, n);
      i += n;
    }
  }

  /** Whether one operand is a matrix and the other a row, or so in effect. */
  private boolean isByRow() {
    return axes == 2 && aSteps[0] != 0 && bSteps[0] != 0;
  }

  private void byRow(
      BinaryFunction f, float[] a, float[] b, float[] out, int from, int to, Kernels kernels) {
    boolean aIsRow = aSteps[1] == 0;
    boolean bIsRow = bSteps[1] == 0;
    int columns = lengths[0];
    for (int i = from; i < to; ) {
      int column = i % columns;
      int rows = column > 0 || to - i < columns ? 1 : (to - i) / columns;
      int n = Math.min(columns - column, to - i);
      kernels.combine(f, a, aIsRow, b, bIsRow, column, out, i, columns, rows, n);
      i += column > 0 ? n : rows * n;
    }
  }
}
