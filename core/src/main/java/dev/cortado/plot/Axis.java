package dev.cortado.plot;

import dev.cortado.internal.Errors;

/**
 * One direction of a plot.
 *
 * @param label what is measured along it; may be empty
 * @param scale how values map to positions
 * @param from where it begins; NaN for the smallest value
 * @param to where it ends; NaN for the largest value
 */
public record Axis(String label, Scale scale, double from, double to) {

  /** How values map to positions. */
  public enum Scale {
    /** Equal differences have equal lengths. */
    LINEAR,
    /** Equal ratios have equal lengths. Numbers that are not positive have no position. */
    LOGARITHMIC;

    /**
     * The position of a value in the scale's own unit; NaN if it has none. On a linear scale it is
     * a quarter of the value, so that the distance of any two doubles does not overflow.
     */
    double of(double value) {
      return switch (this) {
        case LINEAR -> Double.isFinite(value) ? value * 0.25 : Double.NaN;
        case LOGARITHMIC -> Log10.of(value);
      };
    }
  }

  public Axis {
    if (Double.isInfinite(from) || Double.isInfinite(to) || from >= to) {
      throw Errors.argument(
          "axis: from %s to %s, expected two numbers in ascending order", from, to);
    }
    if (scale == Scale.LOGARITHMIC && (from <= 0 || to <= 0)) {
      throw Errors.argument("axis: from %s to %s, a logarithmic one is above 0", from, to);
    }
  }

  /** Linear, fitted to the data. */
  static Axis fitted() {
    return new Axis("", Scale.LINEAR, Double.NaN, Double.NaN);
  }

  Axis label(String other) {
    return new Axis(other, scale, from, to);
  }

  Axis logarithmic() {
    return new Axis(label, Scale.LOGARITHMIC, from, to);
  }

  Axis range(double first, double last) {
    return new Axis(label, scale, first, last);
  }
}
