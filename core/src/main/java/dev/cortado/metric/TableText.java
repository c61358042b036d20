package dev.cortado.metric;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Text in columns: the first aligned left, the others right. */
final class TableText {

  private static final String GAP = "  ";

  private TableText() {}

  /** A share with three digits. */
  static String part(double part) {
    return String.format(Locale.ROOT, "%.3f", part);
  }

  static String of(List<List<String>> lines) {
    int[] widths =
        IntStream.range(0, lines.getFirst().size())
            .map(column ->
                lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0))
            .toArray();
    return lines.stream().map(line -> line(line, widths)).collect(Collectors.joining("\n"));
  }

  private static String line(List<String> cells, int[] widths) {
    var text = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      var cell = cells.get(column);
      var space = " ".repeat(widths[column] - cell.length());
      text.append(column == 0 ? cell + space : GAP + space + cell);
    }
    return text.toString();
  }
}
