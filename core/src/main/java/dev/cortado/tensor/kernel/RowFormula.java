package dev.cortado.tensor.kernel;

/**
 * Several operations on each element of a matrix, with rows that are the same for all its rows.
 * Each is rounded as it would be by itself; what is saved is the way to memory and back.
 */
public enum RowFormula {
  /** {@code (x − a) / b}. */
  STANDARDIZE,
  /** {@code x·a + b}. */
  SCALE,
  /** {@code max(x·a + b, 0)}. */
  SCALE_AND_RECTIFY,
  /** {@code max(x + a, 0)}. */
  SHIFT_AND_RECTIFY,
  /** {@code (x − a)·b + c}. */
  NORMALIZE,
  /** {@code max((x − a)·b + c, 0)}. */
  NORMALIZE_AND_RECTIFY,
  /** {@code ((x − a) − (y − b)·c)·d}. */
  CORRECT;

  /** One element. */
  float of(float x, float y, float a, float b, float c, float d) {
    return switch (this) {
      case STANDARDIZE -> (x - a) / b;
      case SCALE -> x * a + b;
      case SCALE_AND_RECTIFY -> Math.max(x * a + b, 0f);
      case SHIFT_AND_RECTIFY -> Math.max(x + a, 0f);
      case NORMALIZE -> (x - a) * b + c;
      case NORMALIZE_AND_RECTIFY -> Math.max((x - a) * b + c, 0f);
      case CORRECT -> (x - a - (y - b) * c) * d;
    };
  }
}
