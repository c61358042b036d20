package dev.cortado.table;

import dev.cortado.internal.SafeText;

/** A raw value of a row is not of the kind that its column needs. */
public final class RawValueException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final Fault fault;

  /** What is wrong with a value. */
  public enum Fault {
    /** It is not a number. */
    NUMBER,
    /** It is infinite, or too large for a number. */
    NONFINITE,
    /** It is not a date. */
    DATE,
    /** It is not a class that the model knows. */
    LABEL
  }

  RawValueException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  private RawValueException(String column, RawValueException cause) {
    super("column '" + SafeText.of(column) + "': " + cause.getMessage(), cause);
    fault = cause.fault;
  }

  /** The same, whose message begins with the name of the column. */
  public RawValueException inColumn(String column) {
    return new RawValueException(column, this);
  }

  /** What is wrong. */
  public Fault fault() {
    return fault;
  }
}
