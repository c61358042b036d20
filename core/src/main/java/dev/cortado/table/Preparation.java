package dev.cortado.table;

import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the raw values of a row become what a model takes, and what the model tells.
 *
 * @param columns the columns that are used, in the order of the encoded row
 * @param target what the model tells
 */
public record Preparation(List<PreparedColumn> columns, Target target) {

  public Preparation {
    columns = List.copyOf(columns);
  }

  /** What each number of an encoded row means. */
  public List<Feature> features() {
    return columns.stream()
        .flatMap(column -> column.encoding().features(column.name()).stream())
        .toList();
  }

  /** The schema of encoded rows. */
  public Schema schema() {
    return new Schema(features().stream().map(Feature::name).toList(), target);
  }

  /**
   * Encodes a row.
   *
   * @param values the raw values, in the order of {@link #columns}
   * @param into receives the numbers from place {@code at} on
   */
  public void encode(@Nullable Object[] values, float[] into, int at) {
    int place = at;
    for (int i = 0; i < columns.size(); i++) {
      var column = columns.get(i);
      column.encoding().encode(values[i], into, place);
      place += column.encoding().features(column.name()).size();
    }
  }
}
