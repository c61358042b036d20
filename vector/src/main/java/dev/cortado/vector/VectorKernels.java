package dev.cortado.vector;

import dev.cortado.tensor.kernel.BinaryFunction;
import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.PackedMatrix;
import dev.cortado.tensor.kernel.RowFormula;
import dev.cortado.tensor.kernel.ScalarKernels;
import dev.cortado.tensor.kernel.UnaryFunction;
import dev.cortado.tensor.kernel.Workers;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/**
 * The kernels in SIMD. Short runs of numbers, and all until SIMD code is compiled, go to {@link
 * ScalarKernels}: the bits are the same.
 */
public final class VectorKernels implements Kernels {

  /** With two doubles in a vector, the scalar functions are faster. */
  private static final int WORTH_MAPPING =
      DoubleVector.SPECIES_PREFERRED.length() < 4 ? Integer.MAX_VALUE : 32;

  /** Shorter runs are not faster in SIMD, for loops without a limit of their own below. */
  private static final int WORTH_STARTING = 1_024;

  /** Low, since scalar code mispredicts branches here. */
  private static final int WORTH_MASKING = 32;

  /** Low, since SIMD leaves no rest to scalar code here. */
  private static final int WORTH_LOOKING_AT = 16;

  /** From here on, sums that stay in registers are faster. */
  private static final int WORTH_ADDING_ROWS = 64;

  /** Low, since a formula is several operations for each number. */
  private static final int WORTH_A_FORMULA = 128;

  private final ScalarKernels scalar = new ScalarKernels();
  private final HotLoops loops;
  private final VectorMatmul matmul;

  /** Whether the limits above are ignored. */
  private final boolean evenShort;

  /** Kernels that start in scalar code and use SIMD once it is compiled. */
  public VectorKernels() {
    var warmUp = WarmUp.inBackground();
    loops = new HotLoops(warmUp, evenForShortRuns());
    matmul = new VectorMatmul(warmUp);
    matmul.compileEarly();
    evenShort = false;
  }

  private VectorKernels(boolean evenShort) {
    var never = WarmUp.inBackground();
    loops = new HotLoops(never, scalar);
    loops.use();
    matmul = new VectorMatmul(never);
    matmul.use();
    this.evenShort = evenShort;
  }

  /** Kernels that use SIMD at once, however slow, for tests and benchmarks. */
  public static VectorKernels fromTheFirst() {
    return new VectorKernels(false);
  }

  /** Kernels that use SIMD at once and for runs of any length, for races. */
  static VectorKernels evenForShortRuns() {
    return new VectorKernels(true);
  }

  /** Whether SIMD computes this many numbers. */
  private boolean isWorth(HotLoop loop, long numbers, int least) {
    return (numbers >= least || evenShort) && loop.isWarm(numbers * HotLoop.WORK_OF_A_NUMBER);
  }

  @Override
  public String name() {
    return "vector, " + FloatVector.SPECIES_PREFERRED.vectorBitSize() + " bits";
  }

  @Override
  public void map(UnaryFunction f, float[] x, int xFrom, float[] y, int yFrom, int n) {
    if (!isWorth(loops.map(f), n, WORTH_MAPPING)) {
      scalar.map(f, x, xFrom, y, yFrom, n);
      return;
    }
    switch (f) {
      case EXP -> VectorFunctions.exp(x, xFrom, y, yFrom, n);
      case EXPM1 -> VectorFunctions.expm1(x, xFrom, y, yFrom, n);
      case LOG -> VectorFunctions.log(x, xFrom, y, yFrom, n);
      case LOG1P -> VectorFunctions.log1p(x, xFrom, y, yFrom, n);
      case TANH -> VectorFunctions.tanh(x, xFrom, y, yFrom, n);
      case SIGMOID -> VectorFunctions.sigmoid(x, xFrom, y, yFrom, n);
      case SOFTPLUS -> VectorFunctions.softplus(x, xFrom, y, yFrom, n);
      case ERF -> VectorFunctions.erf(x, xFrom, y, yFrom, n);
      case SIN -> VectorFunctions.sin(x, xFrom, y, yFrom, n);
      case COS -> VectorFunctions.cos(x, xFrom, y, yFrom, n);
    }
  }

