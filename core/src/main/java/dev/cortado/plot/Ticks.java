package dev.cortado.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The places of an axis that have a number: multiples of 1, 2 or 5 times a power of ten, and on a
 * logarithmic axis the powers themselves, as far as there are enough. Found in decimal arithmetic,
 * so that 0.3 is 0.3.
 */
final class Ticks {

  /** Numbers beyond these are written as {@code 2e8}. */
  private static final BigDecimal LARGE = new BigDecimal("1e7");

  private static final BigDecimal SMALL = new BigDecimal("1e-5");
  private static final BigDecimal NEAR_ONE = new BigDecimal("1e-3");
  private static final BigDecimal FAR_FROM_ONE = new BigDecimal("1e4");
  private static final BigDecimal GROUPED = new BigDecimal("1e4");

  private static final BigDecimal FOUR = BigDecimal.valueOf(4);
  private static final int ENOUGH = 3;
  private static final double TOUCH = 1e-9;

  /** With more decades than this there is no room between them. */
  private static final int MOST_DIVIDED = 8;

  /**
   * A place and its number.
   *
   * @param at 0 at the beginning of the axis, 1 at its end
   * @param label empty for those that only divide
   */
  record Tick(double at, String label) {
    boolean isLabeled() {
      return !label.isEmpty();
    }
  }

  private final Extent extent;
  private final int most;

  private Ticks(Extent extent, int most) {
    this.extent = extent;
    this.most = most;
  }

  /** At most so many with a label, from the first to the last. */
  static List<Tick> of(Extent extent, int most) {
    var ticks = new Ticks(extent, Math.max(1, most));
    return switch (extent.scale()) {
      case LINEAR -> ticks.linear(end(extent, -TOUCH), end(extent, 1 + TOUCH));
      case LOGARITHMIC -> ticks.logarithmic();
    };
  }

  /** The value at a place of a linear axis, 0 at its beginning and 1 at its end. */
  private static BigDecimal end(Extent extent, double at) {
    double place = extent.from() * (1 - at) + extent.to() * at;
    return new BigDecimal(place).multiply(FOUR);
  }

  private List<Tick> linear(BigDecimal from, BigDecimal to) {
    var step = step(from, to);
    var first = from.divide(step, 0, RoundingMode.CEILING);
    var values = new ArrayList<BigDecimal>();
    for (var value = first.multiply(step); value.compareTo(to) <= 0; value = value.add(step)) {
      values.add(value);
    }
    var largest = from.abs().max(to.abs());
    return values.stream().map(value -> tick(value, linearLabel(value, step, largest))).toList();
  }

  private BigDecimal step(BigDecimal from, BigDecimal to) {
    var range = to.subtract(from);
    int exponent = range.precision() - range.scale() - 1;
    for (int power = exponent - 3; ; power++) {
      for (int digit : new int[] {1, 2, 5}) {
        var step = BigDecimal.valueOf(digit).scaleByPowerOfTen(power);
        boolean fine = extent.whole() && power < 0;
        if (!fine && count(from, to, step) <= most) {
          return step;
        }
      }
    }
  }

  private static long count(BigDecimal from, BigDecimal to, BigDecimal step) {
    return to.divide(step, 0, RoundingMode.FLOOR)
            .subtract(from.divide(step, 0, RoundingMode.CEILING))
            .longValue()
        + 1;
  }

  private List<Tick> logarithmic() {
    var decades = multiples(1);
    if (decades.size() > most) {
      return apart(decades);
    }
    if (decades.size() >= ENOUGH) {
      return divided(decades);
    }
    var few = multiples(1, 2, 5);
    if (few.size() >= ENOUGH && few.size() <= most) {
      return divided(few);
    }
    return decades.size() == ENOUGH - 1 ? divided(decades) : betweenDecades();
  }

  /** Where an axis is shorter than a decade it is labeled as if it were linear. */
  private List<Tick> betweenDecades() {
    var ticks = linear(power(extent.from()), power(extent.to()));
    return ticks.stream().filter(tick -> tick.at() > -TOUCH && tick.at() < 1 + TOUCH).toList();
  }

  /** About {@code 10ˣ}, found by bisection. */
  private static BigDecimal power(double exponent) {
    double low = 0;
    double high = Double.MAX_VALUE;
    for (double middle = 1; middle > low && middle < high; middle = between(low, high)) {
      if (Log10.of(middle) < exponent) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return new BigDecimal(high);
  }

  /** The double in the middle of those between two that are positive. */
  private static double between(double low, double high) {
    long bits = Double.doubleToLongBits(low);
    return Double.longBitsToDouble(bits + (Double.doubleToLongBits(high) - bits) / 2);
  }

  /** The products of these factors with all powers of ten, as far as they are in view. */
  private List<BigDecimal> multiples(int... factors) {
    return IntStream.rangeClosed((int) Math.floor(extent.from()) - 1, (int) extent.to() + 1)
        .boxed()
        .flatMap(power ->
            IntStream.of(factors)
                .mapToObj(factor -> BigDecimal.valueOf(factor).scaleByPowerOfTen(power)))
        .filter(this::isInView)
        .toList();
  }

  private boolean isInView(BigDecimal value) {
    double at = extent.at(value.doubleValue());
    return at > -TOUCH && at < 1 + TOUCH;
  }

  /** Every second, third … decade has a label. */
  private List<Tick> apart(List<BigDecimal> decades) {
    int every = every(decades.size());
    return decades.stream()
        .map(value -> tick(value, value.scale() % every == 0 ? logarithmicLabel(value) : ""))
        .toList();
  }

  private int every(int decades) {
    for (int power = 1; ; power *= 10) {
      for (int digit : new int[] {1, 2, 5}) {
        if (digit * power * most >= decades) {
          return digit * power;
        }
      }
    }
  }

  private List<Tick> divided(List<BigDecimal> labeled) {
    var all = labeled.size() > MOST_DIVIDED ? labeled : multiples(1, 2, 3, 4, 5, 6, 7, 8, 9);
    return all.stream()
        .map(value -> tick(value, labeled.contains(value) ? logarithmicLabel(value) : ""))
        .toList();
  }

  private Tick tick(BigDecimal value, String label) {
    return new Tick(extent.at(value.doubleValue()), label);
  }

  /** With as many decimals as the step needs; if the axis reaches far, as {@code 2e8}. */
  private static String linearLabel(BigDecimal value, BigDecimal step, BigDecimal largest) {
    if (value.signum() == 0) {
      return "0";
    }
    if (largest.compareTo(LARGE) >= 0
        || (step.compareTo(SMALL) < 0 && largest.compareTo(NEAR_ONE) < 0)) {
      return FourDigits.withMinus(FourDigits.scientific(value));
    }
    return plain(value, Math.max(0, step.stripTrailingZeros().scale()));
  }

  /** Around 1 in full, otherwise as {@code 1e-5}. */
  private static String logarithmicLabel(BigDecimal value) {
    return value.compareTo(NEAR_ONE) >= 0 && value.compareTo(FAR_FROM_ONE) <= 0
        ? plain(value, Math.max(0, value.scale()))
        : FourDigits.withMinus(FourDigits.scientific(value));
  }

  private static String plain(BigDecimal value, int decimals) {
    var format = value.abs().compareTo(GROUPED) >= 0 ? "%,." : "%.";
    return FourDigits.withMinus(String.format(Locale.ROOT, format + decimals + "f", value));
  }
}
