package dev.cortado.tables;

import org.jspecify.annotations.Nullable;

/** Reads the rows of a table, one after another. */
public interface RowReader extends AutoCloseable {

  /**
   * Reads the next row and returns false at the end.
   *
   * @param values receives the raw values in the order of the columns: null if missing, a string, a
   *     number, a boolean, or a date or time of {@code java.time}
   */
  boolean next(@Nullable Object[] values);

  /** Where the last row stands, for messages: {@code adult.csv:17}. */
  String place();

  @Override
  void close();
}