  @Override
  public float sum(float[] x, int from, int n) {
    return isWorth(loops.sum, n, VectorReductions.SHORTEST)
        ? VectorReductions.sum(x, from, n)
        : scalar.sum(x, from, n);
  }

  @Override
  public float max(float[] x, int from, int n) {
    return isWorth(loops.max, n, VectorReductions.SHORTEST)
        ? VectorReductions.max(x, from, n)
        : scalar.max(x, from, n);
  }

  @Override
  public boolean isFinite(float[] x, int from, int n) {
    boolean simd = n >= VectorElementwise.LANES && isWorth(loops.isFinite, n, WORTH_LOOKING_AT);
    return simd ? VectorElementwise.isFinite(x, from, n) : scalar.isFinite(x, from, n);
  }

  @Override
  public void mask(float[] g, float[] y, float[] out, int from, int n) {
    if (n >= VectorElementwise.LANES && isWorth(loops.mask, n, WORTH_MASKING)) {
      VectorElementwise.mask(g, y, out, from, n);
    } else {
      scalar.mask(g, y, out, from, n);
    }
  }

  @Override
  public void combine(
      BinaryFunction f,
      float[] a,
      boolean aIsRow,
      float[] b,
      boolean bIsRow,
      int rowFrom,
      float[] out,
      int from,
      int step,
      int rows,
      int n) {
    int done =
        isWorth(loops.combine(f), (long) n * rows, WORTH_STARTING)
            ? n - n % VectorArithmetic.LANES
            : 0;
    int aFrom = aIsRow ? rowFrom : from;
    int bFrom = bIsRow ? rowFrom : from;
    int aStep = aIsRow ? 0 : step;
    int bStep = bIsRow ? 0 : step;
    switch (f) {
      case ADD ->
          VectorArithmetic.add(a, aFrom, aStep, b, bFrom, bStep, out, from, step, rows, done);
      case SUBTRACT ->
          VectorArithmetic.subtract(a, aFrom, aStep, b, bFrom, bStep, out, from, step, rows, done);
      case MULTIPLY ->
          VectorArithmetic.multiply(a, aFrom, aStep, b, bFrom, bStep, out, from, step, rows, done);
      case DIVIDE ->
          VectorArithmetic.divide(a, aFrom, aStep, b, bFrom, bStep, out, from, step, rows, done);
      case MAXIMUM, EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> done = 0;
    }
    if (done < n) {
      scalar.combine(
          f, a, aIsRow, b, bIsRow, rowFrom + done, out, from + done, step, rows, n - done);
    }
  }

  @Override
  public boolean likesFormulas() {
    return true;
  }

  @Override
  public void formula(
      RowFormula f,
      float[] x,
      float[] y,
      float[] a,
      float[] b,
      float[] c,
      float[] d,
      float[] out,
      int from,
      int step,
      int rows,
      int begin,
      int n) {
    int done = 0;
    if (begin == 0
        && n >= VectorFormulas.LANES
        && isWorth(loops.formula(f), (long) n * rows, WORTH_A_FORMULA)) {
      done = f == RowFormula.SHIFT_AND_RECTIFY ? n : n - n % VectorFormulas.LANES;
      switch (f) {
        case STANDARDIZE -> VectorFormulas.standardize(x, a, b, out, from, step, rows, done);
        case SCALE -> VectorFormulas.scale(x, a, b, out, from, step, rows, done);
        case SCALE_AND_RECTIFY ->
            VectorFormulas.scaleAndRectify(x, a, b, out, from, step, rows, done);
        case SHIFT_AND_RECTIFY -> VectorFormulas.shiftAndRectify(x, a, out, from, step, rows, done);
        case NORMALIZE -> VectorFormulas.normalize(x, a, b, c, out, from, step, rows, done);
        case NORMALIZE_AND_RECTIFY ->
            VectorFormulas.normalizeAndRectify(x, a, b, c, out, from, step, rows, done);
        case CORRECT -> VectorFormulas.correct(x, y, a, b, c, d, out, from, step, rows, done);
      }
    }
    if (done < n) {
      scalar.formula(f, x, y, a, b, c, d, out, from, step, rows, begin + done, n);
    }
  }

