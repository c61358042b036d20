package dev.cortado.optim;

import dev.cortado.internal.Errors;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parameters that are trained differently from the others, chosen by their names or by the type of
 * their layer: they get a factor on the rate and one on the decay, or are frozen.
 *
 * <pre>{@code
 * recipe
 *     .group(ParameterGroup.of("**.bias").rate(0.1).decay(0))   // every bias
 *     .group(ParameterGroup.of("layers.0").rate(6))             // a layer
 *     .group(ParameterGroup.of(BatchNorm.class).decay(0))       // all layers of a type
 *     .group(ParameterGroup.frozen("backbone"));                // a part of a model
 * }</pre>
 *
 * <p>A pattern is matched part by part with the name in the model's state, such as {@code
 * layers.0.weight}: {@code *} stands for one part, {@code **} for any number of them. A pattern
 * that matches the first parts of a name matches a layer, and so everything in it. Of several
 * groups that match a parameter, the last one applies.
 *
 * <p>Factors are schedules, so they may change during a run. A decay that is multiplied by the rate
 * ({@link Decay#decoupled}) is multiplied by the group's rate.
 *
 * @param pattern of names; {@code **} for all
 * @param layer the type that a layer around the parameter must have; null for any
 * @param frozen whether the parameters stay as they are; then no gradient is computed for them
 * @param rate what the recipe's rate is multiplied by; 1
 * @param decay what the optimizer's decay is multiplied by; 1
 */
public record ParameterGroup(
    String pattern, @Nullable Class<?> layer, boolean frozen, Schedule rate, Schedule decay) {

  private static final Schedule SAME = Schedule.constant(1);

  public ParameterGroup {
    for (var part : List.of(pattern.split("\\.", -1))) {
      if (part.isBlank()) {
        throw Errors.argument(
            "group: pattern '%s', expected parts of a name, such as **.bias or layers.0", pattern);
      }
    }
  }

  /** A group by names, with factors of 1 until they are changed. */
  public static ParameterGroup of(String pattern) {
    return new ParameterGroup(pattern, null, false, SAME, SAME);
  }

  /** A group of the parameters in layers of a type. */
  public static ParameterGroup of(Class<?> layer) {
    return new ParameterGroup("**", layer, false, SAME, SAME);
  }

  /** Parameters that are not trained. */
  public static ParameterGroup frozen(String pattern) {
    return new ParameterGroup(pattern, null, true, SAME, SAME);
  }

  /** Parameters in layers of a type, which are not trained. */
  public static ParameterGroup frozen(Class<?> layer) {
    return new ParameterGroup("**", layer, true, SAME, SAME);
  }

  /** The same with another factor on the rate. */
  public ParameterGroup rate(double factor) {
    return rate(Schedule.constant(factor));
  }

  /** The same with a factor on the rate that follows a schedule. */
  public ParameterGroup rate(Schedule factor) {
    return new ParameterGroup(pattern, layer, frozen, factor, decay);
  }

  /** The same with another factor on the decay. */
  public ParameterGroup decay(double factor) {
    return decay(Schedule.constant(factor));
  }

  /** The same with a factor on the decay that follows a schedule. */
  public ParameterGroup decay(Schedule factor) {
    return new ParameterGroup(pattern, layer, frozen, rate, factor);
  }

  /** The same for a run of so many steps. */
  public ParameterGroup forRun(long steps) {
    return new ParameterGroup(pattern, layer, frozen, rate.forRun(steps), decay.forRun(steps));
  }

  /**
   * The same by names alone: a group for each layer of the type.
   *
   * @param layers of the model by path
   * @param names of its parameters
   */
  public List<ParameterGroup> byName(Map<String, ?> layers, Collection<String> names) {
    if (layer == null) {
      return List.of(this);
    }
    var groups =
        layers.entrySet().stream()
            .filter(entry -> layer.isInstance(entry.getValue()))
            .map(entry -> entry.getKey().isEmpty() ? "**" : entry.getKey())
            .map(path -> new ParameterGroup(path, null, frozen, rate, decay))
            .filter(group -> names.stream().anyMatch(group::matches))
            .toList();
    if (groups.isEmpty()) {
      throw Errors.argument(
          "group: the model has no parameters in layers of type %s", layer.getSimpleName());
    }
    return groups;
  }

  /** Whether a parameter's name matches the pattern. */
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
