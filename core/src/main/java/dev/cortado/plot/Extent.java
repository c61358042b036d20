package dev.cortado.plot;

import java.util.stream.DoubleStream;

/**
 * The visible range of an axis.
 *
 * @param scale how values map to positions
 * @param from in the scale's own unit
 * @param to in the scale's own unit, above {@code from}
 * @param whole whether all values are whole numbers, so that ticks are too
 */
record Extent(Axis.Scale scale, double from, double to, boolean whole) {

  /** Values closer than this are shown as if they were the same. */
  private static final double RESOLUTION = 1e-9;

  /** The range of the values that have a position. */
  private static final class Reach {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    boolean whole = true;

    void include(double value, double place) {
      if (!Double.isNaN(place)) {
        low = Math.min(low, place);
        high = Math.max(high, place);
        whole &= value == Math.rint(value) && Math.abs(value) < 1e15;
      }
    }
  }

  /** The range of the axis or, where it has none, that of all values with a margin. */
  static Extent of(Axis axis, DoubleStream values, double more) {
    var scale = axis.scale();
    var reach = new Reach();
    values.forEach(value -> reach.include(value, scale.of(value)));
    if (reach.low > reach.high) {
      reach.low = scale.of(scale == Axis.Scale.LINEAR ? 0 : 1);
      reach.high = scale.of(scale == Axis.Scale.LINEAR ? 1 : 10);
      reach.whole = false;
    }
    double low = Double.isNaN(axis.from()) ? reach.low : scale.of(axis.from());
    double high = Double.isNaN(axis.to()) ? reach.high : scale.of(axis.to());
    if (low > high) { // all values are beyond the end that is given
      low = Double.isNaN(axis.from()) ? high : low;
      high = Double.isNaN(axis.to()) ? low : high;
    }
    double margin =
        high - low > closest(scale, low, high) ? more * (high - low) : around(scale, low);
    double from = Double.isNaN(axis.from()) ? low - margin : low;
    double to = Double.isNaN(axis.to()) ? high + margin : high;
    boolean linear = scale == Axis.Scale.LINEAR;
    return new Extent(
        scale,
        linear && from < 0 && low >= 0 ? 0 : from,
        linear && to > 0 && high <= 0 && low < high ? 0 : to,
        reach.whole);
  }

  private static double closest(Axis.Scale scale, double low, double high) {
    return switch (scale) {
      case LINEAR -> Math.max(Math.abs(low), Math.abs(high)) * RESOLUTION;
      case LOGARITHMIC -> RESOLUTION;
    };
  }

  /** The margin around a single value. */
  private static double around(Axis.Scale scale, double place) {
    return switch (scale) {
      case LINEAR -> place == 0 ? 0.25 : Math.abs(place) * 0.1;
      case LOGARITHMIC -> 0.3;
    };
  }

  /** 0 where it begins, 1 where it ends; NaN for a value without a position. */
  double at(double value) {
    return (scale.of(value) - from) / (to - from);
  }
}
