package dev.cortado.internal;

import java.util.List;
import java.util.stream.Collectors;

/** Lines of comma-separated values as RFC 4180 defines them. */
public final class Csv {

  private Csv() {}

  /** The cells of a line, in quotes where one has a comma, quote or line break; no line end. */
  public static String line(List<String> cells) {
    return cells.stream().map(Csv::quoted).collect(Collectors.joining(","));
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
