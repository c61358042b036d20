package dev.cortado.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A table in Markdown, with columns of figures, and how figures are written in it. */
final class Markdown {

  private final StringBuilder text = new StringBuilder();

  /** With these headings. */
  Markdown(String... columns) {
    row(columns);
    text.append("|").append("---:|".repeat(columns.length)).append('\n');
  }

  /** One row more. */
  void row(String... cells) {
    row(List.of(cells));
  }

  /** One row more. */
  void row(List<String> cells) {
    text.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  /** A whole number. */
  static String whole(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** With so many digits after the point. */
  static String decimals(int digits, double number) {
    return String.format(Locale.ROOT, "%,." + digits + "f", number);
  }

  /** With three digits, more before the point if there are. */
  static String three(double number) {
    return decimals(number < 9.995 ? 2 : number < 99.95 ? 1 : 0, number);
  }

  /** A time in the unit that suits it. */
  static String time(double nanos) {
    if (nanos < 999.5e3) {
      return three(nanos / 1e3) + " µs";
    }
    return nanos < 999.5e6 ? three(nanos / 1e6) + " ms" : three(nanos / 1e9) + " s";
  }

  /** Megabytes. */
  static String megabytes(long bytes) {
    return three(bytes / 1e6);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
