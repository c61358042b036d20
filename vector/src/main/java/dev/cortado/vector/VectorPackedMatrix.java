package dev.cortado.vector;

import static dev.cortado.vector.Tiling.LANES;
import static dev.cortado.vector.Tiling.NOTHING;
import static dev.cortado.vector.Tiling.ROWS;
import static dev.cortado.vector.Tiling.SPECIES;
import static java.lang.Math.min;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.cortado.tensor.kernel.PackedMatrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/**
 * A matrix outside the heap, where each vector is in one cache line. In an array most would cross
 * two lines, and the product of one row with the matrix, which reads each number once, would take a
 * third longer. Until SIMD code is compiled, scalar code reads the array.
 *
 * <p>The columns are divided into panels of 16 vectors, whose sums fill the registers, then of
 * four, then of one, the last padded with zeros; a panel's steps are contiguous. {@link EightRows}
 * says why the sums are variables.
 */
final class VectorPackedMatrix implements PackedMatrix {

  private static final int CACHE_LINE = 64;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final int VECTOR_BYTES = LANES * Float.BYTES;

  private final float[] b;
  private final int n;
  private final int k;
  private final PackedMatrix scalar;
  private final HotLoop loop;

  /** Null until SIMD code is compiled. */
  private volatile @Nullable MemorySegment panels;

  /** A matrix of {@code n} columns, and its scalar form. */
  VectorPackedMatrix(float[] b, int n, PackedMatrix scalar, HotLoop loop) {
    this.b = b;
    this.n = n;
    this.scalar = scalar;
    this.loop = loop;
    k = b.length / n;
  }

  @Override
  public void sum(float[] x, int[] steps, int count, float[] sums) {
    var packed = panels;
    if (packed == null) {
      if (!loop.isWarm((long) count * n)) {
        scalar.sum(x, steps, count, sums);
        return;
      }
      packed = pack();
      panels = packed;
    }
    for (int j = 0; j < n; ) {
      int vectors = vectors(j);
      long from = (long) j * k * Float.BYTES;
      switch (vectors) {
        case 16 -> bySixteen(x, steps, count, packed, from, sums, j);
        case 4 -> byFour(x, steps, count, packed, from, sums, j);
        default -> byOne(x, steps, count, packed, from, sums, j, min(LANES, n - j));
      }
      j += vectors * LANES;
    }
  }

  /** The width in vectors of the panel that begins at a column. */
  private int vectors(int column) {
    int whole = (n - column) / LANES;
    return whole >= 16 && ROWS == 8 ? 16 : whole >= 4 ? 4 : 1;
  }

  private MemorySegment pack() {
    int columns = Math.ceilDiv(n, LANES) * LANES;
    var packed = Arena.ofAuto().allocate((long) columns * k * Float.BYTES, CACHE_LINE);
    long at = 0;
    for (int j = 0; j < n; ) {
      int end = j + vectors(j) * LANES;
      for (int p = 0; p < k; p++) {
        for (int i = j; i < end; i += LANES) {
          ((FloatVector)
                  fromArray(SPECIES, b, p * n + i, Tiling.lanes(min(LANES, n - i))).check(SPECIES))
              .intoMemorySegment(packed, at, ORDER);
          at += VECTOR_BYTES;
        }
      }
      j = end;
    }
    return packed;
  }

  /** A step's vectors in a panel: one check of bounds for all. */
  private static MemorySegment step(MemorySegment panels, long panel, int step, int vectors) {
    return panels.asSlice(
        panel + (long) step * vectors * VECTOR_BYTES, (long) vectors * VECTOR_BYTES);
  }

  private static FloatVector vector(MemorySegment step, int number) {
    return fromMemorySegment(SPECIES, step, (long) number * VECTOR_BYTES, ORDER);
  }

