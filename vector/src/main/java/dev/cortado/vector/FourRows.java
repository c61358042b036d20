package dev.cortado.vector;

import static dev.cortado.vector.Tiling.LANES;
import static dev.cortado.vector.Tiling.MINUS_ZERO;
import static dev.cortado.vector.Tiling.ONE;
import static dev.cortado.vector.Tiling.SPECIES;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;

/**
 * Tiles of four rows, two vectors or one wide, from packed panels. Distances are constants, since
 * checks of bounds would take longer than the sums otherwise. The sums are eight variables, not an
 * array, because that is what the compiler keeps in registers; there is no shorter form with its
 * speed.
 *
 * <p>Without steps a method returns at once: such calls are idle ones of {@link VectorMatmul}.
 */
final class FourRows {

  private FourRows() {}

  /** 4 rows of 2 vectors. */
  static void byTwo(
      float[] a,
      int aFrom,
      float[] b,
      int bFrom,
      int steps,
      float[] c,
      int cFrom,
      int cRow,
      boolean first) {
    if (steps == 0) {
      return;
    }
    var zero = FloatVector.zero(SPECIES);
    var nothing = broadcast(SPECIES, MINUS_ZERO);
    FloatVector s00 = zero, s01 = zero;
    FloatVector s10 = zero, s11 = zero;
    FloatVector s20 = zero, s21 = zero;
    FloatVector s30 = zero, s31 = zero;
    for (int p = 0; p < steps; p++) {
      int aAt = aFrom + 4 * p;
      int bAt = bFrom + 2 * LANES * p;
      var b0 = fromArray(SPECIES, b, bAt);
      var b1 = fromArray(SPECIES, b, bAt + LANES);
      var x = broadcast(SPECIES, a[aAt]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = broadcast(SPECIES, a[aAt + 1]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      x = broadcast(SPECIES, a[aAt + 2]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = broadcast(SPECIES, a[aAt + 3]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
    }
    int at = cFrom;
    ONE.fma(s00, first ? nothing : fromArray(SPECIES, c, at)).intoArray(c, at);
    ONE.fma(s01, first ? nothing : fromArray(SPECIES, c, at + LANES)).intoArray(c, at + LANES);
    at += cRow;
    ONE.fma(s10, first ? nothing : fromArray(SPECIES, c, at)).intoArray(c, at);
    ONE.fma(s11, first ? nothing : fromArray(SPECIES, c, at + LANES)).intoArray(c, at + LANES);
    at += cRow;
    ONE.fma(s20, first ? nothing : fromArray(SPECIES, c, at)).intoArray(c, at);
    ONE.fma(s21, first ? nothing : fromArray(SPECIES, c, at + LANES)).intoArray(c, at + LANES);
    at += cRow;
    ONE.fma(s30, first ? nothing : fromArray(SPECIES, c, at)).intoArray(c, at);
    ONE.fma(s31, first ? nothing : fromArray(SPECIES, c, at + LANES)).intoArray(c, at + LANES);
  }

  /** 4 rows of 1 vector. */
  static void byOne(
      float[] a,
      int aFrom,
      float[] b,
      int bFrom,
      int steps,
      float[] c,
      int cFrom,
      int cRow,
      boolean first) {
    if (steps == 0) {
      return;
    }
    var zero = FloatVector.zero(SPECIES);
    var nothing = broadcast(SPECIES, MINUS_ZERO);
    FloatVector s00 = zero;
    FloatVector s10 = zero;
    FloatVector s20 = zero;
    FloatVector s30 = zero;
    for (int p = 0; p < steps; p++) {
      int aAt = aFrom + 4 * p;
      int bAt = bFrom + LANES * p;
      var b0 = fromArray(SPECIES, b, bAt);
      var x = broadcast(SPECIES, a[aAt]);
      s00 = x.fma(b0, s00);
      x = broadcast(SPECIES, a[aAt + 1]);
      s10 = x.fma(b0, s10);
      x = broadcast(SPECIES, a[aAt + 2]);
      s20 = x.fma(b0, s20);
      x = broadcast(SPECIES, a[aAt + 3]);
      s30 = x.fma(b0, s30);
    }
    int at = cFrom;
    ONE.fma(s00, first ? nothing : fromArray(SPECIES, c, at)).intoArray(c, at);
    at += cRow;
    ONE.fma(s10, first ? nothing : fromArray(SPECIES, c, at)).intoArray(c, at);
    at += cRow;
    ONE.fma(s20, first ? nothing : fromArray(SPECIES, c, at)).intoArray(c, at);
    at += cRow;
    ONE.fma(s30, first ? nothing : fromArray(SPECIES, c, at)).intoArray(c, at);
  }
}
