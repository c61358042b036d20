package dev.cortado.nn;

/**
 * The properties of an {@link Activation} that matter in a network.
 *
 * <pre>{@code
 * Activation.sigmoid().traits();   // 0 to 1, flat below, flat above, costly
 * Activation.relu().traits();      // 0 to Infinity, dead below
 * }</pre>
 *
 * @param low the bound of its outputs from below
 * @param high the bound of its outputs from above
 * @param below how its derivative behaves far below 0
 * @param above how its derivative behaves far above 0
 * @param costly whether it takes an exponential or the like
 */
public record ActivationProperties(
    double low, double high, Slope below, Slope above, boolean costly) {

  /** A derivative far from 0. */
  public enum Slope {
    /** It stays away from 0: gradients pass. */
    ALIVE,
    /** It approaches 0: the unit saturates, and gradients vanish. */
    FLAT,
    /** It is 0 exactly: a unit that only meets such inputs never learns again. */
    DEAD
  }

  /** Whether outputs have both signs, so that the layer behind does not see a constant shift. */
  public boolean zeroCentered() {
    return low < 0 && high > 0;
  }

  /** Whether it saturates on at least one side. */
  public boolean saturates() {
    return below != Slope.ALIVE || above != Slope.ALIVE;
  }

  /** Whether units can die. */
  public boolean canDie() {
    return below == Slope.DEAD || above == Slope.DEAD;
  }

  /** As in the examples above. */
  @Override
  public String toString() {
    return word(low)
        + " to "
        + word(high)
        + told(below, "below")
        + told(above, "above")
        + (costly ? ", costly" : "");
  }

  private static String word(double bound) {
    return bound == (int) bound ? String.valueOf((int) bound) : String.valueOf(bound);
  }

  private static String told(Slope slope, String side) {
    return switch (slope) {
      case ALIVE -> "";
      case FLAT -> ", flat " + side;
      case DEAD -> ", dead " + side;
    };
  }
}