  private static void bySixteen(
      float[] x, int[] steps, int count, MemorySegment panels, long panel, float[] sums, int j) {
    var zero = FloatVector.zero(SPECIES);
    FloatVector s0 = zero,
        s1 = zero,
        s2 = zero,
        s3 = zero,
        s4 = zero,
        s5 = zero,
        s6 = zero,
        s7 = zero,
        s8 = zero,
        s9 = zero,
        s10 = zero,
        s11 = zero,
        s12 = zero,
        s13 = zero,
        s14 = zero,
        s15 = zero;
    for (int i = 0; i < count; i++) {
      int p = steps[i];
      var b = step(panels, panel, p, 16);
      var factor = broadcast(SPECIES, x[p]);
      s0 = factor.fma(vector(b, 0), s0);
      s1 = factor.fma(vector(b, 1), s1);
      s2 = factor.fma(vector(b, 2), s2);
      s3 = factor.fma(vector(b, 3), s3);
      s4 = factor.fma(vector(b, 4), s4);
      s5 = factor.fma(vector(b, 5), s5);
      s6 = factor.fma(vector(b, 6), s6);
      s7 = factor.fma(vector(b, 7), s7);
      s8 = factor.fma(vector(b, 8), s8);
      s9 = factor.fma(vector(b, 9), s9);
      s10 = factor.fma(vector(b, 10), s10);
      s11 = factor.fma(vector(b, 11), s11);
      s12 = factor.fma(vector(b, 12), s12);
      s13 = factor.fma(vector(b, 13), s13);
      s14 = factor.fma(vector(b, 14), s14);
      s15 = factor.fma(vector(b, 15), s15);
    }
    NOTHING.add(s0).intoArray(sums, j);
    NOTHING.add(s1).intoArray(sums, j + LANES);
    NOTHING.add(s2).intoArray(sums, j + 2 * LANES);
    NOTHING.add(s3).intoArray(sums, j + 3 * LANES);
    NOTHING.add(s4).intoArray(sums, j + 4 * LANES);
    NOTHING.add(s5).intoArray(sums, j + 5 * LANES);
    NOTHING.add(s6).intoArray(sums, j + 6 * LANES);
    NOTHING.add(s7).intoArray(sums, j + 7 * LANES);
    NOTHING.add(s8).intoArray(sums, j + 8 * LANES);
    NOTHING.add(s9).intoArray(sums, j + 9 * LANES);
    NOTHING.add(s10).intoArray(sums, j + 10 * LANES);
    NOTHING.add(s11).intoArray(sums, j + 11 * LANES);
    NOTHING.add(s12).intoArray(sums, j + 12 * LANES);
    NOTHING.add(s13).intoArray(sums, j + 13 * LANES);
    NOTHING.add(s14).intoArray(sums, j + 14 * LANES);
    NOTHING.add(s15).intoArray(sums, j + 15 * LANES);
  }

  private static void byFour(
      float[] x, int[] steps, int count, MemorySegment panels, long panel, float[] sums, int j) {
    var zero = FloatVector.zero(SPECIES);
    FloatVector s0 = zero, s1 = zero, s2 = zero, s3 = zero;
    for (int i = 0; i < count; i++) {
      int p = steps[i];
      var b = step(panels, panel, p, 4);
      var factor = broadcast(SPECIES, x[p]);
      s0 = factor.fma(vector(b, 0), s0);
      s1 = factor.fma(vector(b, 1), s1);
      s2 = factor.fma(vector(b, 2), s2);
      s3 = factor.fma(vector(b, 3), s3);
    }
    NOTHING.add(s0).intoArray(sums, j);
    NOTHING.add(s1).intoArray(sums, j + LANES);
    NOTHING.add(s2).intoArray(sums, j + 2 * LANES);
    NOTHING.add(s3).intoArray(sums, j + 3 * LANES);
  }

  private static void byOne(
      float[] x,
      int[] steps,
      int count,
      MemorySegment panels,
      long panel,
      float[] sums,
      int j,
      int columns) {
    var sum = FloatVector.zero(SPECIES);
    for (int i = 0; i < count; i++) {
      int p = steps[i];
      sum = broadcast(SPECIES, x[p]).fma(vector(step(panels, panel, p, 1), 0), sum);
    }
    NOTHING.add(sum).intoArray(sums, j, Tiling.lanes(columns));
  }
}
