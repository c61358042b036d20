package dev.cortado.tables;

import dev.cortado.data.FormatException;
import dev.cortado.internal.SafeText;
import dev.cortado.internal.Suggestion;
import dev.cortado.table.RawValueException;
import dev.cortado.table.RawValueException.Fault;
import java.util.List;

/** What is wrong with a table, as {@link FormatException}s with a place. */
final class TableFaults {

  private static final int SHOWN = 12;

  private TableFaults() {}

  static String code(Fault fault) {
    return switch (fault) {
      case NUMBER -> "CSV-NUMBER";
      case NONFINITE -> "CSV-NONFINITE";
      case DATE -> "CSV-DATE";
      case LABEL -> "DATA-LABEL";
    };
  }

  /** For a value that cannot be read. */
  static FormatException of(RawValueException e, String place) {
    return new FormatException(code(e.fault()), place, String.valueOf(e.getMessage()), e);
  }

  static FormatException of(PlannedColumn.Problem problem) {
    return new FormatException(problem.code(), problem.place(), problem.text());
  }

  /** For a column that a table does not have. */
  static FormatException noColumn(String code, TableSource table, String name) {
    return new FormatException(code, table.name(), noColumn(table.columns(), name));
  }

  private static String noColumn(List<String> columns, String name) {
    var shown = String.join(", ", columns.subList(0, Math.min(SHOWN, columns.size())));
    return "no column '"
        + SafeText.of(name)
        + "'; columns: "
        + SafeText.of(shown)
        + (columns.size() > SHOWN ? ", … (" + columns.size() + ")" : "")
        + SafeText.of(Suggestion.of(name, columns));
  }
}
