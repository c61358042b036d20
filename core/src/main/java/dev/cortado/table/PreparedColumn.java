package dev.cortado.table;

import java.util.List;

/**
 * A column that a model uses, and how its values become numbers.
 *
 * @param name as in the header of the table
 */
public record PreparedColumn(String name, Encoding encoding) {

  /** What its numbers mean. */
  public List<Feature> features() {
    return encoding.features(name);
  }
}
