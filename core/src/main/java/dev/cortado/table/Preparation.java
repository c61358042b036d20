package dev.cortado.table;

import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.internal.Errors;
import dev.cortado.internal.SafeText;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/**
 * How the raw values of a row become what a model takes, and what the model tells. It was fitted on
 * training rows and is kept in the model file; a {@link RowEncoder} applies it.
 *
 * @param columns the columns that are used, in the order of the encoded row
 * @param target what the model tells; its names are those of the columns that hold it
 * @param missing the texts that mean a missing value, such as {@code NA}
 */
public record Preparation(List<PreparedColumn> columns, Target target, List<String> missing) {

  public Preparation {
    columns = List.copyOf(columns);
    missing = List.copyOf(missing);
    var seen = new HashSet<>(targetColumns(target));
    for (var column : columns) {
      if (!seen.add(column.name())) {
        throw Errors.argument(
            "preparation: column '%s' is there twice", SafeText.of(column.name()));
      }
    }
    if (columns.isEmpty()) {
      throw Errors.argument("preparation: no columns, expected at least one");
    }
  }

  /** With the standard texts for missing values. */
  public static Preparation of(List<PreparedColumn> columns, Target target) {
    return new Preparation(columns, target, MissingTexts.standard().stream().sorted().toList());
  }

  /** The names of the columns that are used. */
  public List<String> names() {
    return columns.stream().map(PreparedColumn::name).toList();
  }

  /** The names of the columns that hold what is asked. */
  public List<String> targetColumns() {
    return targetColumns(target);
  }

  private static List<String> targetColumns(Target target) {
    return switch (target) {
      case Target.Numbers(var names) -> names;
      case Target.Labels(var names) -> names;
      case Target.Binary(var name, _, _) -> List.of(name);
      case Target.Classes(var name, _) -> List.of(name);
    };
  }

  /** What each number of an encoded row means. */
  public List<Feature> features() {
    return columns.stream().flatMap(column -> column.features().stream()).toList();
  }

  /** The schema of encoded rows. */
  public Schema schema() {
    return new Schema(features().stream().map(Feature::name).toList(), target);
  }

  /** Those of the names that are neither used nor asked for: a model ignores them. */
  public List<String> ignored(Collection<String> names) {
    var known = new HashSet<>(names());
    known.addAll(targetColumns());
    return names.stream().filter(name -> !known.contains(name)).toList();
  }
}
