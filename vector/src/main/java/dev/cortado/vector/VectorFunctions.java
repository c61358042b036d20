package dev.cortado.vector;

import static dev.cortado.tensor.kernel.FunctionCoefficients.*;
import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.D2F;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.F2D;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.OR;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.cortado.tensor.kernel.FunctionCoefficients;
import dev.cortado.tensor.kernel.Functions;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sequences of {@link Functions}, operation by operation, on a vector of doubles at a time;
 * {@link Functions} computes what does not fill a vector.
 *
 * <p>Each function is one long loop, and they repeat each other, on purpose. A vector becomes an
 * object wherever the JIT compiler does not inline every method that it is passed to, and in a
 * large loop it stops inlining our methods, not the Vector API's own. So a loop passes vectors to
 * none of our methods, and constants are vectors already.
 */
final class VectorFunctions {

  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(DOUBLES.vectorBitSize() / 2));
  private static final int LANES = DOUBLES.length();

  private static final DoubleVector ZERO = constant(0);
  private static final DoubleVector ONE = constant(1);
  private static final DoubleVector TWO = constant(2);
  private static final DoubleVector NAN = constant(Double.NaN);
  private static final DoubleVector LOG2_E = constant(FunctionCoefficients.LOG2_E);
  private static final DoubleVector LN_2 = constant(FunctionCoefficients.LN_2);
  private static final DoubleVector MINUS_LN_2 = constant(-FunctionCoefficients.LN_2);
  private static final DoubleVector EXPONENT_SHIFT = constant(FunctionCoefficients.EXPONENT_SHIFT);
  private static final DoubleVector EXP_0 = constant(FunctionCoefficients.EXP_0);
  private static final DoubleVector EXP_1 = constant(FunctionCoefficients.EXP_1);
  private static final DoubleVector EXP_2 = constant(FunctionCoefficients.EXP_2);
  private static final DoubleVector EXP_3 = constant(FunctionCoefficients.EXP_3);
  private static final DoubleVector EXP_4 = constant(FunctionCoefficients.EXP_4);
  private static final DoubleVector EXP_5 = constant(FunctionCoefficients.EXP_5);
  private static final DoubleVector EXP_6 = constant(FunctionCoefficients.EXP_6);
  private static final DoubleVector EXP_7 = constant(FunctionCoefficients.EXP_7);
  private static final DoubleVector LOG_0 = constant(FunctionCoefficients.LOG_0);
  private static final DoubleVector LOG_1 = constant(FunctionCoefficients.LOG_1);
  private static final DoubleVector LOG_2 = constant(FunctionCoefficients.LOG_2);
  private static final DoubleVector LOG_3 = constant(FunctionCoefficients.LOG_3);
  private static final DoubleVector LOG_4 = constant(FunctionCoefficients.LOG_4);
  private static final DoubleVector LOG_5 = constant(FunctionCoefficients.LOG_5);
  private static final DoubleVector ERF_0 = constant(FunctionCoefficients.ERF_0);
  private static final DoubleVector ERF_1 = constant(FunctionCoefficients.ERF_1);
  private static final DoubleVector ERF_2 = constant(FunctionCoefficients.ERF_2);
  private static final DoubleVector ERF_3 = constant(FunctionCoefficients.ERF_3);
  private static final DoubleVector ERF_4 = constant(FunctionCoefficients.ERF_4);
  private static final DoubleVector ERF_5 = constant(FunctionCoefficients.ERF_5);
  private static final DoubleVector ERF_6 = constant(FunctionCoefficients.ERF_6);
  private static final DoubleVector ERF_7 = constant(FunctionCoefficients.ERF_7);
  private static final DoubleVector ERF_8 = constant(FunctionCoefficients.ERF_8);
  private static final DoubleVector ERF_9 = constant(FunctionCoefficients.ERF_9);
  private static final DoubleVector ERF_10 = constant(FunctionCoefficients.ERF_10);
  private static final DoubleVector ERF_11 = constant(FunctionCoefficients.ERF_11);
  private static final DoubleVector ERF_12 = constant(FunctionCoefficients.ERF_12);
  private static final DoubleVector ERF_13 = constant(FunctionCoefficients.ERF_13);
  private static final DoubleVector HALF = constant(0.5);
  private static final DoubleVector ONE_OVER_PI = constant(FunctionCoefficients.ONE_OVER_PI);
  private static final DoubleVector MINUS_PI = constant(FunctionCoefficients.MINUS_PI);
  private static final DoubleVector MINUS_PI_REST = constant(FunctionCoefficients.MINUS_PI_REST);
  private static final DoubleVector ROUNDING_SHIFT = constant(FunctionCoefficients.ROUNDING_SHIFT);
  private static final DoubleVector SIN_0 = constant(FunctionCoefficients.SIN_0);
  private static final DoubleVector SIN_1 = constant(FunctionCoefficients.SIN_1);
  private static final DoubleVector SIN_2 = constant(FunctionCoefficients.SIN_2);
  private static final DoubleVector SIN_3 = constant(FunctionCoefficients.SIN_3);
  private static final DoubleVector SIN_4 = constant(FunctionCoefficients.SIN_4);
  private static final DoubleVector SIN_5 = constant(FunctionCoefficients.SIN_5);
  private static final DoubleVector SIN_6 = constant(FunctionCoefficients.SIN_6);

  private VectorFunctions() {}

  static void exp(float[] x, int xFrom, float[] y, int yFrom, int n) {
    if (n == 0) {
      return;
    }
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      DoubleVector v =
          (DoubleVector) FloatVector.fromArray(FLOATS, x, xFrom + i).convertShape(F2D, DOUBLES, 0);
      v = v.blend(-EXP_LIMIT, v.compare(LT, -EXP_LIMIT));
      v = v.blend(EXP_LIMIT, v.compare(GT, EXP_LIMIT));
      DoubleVector shifted = v.fma(LOG2_E, EXPONENT_SHIFT);
      DoubleVector power =
          shifted.reinterpretAsLongs().lanewise(LSHL, MANTISSA_BITS).reinterpretAsDoubles();
      DoubleVector r = shifted.sub(EXPONENT_SHIFT).fma(MINUS_LN_2, v);
      DoubleVector q = r.fma(EXP_7, EXP_6).fma(r, EXP_5).fma(r, EXP_4);
      q = q.fma(r, EXP_3).fma(r, EXP_2).fma(r, EXP_1).fma(r, EXP_0).fma(r, ONE);
      DoubleVector result = power.fma(q.mul(r), power);
      ((FloatVector) result.convertShape(D2F, FLOATS, 0).check(FLOATS)).intoArray(y, yFrom + i);
    }
    for (; i < n; i++) {
      y[yFrom + i] = Functions.exp(x[xFrom + i]);
    }
  }

  static void expm1(float[] x, int xFrom, float[] y, int yFrom, int n) {
    if (n == 0) {
      return;
    }
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      DoubleVector v =
          (DoubleVector) FloatVector.fromArray(FLOATS, x, xFrom + i).convertShape(F2D, DOUBLES, 0);
      VectorMask<Double> zero = v.compare(EQ, ZERO);
      DoubleVector w = v;
      w = w.blend(-EXP_LIMIT, w.compare(LT, -EXP_LIMIT));
      w = w.blend(EXP_LIMIT, w.compare(GT, EXP_LIMIT));
      DoubleVector shifted = w.fma(LOG2_E, EXPONENT_SHIFT);
      DoubleVector power =
          shifted.reinterpretAsLongs().lanewise(LSHL, MANTISSA_BITS).reinterpretAsDoubles();
      DoubleVector r = shifted.sub(EXPONENT_SHIFT).fma(MINUS_LN_2, w);
      DoubleVector q = r.fma(EXP_7, EXP_6).fma(r, EXP_5).fma(r, EXP_4);
      q = q.fma(r, EXP_3).fma(r, EXP_2).fma(r, EXP_1).fma(r, EXP_0).fma(r, ONE);
      DoubleVector result = power.fma(q.mul(r), power.sub(ONE)).blend(v, zero);
      ((FloatVector) result.convertShape(D2F, FLOATS, 0).check(FLOATS)).intoArray(y, yFrom + i);
    }
    for (; i < n; i++) {
      y[yFrom + i] = Functions.expm1(x[xFrom + i]);
    }
  }

  static void log(float[] x, int xFrom, float[] y, int yFrom, int n) {
    if (n == 0) {
      return;
    }
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      DoubleVector v =
          (DoubleVector) FloatVector.fromArray(FLOATS, x, xFrom + i).convertShape(F2D, DOUBLES, 0);
      LongVector bits = v.reinterpretAsLongs().add(MANTISSA_SHIFT);
      DoubleVector k =
          bits.lanewise(LSHR, MANTISSA_BITS)
              .lanewise(OR, INTEGER_BITS)
              .reinterpretAsDoubles()
              .sub(INTEGER_SHIFT);
      DoubleVector m = bits.lanewise(AND, MANTISSA_MASK).add(ROOT_HALF_BITS).reinterpretAsDoubles();
      DoubleVector f = m.sub(ONE);
      DoubleVector s = f.div(f.add(TWO));
      DoubleVector z = s.mul(s);
      DoubleVector q = z.fma(LOG_5, LOG_4).fma(z, LOG_3).fma(z, LOG_2).fma(z, LOG_1).fma(z, LOG_0);
      DoubleVector result = s.mul(z).fma(q, s.add(s));
      result = k.fma(LN_2, result);
      result = v.blend(result, v.compare(LT, Double.POSITIVE_INFINITY));
      result = NAN.blend(result, v.compare(GT, ZERO));
      result = result.blend(Double.NEGATIVE_INFINITY, v.compare(EQ, ZERO));
      ((FloatVector) result.convertShape(D2F, FLOATS, 0).check(FLOATS)).intoArray(y, yFrom + i);
    }
    for (; i < n; i++) {
      y[yFrom + i] = Functions.log(x[xFrom + i]);
    }
  }

  static void log1p(float[] x, int xFrom, float[] y, int yFrom, int n) {
    if (n == 0) {
      return;
    }
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      DoubleVector v =
          (DoubleVector) FloatVector.fromArray(FLOATS, x, xFrom + i).convertShape(F2D, DOUBLES, 0);
      DoubleVector u = v.add(ONE);
      LongVector bits = u.reinterpretAsLongs().add(MANTISSA_SHIFT);
      DoubleVector k =
          bits.lanewise(LSHR, MANTISSA_BITS)
              .lanewise(OR, INTEGER_BITS)
              .reinterpretAsDoubles()
              .sub(INTEGER_SHIFT);
      DoubleVector m = bits.lanewise(AND, MANTISSA_MASK).add(ROOT_HALF_BITS).reinterpretAsDoubles();
      VectorMask<Double> far = k.compare(NE, ZERO);
      DoubleVector f = v.blend(m.sub(ONE), far);
      DoubleVector s = f.div(f.add(TWO));
      DoubleVector z = s.mul(s);
      DoubleVector q = z.fma(LOG_5, LOG_4).fma(z, LOG_3).fma(z, LOG_2).fma(z, LOG_1).fma(z, LOG_0);
      DoubleVector result = s.mul(z).fma(q, s.add(s));
      result = result.blend(k.fma(LN_2, result), far);
      result = u.blend(result, u.compare(LT, Double.POSITIVE_INFINITY));
      result = NAN.blend(result, u.compare(GT, ZERO));
      result = result.blend(Double.NEGATIVE_INFINITY, u.compare(EQ, ZERO));
      ((FloatVector) result.convertShape(D2F, FLOATS, 0).check(FLOATS)).intoArray(y, yFrom + i);
    }
    for (; i < n; i++) {
      y[yFrom + i] = Functions.log1p(x[xFrom + i]);
    }
  }

  static void tanh(float[] x, int xFrom, float[] y, int yFrom, int n) {
    if (n == 0) {
      return;
    }
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      DoubleVector v =
          (DoubleVector) FloatVector.fromArray(FLOATS, x, xFrom + i).convertShape(F2D, DOUBLES, 0);
      DoubleVector a = v.abs();
      a = a.add(a);
      a = a.blend(EXP_LIMIT, a.compare(GT, EXP_LIMIT));
      DoubleVector shifted = a.fma(LOG2_E, EXPONENT_SHIFT);
      DoubleVector power =
          shifted.reinterpretAsLongs().lanewise(LSHL, MANTISSA_BITS).reinterpretAsDoubles();
      DoubleVector r = shifted.sub(EXPONENT_SHIFT).fma(MINUS_LN_2, a);
      DoubleVector q = r.fma(EXP_7, EXP_6).fma(r, EXP_5).fma(r, EXP_4);
      q = q.fma(r, EXP_3).fma(r, EXP_2).fma(r, EXP_1).fma(r, EXP_0).fma(r, ONE);
      DoubleVector t = power.fma(q.mul(r), power.sub(ONE));
      DoubleVector result = t.div(t.add(TWO));
      LongVector sign = v.reinterpretAsLongs().lanewise(AND, SIGN_MASK);
      result = result.reinterpretAsLongs().lanewise(OR, sign).reinterpretAsDoubles();
      ((FloatVector) result.convertShape(D2F, FLOATS, 0).check(FLOATS)).intoArray(y, yFrom + i);
    }
    for (; i < n; i++) {
      y[yFrom + i] = Functions.tanh(x[xFrom + i]);
    }
  }

  static void sigmoid(float[] x, int xFrom, float[] y, int yFrom, int n) {
    if (n == 0) {
      return;
    }
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      DoubleVector v =
          (DoubleVector) FloatVector.fromArray(FLOATS, x, xFrom + i).convertShape(F2D, DOUBLES, 0);
      v = v.neg();
      v = v.blend(-EXP_LIMIT, v.compare(LT, -EXP_LIMIT));
      v = v.blend(EXP_LIMIT, v.compare(GT, EXP_LIMIT));
      DoubleVector shifted = v.fma(LOG2_E, EXPONENT_SHIFT);
      DoubleVector power =
          shifted.reinterpretAsLongs().lanewise(LSHL, MANTISSA_BITS).reinterpretAsDoubles();
      DoubleVector r = shifted.sub(EXPONENT_SHIFT).fma(MINUS_LN_2, v);
      DoubleVector q = r.fma(EXP_7, EXP_6).fma(r, EXP_5).fma(r, EXP_4);
      q = q.fma(r, EXP_3).fma(r, EXP_2).fma(r, EXP_1).fma(r, EXP_0).fma(r, ONE);
      DoubleVector result = ONE.div(power.fma(q.mul(r), power).add(ONE));
      ((FloatVector) result.convertShape(D2F, FLOATS, 0).check(FLOATS)).intoArray(y, yFrom + i);
    }
    for (; i < n; i++) {
      y[yFrom + i] = Functions.sigmoid(x[xFrom + i]);
    }
  }

  static void softplus(float[] x, int xFrom, float[] y, int yFrom, int n) {
    if (n == 0) {
      return;
    }
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      DoubleVector v =
          (DoubleVector) FloatVector.fromArray(FLOATS, x, xFrom + i).convertShape(F2D, DOUBLES, 0);
      DoubleVector a = v.abs().neg();
      a = a.blend(-EXP_LIMIT, a.compare(LT, -EXP_LIMIT));
      DoubleVector shifted = a.fma(LOG2_E, EXPONENT_SHIFT);
      DoubleVector power =
          shifted.reinterpretAsLongs().lanewise(LSHL, MANTISSA_BITS).reinterpretAsDoubles();
      DoubleVector r = shifted.sub(EXPONENT_SHIFT).fma(MINUS_LN_2, a);
      DoubleVector q = r.fma(EXP_7, EXP_6).fma(r, EXP_5).fma(r, EXP_4);
      q = q.fma(r, EXP_3).fma(r, EXP_2).fma(r, EXP_1).fma(r, EXP_0).fma(r, ONE);
      DoubleVector w = power.fma(q.mul(r), power);
      VectorMask<Double> large = w.compare(GT, ROOT_TWO_LESS_ONE);
      DoubleVector f = w.blend(w.sub(ONE).mul(0.5), large);
      DoubleVector s = f.div(f.add(TWO));
      DoubleVector z = s.mul(s);
      DoubleVector c = z.fma(LOG_5, LOG_4).fma(z, LOG_3).fma(z, LOG_2).fma(z, LOG_1).fma(z, LOG_0);
      DoubleVector result = s.mul(z).fma(c, s.add(s));
      result = result.blend(result.add(LN_2), large);
      result = result.add(ZERO.blend(v, v.compare(GT, ZERO)));
      ((FloatVector) result.convertShape(D2F, FLOATS, 0).check(FLOATS)).intoArray(y, yFrom + i);
    }
    for (; i < n; i++) {
      y[yFrom + i] = Functions.softplus(x[xFrom + i]);
    }
  }

  static void erf(float[] x, int xFrom, float[] y, int yFrom, int n) {
    if (n == 0) {
      return;
    }
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      DoubleVector v =
          (DoubleVector) FloatVector.fromArray(FLOATS, x, xFrom + i).convertShape(F2D, DOUBLES, 0);
      DoubleVector a = v.abs();
      a = a.blend(ERF_LIMIT, a.compare(GT, ERF_LIMIT));
      DoubleVector b = a.fma(ERF_13, ERF_12).fma(a, ERF_11).fma(a, ERF_10).fma(a, ERF_9);
      b = b.fma(a, ERF_8).fma(a, ERF_7).fma(a, ERF_6).fma(a, ERF_5).fma(a, ERF_4);
      b = b.fma(a, ERF_3).fma(a, ERF_2).fma(a, ERF_1).fma(a, ERF_0).mul(a).neg();
      DoubleVector shifted = b.fma(LOG2_E, EXPONENT_SHIFT);
      DoubleVector power =
          shifted.reinterpretAsLongs().lanewise(LSHL, MANTISSA_BITS).reinterpretAsDoubles();
      DoubleVector r = shifted.sub(EXPONENT_SHIFT).fma(MINUS_LN_2, b);
      DoubleVector q = r.fma(EXP_7, EXP_6).fma(r, EXP_5).fma(r, EXP_4);
      q = q.fma(r, EXP_3).fma(r, EXP_2).fma(r, EXP_1).fma(r, EXP_0).fma(r, ONE);
      DoubleVector result = power.fma(q.mul(r), power.sub(ONE)).abs();
      LongVector sign = v.reinterpretAsLongs().lanewise(AND, SIGN_MASK);
      result = result.reinterpretAsLongs().lanewise(OR, sign).reinterpretAsDoubles();
      ((FloatVector) result.convertShape(D2F, FLOATS, 0).check(FLOATS)).intoArray(y, yFrom + i);
    }
    for (; i < n; i++) {
      y[yFrom + i] = Functions.erf(x[xFrom + i]);
    }
  }

  static void sin(float[] x, int xFrom, float[] y, int yFrom, int n) {
    if (n == 0) {
      return;
    }
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      DoubleVector v =
          (DoubleVector) FloatVector.fromArray(FLOATS, x, xFrom + i).convertShape(F2D, DOUBLES, 0);
      if (!v.abs().compare(LT, NEAR_LIMIT).allTrue()) { // rare: large, infinite or NaN
        for (int j = i; j < i + LANES; j++) {
          y[yFrom + j] = Functions.sin(x[xFrom + j]);
        }
        continue;
      }
      DoubleVector shifted = v.fma(ONE_OVER_PI, ROUNDING_SHIFT);
      DoubleVector k = shifted.sub(ROUNDING_SHIFT);
      DoubleVector r = k.fma(MINUS_PI, v);
      r = k.fma(MINUS_PI_REST, r);
      DoubleVector z = r.mul(r);
      DoubleVector q = z.fma(SIN_6, SIN_5).fma(z, SIN_4).fma(z, SIN_3).fma(z, SIN_2);
      q = q.fma(z, SIN_1).fma(z, SIN_0).fma(z, ONE);
      LongVector sign = shifted.reinterpretAsLongs().lanewise(LSHL, 63);
      DoubleVector result =
          q.mul(r).reinterpretAsLongs().lanewise(XOR, sign).reinterpretAsDoubles();
      ((FloatVector) result.convertShape(D2F, FLOATS, 0).check(FLOATS)).intoArray(y, yFrom + i);
    }
    for (; i < n; i++) {
      y[yFrom + i] = Functions.sin(x[xFrom + i]);
    }
  }

  static void cos(float[] x, int xFrom, float[] y, int yFrom, int n) {
    if (n == 0) {
      return;
    }
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      DoubleVector v =
          (DoubleVector) FloatVector.fromArray(FLOATS, x, xFrom + i).convertShape(F2D, DOUBLES, 0);
      if (!v.abs().compare(LT, NEAR_LIMIT).allTrue()) { // rare: large, infinite or NaN
        for (int j = i; j < i + LANES; j++) {
          y[yFrom + j] = Functions.cos(x[xFrom + j]);
        }
        continue;
      }
      v = v.abs();
      DoubleVector shifted = v.fma(ONE_OVER_PI, HALF).add(ROUNDING_SHIFT);
      DoubleVector k = shifted.sub(ROUNDING_SHIFT).sub(HALF);
      DoubleVector r = k.fma(MINUS_PI, v);
      r = k.fma(MINUS_PI_REST, r);
      DoubleVector z = r.mul(r);
      DoubleVector q = z.fma(SIN_6, SIN_5).fma(z, SIN_4).fma(z, SIN_3).fma(z, SIN_2);
      q = q.fma(z, SIN_1).fma(z, SIN_0).fma(z, ONE);
      LongVector sign = shifted.reinterpretAsLongs().lanewise(LSHL, 63);
      DoubleVector result =
          q.mul(r).reinterpretAsLongs().lanewise(XOR, sign).reinterpretAsDoubles();
      ((FloatVector) result.convertShape(D2F, FLOATS, 0).check(FLOATS)).intoArray(y, yFrom + i);
    }
    for (; i < n; i++) {
      y[yFrom + i] = Functions.cos(x[xFrom + i]);
    }
  }

  private static DoubleVector constant(double value) {
    return DoubleVector.broadcast(DOUBLES, value);
  }
}
