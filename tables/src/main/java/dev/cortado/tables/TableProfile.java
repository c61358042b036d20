package dev.cortado.tables;

import java.util.List;

/**
 * What was found in a table in one pass over all rows.
 *
 * @param name of the table
 * @param facts how it is read
 * @param rows how many there are
 * @param columns in their order
 * @param duplicateRows rows that are equal to an earlier one
 * @param duplicatesExact whether their number is exact, not an estimate
 * @param fingerprint a hash of all values
 */
public record TableProfile(
    String name,
    List<String> facts,
    long rows,
    List<ColumnProfile> columns,
    long duplicateRows,
    boolean duplicatesExact,
    String fingerprint) {

  public TableProfile {
    facts = List.copyOf(facts);
    columns = List.copyOf(columns);
  }
}
