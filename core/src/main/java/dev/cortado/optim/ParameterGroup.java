package dev.cortado.optim;

import dev.cortado.internal.Errors;
import java.util.List;

/**
 * Parameters that are trained differently from the others: the ones whose names match a pattern get
 * a factor on the rate and one on the decay, or are frozen.
 *
 * <pre>{@code
 * recipe
 *     .group(ParameterGroup.of("**.bias").rate(0.1).decay(0))   // every bias
 *     .group(ParameterGroup.of("layers.0").rate(6))             // a layer
 *     .group(ParameterGroup.frozen("backbone"));                // a part of a model
 * }</pre>
 *
 * <p>A pattern is matched part by part with the name in the model's state, such as {@code
 * layers.0.weight}: {@code *} stands for one part, {@code **} for any number of them. A pattern
 * that matches the first parts of a name matches a layer, and so everything in it. Of several
 * groups that match a parameter, the last holds.
 *
 * <p>Factors are schedules, so they may change during a run. A decay that is multiplied by the rate
 * ({@link Decay#decoupled}) is so by the group's.
 *
 * @param frozen whether the parameters stay as they are; then no gradient is computed for them
 * @param rate what the recipe's rate is multiplied by; 1
 * @param decay what the optimizer's decay is multiplied by; 1
 */
public record ParameterGroup(String pattern, boolean frozen, Schedule rate, Schedule decay) {

  private static final Schedule SAME = Schedule.constant(1);

  public ParameterGroup {
    for (var part : List.of(pattern.split("\\.", -1))) {
      if (part.isBlank()) {
        throw Errors.argument(
            "group: pattern '%s', expected parts of a name, such as **.bias or layers.0", pattern);
      }
    }
  }

  /** A group that is trained as the others are, but for what is changed below. */
  public static ParameterGroup of(String pattern) {
    return new ParameterGroup(pattern, false, SAME, SAME);
  }

  /** Parameters that are not trained. */
  public static ParameterGroup frozen(String pattern) {
    return new ParameterGroup(pattern, true, SAME, SAME);
  }

  /** The same with another factor on the rate. */
  public ParameterGroup rate(double factor) {
    return rate(Schedule.constant(factor));
  }

  /** The same with a factor on the rate that follows a schedule. */
  public ParameterGroup rate(Schedule factor) {
    return new ParameterGroup(pattern, frozen, factor, decay);
  }

  /** The same with another factor on the decay. */
  public ParameterGroup decay(double factor) {
    return decay(Schedule.constant(factor));
  }

  /** The same with a factor on the decay that follows a schedule. */
  public ParameterGroup decay(Schedule factor) {
    return new ParameterGroup(pattern, frozen, rate, factor);
  }

  /** The same for a run of so many steps. */
  public ParameterGroup forRun(long steps) {
    return new ParameterGroup(pattern, frozen, rate.forRun(steps), decay.forRun(steps));
  }

  /** Whether a parameter's name matches. */
  public boolean matches(String name) {
    return matches(List.of(pattern.split("\\.")), List.of(name.split("\\.")));
  }

  private static boolean matches(List<String> pattern, List<String> name) {
    if (pattern.isEmpty()) {
      return true;
    }
    var first = pattern.getFirst();
    var rest = pattern.subList(1, pattern.size());
    if (first.equals("**") && matches(rest, name)) {
      return true;
    }
    if (name.isEmpty()) {
      return false;
    }
    var inside = name.subList(1, name.size());
    return first.equals("**")
        ? matches(pattern, inside)
        : (first.equals("*") || first.equals(name.getFirst())) && matches(rest, inside);
  }
}
