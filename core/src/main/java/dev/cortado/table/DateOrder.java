package dev.cortado.table;

/** The order of year, month and day in the text of a date. */
public enum DateOrder {
  /** {@code 2026-03-31}, {@code 2026/03/31}, {@code 20260331}, and with a time behind it. */
  YEAR_MONTH_DAY("2026-03-31"),
  /** {@code 31.03.2026}, {@code 31/03/2026}, {@code 31-Mar-2026}. */
  DAY_MONTH_YEAR("31.03.2026"),
  /** {@code 03/31/2026}, {@code Mar 31, 2026}. */
  MONTH_DAY_YEAR("03/31/2026");

  private final String example;

  DateOrder(String example) {
    this.example = example;
  }

  /** A date in this order, for messages. */
  public String example() {
    return example;
  }
}
