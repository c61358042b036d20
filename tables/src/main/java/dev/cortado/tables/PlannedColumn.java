package dev.cortado.tables;

import dev.cortado.table.DateOrder;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table with its role.
 *
 * @param profile what was found in it
 * @param role what it is for
 * @param reason why
 * @param dates the order of year, month and day if it is a date
 * @param problem why its values cannot be read in this role; null if they can
 */
public record PlannedColumn(
    ColumnProfile profile, Role role, String reason, DateOrder dates, @Nullable Problem problem) {

  /**
   * Why a table cannot be encoded.
   *
   * @param code such as {@code CSV-NUMBER}
   * @param place such as {@code adult.csv:17}
   * @param text what was found and what to do
   */
  public record Problem(String code, String place, String text) {}

  /** As in the header. */
  public String name() {
    return profile.name();
  }
}
