package dev.cortado.plot;

import dev.cortado.internal.Errors;

/**
 * One direction of a plot.
 *
 * @param label what is measured along it; may be empty
 * @param scale how values turn into places
 * @param from where it begins; NaN: so that all fits
 * @param to where it ends; NaN: so that all fits
 */
public record Axis(String label, Scale scale, double from, double to) {

  /** How values turn into places. */
  public enum Scale {
    /** Equal steps are equally long. */
    LINEAR,
    /** Equal factors are equally long. Numbers that are not positive have no place. */
    LOGARITHMIC;

    /**
     * Where a value is, in the scale's own measure; NaN if nowhere. Linear, it is a quarter of the
     * value, so that the distance between any two doubles is a double too.
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

  /** Linear, and as long as the data. */
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
