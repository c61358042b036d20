package dev.cortado.vector;

import static dev.cortado.vector.Tiling.LANES;
import static dev.cortado.vector.Tiling.MINUS_ZERO;
import static dev.cortado.vector.Tiling.NO_SUMS;
import static dev.cortado.vector.Tiling.ONE;
import static dev.cortado.vector.Tiling.SPECIES;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;

/**
 * Tiles of eight rows, three, two or one vector wide. Number {@code r} of step {@code p} of {@code
 * A} is at {@code aFrom + p·aStep + r}, so that all eight are read with one check of bounds; rows
 * of {@code B} are {@code bStep} apart, those of {@code C} {@code cRow}.
 *
 * <p>The sums are 24 variables, not an array, because that is what the compiler keeps in registers;
 * there is no shorter form with its speed.
 *
 * <p>Without steps a method returns at once: such calls are idle ones of {@link VectorMatmul}.
 */
final class EightRows {

  private EightRows() {}

  /** 8 rows of 3 vectors. */
  static void byThree(
      float[] a,
      int aFrom,
      int aStep,
      float[] b,
      int bFrom,
      int bStep,
      int steps,
      float[] c,
      int cFrom,
      int cRow,
      boolean first) {
    if (steps == 0) {
      return;
    }
    var zero = FloatVector.zero(SPECIES);
    FloatVector s00 = zero, s01 = zero, s02 = zero;
    FloatVector s10 = zero, s11 = zero, s12 = zero;
    FloatVector s20 = zero, s21 = zero, s22 = zero;
    FloatVector s30 = zero, s31 = zero, s32 = zero;
    FloatVector s40 = zero, s41 = zero, s42 = zero;
    FloatVector s50 = zero, s51 = zero, s52 = zero;
    FloatVector s60 = zero, s61 = zero, s62 = zero;
    FloatVector s70 = zero, s71 = zero, s72 = zero;
    for (int p = 0; p < steps; p++) {
      int aAt = aFrom + p * aStep;
      int bAt = bFrom + p * bStep;
      var b0 = fromArray(SPECIES, b, bAt);
      var b1 = fromArray(SPECIES, b, bAt + LANES);
      var b2 = fromArray(SPECIES, b, bAt + 2 * LANES);
      var x = broadcast(SPECIES, a[aAt]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      s02 = x.fma(b2, s02);
      x = broadcast(SPECIES, a[aAt + 1]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      s12 = x.fma(b2, s12);
      x = broadcast(SPECIES, a[aAt + 2]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      s22 = x.fma(b2, s22);
      x = broadcast(SPECIES, a[aAt + 3]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      s32 = x.fma(b2, s32);
      x = broadcast(SPECIES, a[aAt + 4]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      s42 = x.fma(b2, s42);
      x = broadcast(SPECIES, a[aAt + 5]);
      s50 = x.fma(b0, s50);
      s51 = x.fma(b1, s51);
      s52 = x.fma(b2, s52);
      x = broadcast(SPECIES, a[aAt + 6]);
      s60 = x.fma(b0, s60);
      s61 = x.fma(b1, s61);
      s62 = x.fma(b2, s62);
      x = broadcast(SPECIES, a[aAt + 7]);
      s70 = x.fma(b0, s70);
      s71 = x.fma(b1, s71);
      s72 = x.fma(b2, s72);
    }
    // Not a choice for each sum: the compiler's first level would run out of registers.
    float[] before = first ? NO_SUMS : c;
    int beforeAt = first ? 0 : cFrom;
    int beforeRow = first ? 0 : cRow;
    int at = cFrom;
    ((FloatVector) fromArray(SPECIES, before, beforeAt).check(SPECIES)).add(s00).intoArray(c, at);
    ((FloatVector) fromArray(SPECIES, before, beforeAt + LANES).check(SPECIES))
        .add(s01)
        .intoArray(c, at + LANES);
    ((FloatVector) fromArray(SPECIES, before, beforeAt + 2 * LANES).check(SPECIES))
        .add(s02)
        .intoArray(c, at + 2 * LANES);
    at += cRow;
    beforeAt += beforeRow;
    ((FloatVector) fromArray(SPECIES, before, beforeAt).check(SPECIES)).add(s10).intoArray(c, at);
    ((FloatVector) fromArray(SPECIES, before, beforeAt + LANES).check(SPECIES))
        .add(s11)
        .intoArray(c, at + LANES);
    ((FloatVector) fromArray(SPECIES, before, beforeAt + 2 * LANES).check(SPECIES))
        .add(s12)
        .intoArray(c, at + 2 * LANES);
    at += cRow;
    beforeAt += beforeRow;
    ((FloatVector) fromArray(SPECIES, before, beforeAt).check(SPECIES)).add(s20).intoArray(c, at);
    ((FloatVector) fromArray(SPECIES, before, beforeAt + LANES).check(SPECIES))
        .add(s21)
        .intoArray(c, at + LANES);
    ((FloatVector) fromArray(SPECIES, before, beforeAt + 2 * LANES).check(SPECIES))
        .add(s22)
        .intoArray(c, at + 2 * LANES);
    at += cRow;
    beforeAt += beforeRow;
    ((FloatVector) fromArray(SPECIES, before, beforeAt).check(SPECIES)).add(s30).intoArray(c, at);
    ((FloatVector) fromArray(SPECIES, before, beforeAt + LANES).check(SPECIES))
        .add(s31)
        .intoArray(c, at + LANES);
    ((FloatVector) fromArray(SPECIES, before, beforeAt + 2 * LANES).check(SPECIES))
        .add(s32)
        .intoArray(c, at + 2 * LANES);
    at += cRow;
    beforeAt += beforeRow;
    ((FloatVector) fromArray(SPECIES, before, beforeAt).check(SPECIES)).add(s40).intoArray(c, at);
    ((FloatVector) fromArray(SPECIES, before, beforeAt + LANES).check(SPECIES))
        .add(s41)
        .intoArray(c, at + LANES);
    ((FloatVector) fromArray(SPECIES, before, beforeAt + 2 * LANES).check(SPECIES))
        .add(s42)
        .intoArray(c, at + 2 * LANES);
    at += cRow;
    beforeAt += beforeRow;
    ((FloatVector) fromArray(SPECIES, before, beforeAt).check(SPECIES)).add(s50).intoArray(c, at);
    ((FloatVector) fromArray(SPECIES, before, beforeAt + LANES).check(SPECIES))
        .add(s51)
        .intoArray(c, at + LANES);
    ((FloatVector) fromArray(SPECIES, before, beforeAt + 2 * LANES).check(SPECIES))
        .add(s52)
        .intoArray(c, at + 2 * LANES);
    at += cRow;
    beforeAt += beforeRow;
    ((FloatVector) fromArray(SPECIES, before, beforeAt).check(SPECIES)).add(s60).intoArray(c, at);
    ((FloatVector) fromArray(SPECIES, before, beforeAt + LANES).check(SPECIES))
        .add(s61)
        .intoArray(c, at + LANES);
    ((FloatVector) fromArray(SPECIES, before, beforeAt + 2 * LANES).check(SPECIES))
        .add(s62)
        .intoArray(c, at + 2 * LANES);
    at += cRow;
    beforeAt += beforeRow;
    ((FloatVector) fromArray(SPECIES, before, beforeAt).check(SPECIES)).add(s70).intoArray(c, at);
    ((FloatVector) fromArray(SPECIES, before, beforeAt + LANES).check(SPECIES))
        .add(s71)
        .intoArray(c, at + LANES);
    ((FloatVector) fromArray(SPECIES, before, beforeAt + 2 * LANES).check(SPECIES))
        .add(s72)
        .intoArray(c, at + 2 * LANES);
  }

  /** 8 rows of 2 vectors. */
  static void byTwo(
      float[] a,
      int aFrom,
      int aStep,
      float[] b,
      int bFrom,
      int bStep,
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
    FloatVector s40 = zero, s41 = zero;
    FloatVector s50 = zero, s51 = zero;
    FloatVector s60 = zero, s61 = zero;
    FloatVector s70 = zero, s71 = zero;
    for (int p = 0; p < steps; p++) {
      int aAt = aFrom + p * aStep;
      int bAt = bFrom + p * bStep;
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
      x = broadcast(SPECIES, a[aAt + 4]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      x = broadcast(SPECIES, a[aAt + 5]);
      s50 = x.fma(b0, s50);
      s51 = x.fma(b1, s51);
      x = broadcast(SPECIES, a[aAt + 6]);
      s60 = x.fma(b0, s60);
      s61 = x.fma(b1, s61);
      x = broadcast(SPECIES, a[aAt + 7]);
      s70 = x.fma(b0, s70);
      s71 = x.fma(b1, s71);
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
    at += cRow;
    ONE.fma(s40, first ? nothing : fromArray(SPECIES, c, at)).intoArray(c, at);
    ONE.fma(s41, first ? nothing : fromArray(SPECIES, c, at + LANES)).intoArray(c, at + LANES);
    at += cRow;
    ONE.fma(s50, first ? nothing : fromArray(SPECIES, c, at)).intoArray(c, at);
    ONE.fma(s51, first ? nothing : fromArray(SPECIES, c, at + LANES)).intoArray(c, at + LANES);
    at += cRow;
    ONE.fma(s60, first ? nothing : fromArray(SPECIES, c, at)).intoArray(c, at);
    ONE.fma(s61, first ? nothing : fromArray(SPECIES, c, at + LANES)).intoArray(c, at + LANES);
    at += cRow;
    ONE.fma(s70, first ? nothing : fromArray(SPECIES, c, at)).intoArray(c, at);
    ONE.fma(s71, first ? nothing : fromArray(SPECIES, c, at + LANES)).intoArray(c, at + LANES);
  }

  /** 8 rows of 1 vector. */
  static void byOne(
      float[] a,
      int aFrom,
      int aStep,
      float[] b,
      int bFrom,
      int bStep,
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
    FloatVector s40 = zero;
    FloatVector s50 = zero;
    FloatVector s60 = zero;
    FloatVector s70 = zero;
    for (int p = 0; p < steps; p++) {
      int aAt = aFrom + p * aStep;
      int bAt = bFrom + p * bStep;
      var b0 = fromArray(SPECIES, b, bAt);
      var x = broadcast(SPECIES, a[aAt]);
      s00 = x.fma(b0, s00);
      x = broadcast(SPECIES, a[aAt + 1]);
      s10 = x.fma(b0, s10);
      x = broadcast(SPECIES, a[aAt + 2]);
      s20 = x.fma(b0, s20);
      x = broadcast(SPECIES, a[aAt + 3]);
      s30 = x.fma(b0, s30);
      x = broadcast(SPECIES, a[aAt + 4]);
      s40 = x.fma(b0, s40);
      x = broadcast(SPECIES, a[aAt + 5]);
      s50 = x.fma(b0, s50);
      x = broadcast(SPECIES, a[aAt + 6]);
      s60 = x.fma(b0, s60);
      x = broadcast(SPECIES, a[aAt + 7]);
      s70 = x.fma(b0, s70);
    }
    int at = cFrom;
    ONE.fma(s00, first ? nothing : fromArray(SPECIES, c, at)).intoArray(c, at);
    at += cRow;
    ONE.fma(s10, first ? nothing : fromArray(SPECIES, c, at)).intoArray(c, at);
    at += cRow;
    ONE.fma(s20, first ? nothing : fromArray(SPECIES, c, at)).intoArray(c, at);
    at += cRow;
    ONE.fma(s30, first ? nothing : fromArray(SPECIES, c, at)).intoArray(c, at);
    at += cRow;
    ONE.fma(s40, first ? nothing : fromArray(SPECIES, c, at)).intoArray(c, at);
    at += cRow;
    ONE.fma(s50, first ? nothing : fromArray(SPECIES, c, at)).intoArray(c, at);
    at += cRow;
    ONE.fma(s60, first ? nothing : fromArray(SPECIES, c, at)).intoArray(c, at);
    at += cRow;
    ONE.fma(s70, first ? nothing : fromArray(SPECIES, c, at)).intoArray(c, at);
  }
}
