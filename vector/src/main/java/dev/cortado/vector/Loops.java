package dev.cortado.vector;

import static java.util.Objects.requireNonNull;

import dev.cortado.tensor.kernel.BinaryFunction;
import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.RowFormula;
import dev.cortado.tensor.kernel.UnaryFunction;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A {@link Loop} for each kind of SIMD code that the compiler has to learn by itself. */
final class Loops {

  private static final int LANES = Tiling.LANES;

  /** Some rounds of four vectors, and a rest. */
  private static final int LENGTH = 16 * LANES + 3;

  /** Rows of one round of four vectors, one vector more, and a rest. */
  private static final int COLUMNS = 5 * LANES + 3;

  private static final int ROWS = 4;

  private static final int MATRIX_ROWS = 8;

  /** Columns of one round of 16 vectors or two of 8, one of 4, one vector more, and a rest. */
  private static final int MATRIX_COLUMNS = 21 * LANES + 3;

  private final List<Loop> all = new ArrayList<>();
  private final float[] x = new float[ROWS * COLUMNS];
  private final float[] y = new float[ROWS * COLUMNS];
  private final float[] matrix = new float[MATRIX_ROWS * MATRIX_COLUMNS];
  private final float[] sums = new float[MATRIX_COLUMNS];
  private final WarmUp warmUp;
  private final Kernels simd;
  private final Kernels scalar;

  private final Map<UnaryFunction, Loop> maps = new EnumMap<>(UnaryFunction.class);
  private final Map<BinaryFunction, Loop> combinations = new EnumMap<>(BinaryFunction.class);
  private final Map<RowFormula, Loop> formulas = new EnumMap<>(RowFormula.class);
  final Loop sum;
  final Loop max;
  final Loop isFinite;
  final Loop mask;
  final Loop choose;
  final Loop addRows;
  final Loop raiseByRows;
  final Loop addProducts;
  final Loop addSquares;
  final Loop addMoments;
  final Loop steps;

  /** Loops that are tried with these kernels; those in SIMD take it for runs of any length. */
  Loops(WarmUp warmUp, Kernels simd, Kernels scalar) {
    this.warmUp = warmUp;
    this.simd = simd;
    this.scalar = scalar;
    for (var f : UnaryFunction.values()) {
      maps.put(f, loop(way -> way.map(f, x, 0, y, 0, LENGTH)));
    }
    for (var f : BinaryFunction.values()) {
      combinations.put(
          f, loop(way -> way.combine(f, x, false, x, true, 0, y, 0, COLUMNS, ROWS, COLUMNS)));
    }
    for (var f : RowFormula.values()) {
      formulas.put(
          f, loop(way -> way.formula(f, x, x, x, x, x, x, y, 0, COLUMNS, ROWS, 0, COLUMNS)));
    }
    sum = loop(way -> way.sum(x, 0, LENGTH));
    max = loop(way -> way.max(x, 0, LENGTH));
    isFinite = loop(way -> way.isFinite(x, 0, LENGTH));
    mask = loop(way -> way.mask(x, x, y, 0, LENGTH));
    choose = loop(way -> way.choose(1, 1, 1L << 31, 1, 0, y, 0, LENGTH));
    addRows =
        loop(
            List.of(
                way -> way.addRows(x, 0, COLUMNS, ROWS, y, 0, COLUMNS),
                way -> way.addRows(x, 0, 0, VectorColumns.MANY / COLUMNS + 1, y, 0, COLUMNS),
                way ->
                    way.addRows(matrix, 0, MATRIX_COLUMNS, MATRIX_ROWS, sums, 0, MATRIX_COLUMNS)));
    raiseByRows = loop(way -> way.raiseByRows(x, 0, COLUMNS, ROWS, y, 0, COLUMNS));
    addProducts = loop(way -> way.addProducts(x, x, 0, COLUMNS, ROWS, y, 0, COLUMNS));
    addSquares = loop(way -> way.addSquares(x, x, 0, 0, COLUMNS, ROWS, y, 0, COLUMNS));
    addMoments = loop(way -> way.addMoments(x, x, x, 0, 0, COLUMNS, ROWS, y, 0, COLUMNS));
    steps = tried(List.of(new Trial(sumOfSteps(simd), sumOfSteps(scalar))));
  }

  private Loop loop(Consumer<Kernels> work) {
    return loop(List.of(work));
  }

  private Loop loop(List<Consumer<Kernels>> works) {
    return tried(works.stream().map(this::trial).toList());
  }

  private Loop tried(List<Trial> trials) {
    var loop = new Loop(trials, warmUp);
    all.add(loop);
    return loop;
  }

  private Runnable sumOfSteps(Kernels way) {
    int[] every = IntStream.range(0, MATRIX_ROWS).toArray();
    var ready = way.steps(matrix, MATRIX_COLUMNS);
    return () -> ready.sum(x, every, MATRIX_ROWS, sums);
  }

  private Trial trial(Consumer<Kernels> work) {
    return new Trial(() -> work.accept(simd), () -> work.accept(scalar));
  }

  /** For {@code Kernels.map}. */
  Loop map(UnaryFunction f) {
    return requireNonNull(maps.get(f));
  }

  /** For {@code Kernels.combine}. */
  Loop combine(BinaryFunction f) {
    return requireNonNull(combinations.get(f));
  }

  /** For {@code Kernels.formula}. */
  Loop formula(RowFormula f) {
    return requireNonNull(formulas.get(f));
  }

  /** Every one of them. */
  List<Loop> all() {
    return List.copyOf(all);
  }

  /** All in SIMD from now on, however slow. */
  void use() {
    all.forEach(Loop::use);
  }
}
