package dev.cortado.vector;

import static java.util.Objects.requireNonNull;

import dev.cortado.tensor.kernel.BinaryFunction;
import dev.cortado.tensor.kernel.FunctionCoefficients;
import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.RowFormula;
import dev.cortado.tensor.kernel.UnaryFunction;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A {@link HotLoop} for each piece of SIMD code that is compiled by itself. */
final class HotLoops {

  private static final int LANES = Tiling.LANES;

  /** Several rounds of four vectors, and a rest. */
  private static final int LENGTH = 16 * LANES + 3;

  /** Rows of one round of four vectors, one vector more, and a rest. */
  private static final int COLUMNS = 5 * LANES + 3;

  private static final int ROWS = 4;

  private static final int MATRIX_ROWS = 8;

  /** Columns of one round of 16 vectors or two of 8, one of 4, one vector more, and a rest. */
  private static final int MATRIX_COLUMNS = 21 * LANES + 3;

  private final List<HotLoop> all = new ArrayList<>();
  private final float[] x = new float[ROWS * COLUMNS];
  private final float[] y = new float[ROWS * COLUMNS];
  private final float[] matrix = new float[MATRIX_ROWS * MATRIX_COLUMNS];
  private final float[] sums = new float[MATRIX_COLUMNS];
  private final WarmUp warmUp;

  private final Map<UnaryFunction, HotLoop> maps = new EnumMap<>(UnaryFunction.class);
  private final Map<BinaryFunction, HotLoop> combinations = new EnumMap<>(BinaryFunction.class);
  private final Map<RowFormula, HotLoop> formulas = new EnumMap<>(RowFormula.class);
  final HotLoop sum;
  final HotLoop max;
  final HotLoop isFinite;
  final HotLoop mask;
  final HotLoop choose;
  final HotLoop addRows;
  final HotLoop raiseByRows;
  final HotLoop addProducts;
  final HotLoop addSquares;
  final HotLoop addMoments;
  final HotLoop rowSums;

  /** Loops that are warmed up with kernels that use SIMD for runs of any length. */
  HotLoops(WarmUp warmUp, Kernels simd) {
    this.warmUp = warmUp;
    x[0] = 2 * (float) FunctionCoefficients.NEAR_LIMIT; // goes through the branch of large angles
    for (var f : UnaryFunction.values()) {
      maps.put(
          f, loop(LENGTH, () -> simd.map(f, x, 0, y, 0, LENGTH), () -> simd.map(f, x, 0, y, 0, 0)));
    }
    int rowNumbers = ROWS * COLUMNS;
    for (var f : BinaryFunction.values()) {
      combinations.put(
          f,
          loop(
              rowNumbers,
              () -> simd.combine(f, x, false, x, true, 0, y, 0, COLUMNS, ROWS, COLUMNS),
              () -> simd.combine(f, x, false, x, true, 0, y, 0, LANES, 0, LANES)));
    }
    for (var f : RowFormula.values()) {
      formulas.put(
          f,
          loop(
              rowNumbers,
              () -> simd.formula(f, x, x, x, x, x, x, y, 0, COLUMNS, ROWS, 0, COLUMNS),
              () -> simd.formula(f, x, x, x, x, x, x, y, 0, LANES, 0, 0, LANES)));
    }
    sum = loop(LENGTH, () -> simd.sum(x, 0, LENGTH), () -> VectorReductions.sum(x, 0, 0));
    max = loop(LENGTH, () -> simd.max(x, 0, LENGTH), () -> VectorReductions.max(x, 0, 0));
    isFinite =
        loop(LENGTH, () -> simd.isFinite(x, 0, LENGTH), () -> VectorElementwise.isFinite(x, 0, 0));
    mask =
        loop(
            LENGTH,
            () -> simd.mask(x, x, y, 0, LENGTH),
            () -> VectorElementwise.mask(x, x, y, 0, 0));
    choose =
        loop(
            LENGTH,
            () -> simd.choose(1, 1, 1L << 31, 1, 0, y, 0, LENGTH),
            () -> VectorBernoulli.choose(1, 0, 1L << 31, 1, 0, y, 0, 0));
    int many = VectorColumns.MANY / COLUMNS + 1;
    int matrixNumbers = MATRIX_ROWS * MATRIX_COLUMNS;
    addRows =
        loop(
            List.of(
                Race.ofNumbers(
                    () -> simd.addRows(x, 0, COLUMNS, ROWS, y, 0, COLUMNS),
                    () -> VectorColumns.addFew(x, 0, 0, 1, y, 0, 0),
                    rowNumbers),
                Race.ofNumbers(
                    () -> simd.addRows(x, 0, 0, many, y, 0, COLUMNS),
                    () -> VectorColumns.addRow(x, 0, y, 0, 0),
                    many * COLUMNS),
                Race.ofNumbers(
                    () ->
                        simd.addRows(
                            matrix, 0, MATRIX_COLUMNS, MATRIX_ROWS, sums, 0, MATRIX_COLUMNS),
                    () -> VectorColumns.addEight(matrix, 0, 0, 0, sums, 0),
                    matrixNumbers)));
    raiseByRows =
        loop(
            rowNumbers,
            () -> simd.raiseByRows(x, 0, COLUMNS, ROWS, y, 0, COLUMNS),
            () -> VectorColumns.raiseRow(x, 0, y, 0, 0));
    addProducts =
        loop(
            rowNumbers,
            () -> simd.addProducts(x, x, 0, COLUMNS, ROWS, y, 0, COLUMNS),
            () -> VectorColumns.addProducts(x, x, 0, 0, 1, y, 0, 0));
    addSquares =
        loop(
            rowNumbers,
            () -> simd.addSquares(x, x, 0, 0, COLUMNS, ROWS, y, 0, COLUMNS),
            () -> VectorColumns.addSquares(x, x, 0, 0, 0, 1, y, 0, 0));
    addMoments =
        loop(
            rowNumbers,
            () -> simd.addMoments(x, x, x, 0, 0, COLUMNS, ROWS, y, 0, COLUMNS),
            () -> VectorColumns.addMoments(x, x, x, 0, 0, 0, 1, y, 0, 0));
    var packed = simd.steps(matrix, MATRIX_COLUMNS);
    int[] every = IntStream.range(0, MATRIX_ROWS).toArray();
    rowSums =
        loop(List.of(Race.repeated(() -> packed.sum(x, every, MATRIX_ROWS, sums), matrixNumbers)));
  }

  private HotLoop loop(int numbers, Runnable work, Runnable idle) {
    return loop(List.of(Race.ofNumbers(work, idle, numbers)));
  }

  private HotLoop loop(List<Race> races) {
    var loop = new HotLoop(races, warmUp);
    all.add(loop);
    return loop;
  }

  /** For {@code Kernels.map}. */
  HotLoop map(UnaryFunction f) {
    return requireNonNull(maps.get(f));
  }

  /** For {@code Kernels.combine}. */
  HotLoop combine(BinaryFunction f) {
    return requireNonNull(combinations.get(f));
  }

  /** For {@code Kernels.formula}. */
  HotLoop formula(RowFormula f) {
    return requireNonNull(formulas.get(f));
  }

  /** All loops. */
  List<HotLoop> all() {
    return List.copyOf(all);
  }

  /** Uses SIMD in all of them from now on, however slow. */
  void use() {
    all.forEach(HotLoop::use);
  }
}
