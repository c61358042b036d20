package dev.cortado.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Numbers and text for display, the same in every locale. */
final class Text {

  /** A message repeats at most this many characters of what the user wrote. */
  private static final int MOST_QUOTED = 200;

  private static final List<String> BYTES = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB");

  private Text() {}

  /** A number with a fixed number of decimals: {@code fixed(-0.5, 3)} is {@code -0.500}. */
  static String fixed(double number, int decimals) {
    if (!Double.isFinite(number)) {
      return Double.toString(number);
    }
    long unit = 1;
    for (int i = 0; i < decimals; i++) {
      unit *= 10;
    }
    long digits = Math.round(Math.abs(number) * unit);
    var sign = number < 0 && digits > 0 ? "-" : "";
    if (decimals == 0) {
      return sign + digits;
    }
    var fraction = Long.toString(digits % unit);
    return sign + digits / unit + "." + "0".repeat(decimals - fraction.length()) + fraction;
  }

  /** A whole number in groups of three: {@code 1,797}. */
  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** An amount of memory: {@code 3.1 TiB}. */
  static String bytes(double amount) {
    double left = amount;
    int unit = 0;
    while (left >= 1024 && unit < BYTES.size() - 1) {
      left /= 1024;
      unit++;
    }
    return fixed(left, unit == 0 ? 0 : 1) + " " + BYTES.get(unit);
  }

  /** Minutes and seconds, or hours, too: {@code 0:14}, {@code 1:02:07}. */
  static String duration(double seconds) {
    long all = Math.round(seconds);
    return all < 3_600
        ? String.format(Locale.ROOT, "%d:%02d", all / 60, all % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", all / 3_600, all / 60 % 60, all % 60);
  }

  /** Padded on the left. */
  static String right(String words, int width) {
    return " ".repeat(Math.max(0, width - words.length())) + words;
  }

  /** Padded on the right. */
  static String left(String words, int width) {
    return words + " ".repeat(Math.max(0, width - words.length()));
  }

  /** A table whose first column is aligned left and the others right. */
  static List<String> columns(List<List<String>> lines) {
    int[] widths = new int[lines.getFirst().size()];
    for (var line : lines) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], line.get(column).length());
      }
    }
    return lines.stream().map(line -> line(line, widths)).toList();
  }

  private static String line(List<String> cells, int[] widths) {
    var text = new StringBuilder(left(cells.getFirst(), widths[0]));
    for (int column = 1; column < widths.length; column++) {
      text.append("  ").append(right(cells.get(column), widths[column]));
    }
    return text.toString();
  }

  /** Words on lines of at most so many characters; later lines are indented by two. */
  static List<String> wrapped(String words, int width) {
    return wrapped(words, width, "  ");
  }

  /** The same with another indent. */
  static List<String> wrapped(String words, int width, String indent) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : words.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
        line.append(indent).append(word);
      } else {
        line.append(line.isEmpty() ? "" : " ").append(word);
      }
    }
    lines.add(line.toString());
    return lines;
  }

  /** What the user wrote, shortened if it is long. */
  static String quoted(String words) {
    return words.length() <= MOST_QUOTED ? words : words.substring(0, MOST_QUOTED) + "…";
  }

  /** A message on one line, with control characters escaped. */
  static String oneLine(String message) {
    var line = message.lines().map(String::strip).collect(Collectors.joining("; "));
    var text = new StringBuilder();
    line.chars()
        .forEach(c -> {
          if (Character.isISOControl(c)) {
            text.append(String.format(Locale.ROOT, "\\u%04x", c));
          } else {
            text.append((char) c);
          }
        });
    return text.toString();
  }
}