  @Override
  public void addProducts(
      float[] a, float[] b, int from, int step, int rows, float[] sums, int to, int n) {
    int done =
        isWorth(loops.addProducts, (long) n * rows, WORTH_STARTING)
            ? n - n % VectorColumns.LANES
            : 0;
    VectorColumns.addProducts(a, b, from, step, rows, sums, to, done);
    scalar.addProducts(a, b, from + done, step, rows, sums, to + done, n - done);
  }

  @Override
  public void addSquares(
      float[] x,
      float[] row,
      int rowFrom,
      int from,
      int step,
      int rows,
      float[] sums,
      int to,
      int n) {
    int done =
        isWorth(loops.addSquares, (long) n * rows, WORTH_STARTING)
            ? n - n % VectorColumns.LANES
            : 0;
    VectorColumns.addSquares(x, row, rowFrom, from, step, rows, sums, to, done);
    scalar.addSquares(x, row, rowFrom + done, from + done, step, rows, sums, to + done, n - done);
  }

  @Override
  public void addMoments(
      float[] g,
      float[] x,
      float[] row,
      int rowFrom,
      int from,
      int step,
      int rows,
      float[] sums,
      int to,
      int n) {
    int done =
        isWorth(loops.addMoments, (long) n * rows, WORTH_STARTING)
            ? n - n % VectorColumns.LANES
            : 0;
    VectorColumns.addMoments(g, x, row, rowFrom, from, step, rows, sums, to, done);
    scalar.addMoments(
        g, x, row, rowFrom + done, from + done, step, rows, sums, to + done, n - done);
  }

  @Override
  public void choose(
      long key, long first, long threshold, float yes, float no, float[] out, int at, int n) {
    if (!isWorth(loops.choose, n, WORTH_STARTING)) {
      scalar.choose(key, first, threshold, yes, no, out, at, n);
      return;
    }
    int begun = (int) (-first & 3);
    int whole = (n - begun) / VectorBernoulli.NUMBERS * VectorBernoulli.NUMBERS;
    int done = begun + whole;
    scalar.choose(key, first, threshold, yes, no, out, at, begun);
    VectorBernoulli.choose(key, first + begun, threshold, yes, no, out, at + begun, whole);
    scalar.choose(key, first + done, threshold, yes, no, out, at + done, n - done);
  }

  @Override
  public void addRows(float[] x, int from, int step, int rows, float[] sums, int to, int n) {
    int done = 0;
    if (isWorth(loops.addRows, (long) n * rows, WORTH_ADDING_ROWS)) {
      done =
          (long) n * rows < VectorColumns.MANY
              ? VectorColumns.addFew(x, from, step, rows, sums, to, n)
              : VectorColumns.add(x, from, step, rows, sums, to, n);
    }
    scalar.addRows(x, from + done, step, rows, sums, to + done, n - done);
  }

  @Override
  public void raiseByRows(float[] x, int from, int step, int rows, float[] largest, int to, int n) {
    int done =
        isWorth(loops.raiseByRows, (long) n * rows, VectorColumns.MANY)
            ? n - n % VectorColumns.LANES
            : 0;
    VectorColumns.raise(x, from, step, rows, largest, to, done);
    scalar.raiseByRows(x, from + done, step, rows, largest, to + done, n - done);
  }

  @Override
  public void matmul(
      float[] a,
      int aFrom,
      boolean aTransposed,
      float[] b,
      int bFrom,
      boolean bTransposed,
      float[] c,
      int cFrom,
      int m,
      int n,
      int k,
      Workers workers) {
    matmul.multiply(a, aFrom, aTransposed, b, bFrom, bTransposed, c, cFrom, m, n, k, workers);
  }

  @Override
  public PackedMatrix steps(float[] b, int n) {
    return new VectorPackedMatrix(b, n, scalar.steps(b, n), loops.rowSums);
  }
}
