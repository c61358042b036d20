package dev.cortado.tables;

import dev.cortado.data.Target;
import dev.cortado.internal.SafeText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A plan as a text of at most 80 columns. */
final class PlanText {

  private static final int WIDTH = 80;
  private static final int NAME = 24;
  private static final int FREQUENT = 5;

  private PlanText() {}

  static String of(TablePlan plan) {
    var lines = new ArrayList<String>();
    var profile = plan.profile();
    wrap(
        String.format(
            Locale.ROOT,
            "%s: %,d rows, %,d columns%s",
            SafeText.of(profile.name().replaceFirst("^.*[/\\\\]", "")),
            profile.rows(),
            profile.columns().size(),
            duplicates(profile)),
        lines);
    profile.facts().forEach(fact -> wrap("  " + SafeText.of(fact), lines));
    lines.add("");
    int width = plan.columns().stream().mapToInt(column -> column.name().length()).max().orElse(0);
    var format = "%-" + Math.clamp(width, "column".length(), NAME) + "s  %-10s %8s %8s  ";
    lines.add(
        String.format(Locale.ROOT, format, "column", "role", "missing", "distinct") + "values");
    for (var column : plan.columns()) {
      lines.add(cut(line(column, format)));
      note(column).ifPresent(note -> wrap("  " + note, lines));
    }
    var target = plan.target();
    if (target != null) {
      lines.add("");
      wrap("target: " + text(target), lines);
    }
    for (var warning : plan.warnings()) {
      wrap("warning: " + warning, lines);
    }
    return String.join("\n", lines) + "\n";
  }

  /** Why a column has its role, where its values do not show it. */
  private static Optional<String> note(PlannedColumn column) {
    boolean leftOut =
        switch (column.role()) {
          case IDENTIFIER, CONSTANT, DUPLICATE, TEXT -> true;
          case NUMBER, YES_NO, CATEGORY, DATE, TARGET, WEIGHT, GROUP, TIME, IGNORED -> false;
        };
    return leftOut
        ? Optional.of("left out: " + column.reason())
        : column.role() == Role.DATE && column.profile().ambiguousDates()
            ? Optional.of(column.reason())
            : Optional.empty();
  }

  static String percent(long part, long all) {
    return String.format(Locale.ROOT, "%.0f %%", 100.0 * part / all);
  }

  private static String duplicates(TableProfile profile) {
    return profile.duplicateRows() == 0
        ? ""
        : String.format(
            Locale.ROOT,
            ", %s%,d of the rows repeat an earlier one",
            profile.duplicatesExact() ? "" : "about ",
            profile.duplicateRows());
  }

  private static String line(PlannedColumn column, String format) {
    var profile = column.profile();
    return String.format(
            Locale.ROOT,
            format,
            shorten(SafeText.of(column.name()), NAME),
            column.role().text(),
            profile.missing() == 0 ? "" : String.format(Locale.ROOT, "%,d", profile.missing()),
            String.format(
                Locale.ROOT, "%s%,d", profile.distinctExact() ? "" : "~", profile.distinct()))
        + values(column);
  }

  private static String values(PlannedColumn column) {
    var profile = column.profile();
    var numbers = profile.numbers();
    if (column.problem() != null) {
      return column.reason();
    }
    if (numbers != null && numbers.count() == profile.present() && profile.distinct() > 2) {
      return number(numbers.min()) + " to " + number(numbers.max());
    }
    var shown =
        profile.frequent().stream()
            .limit(FREQUENT)
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    return SafeText.of(shown) + (profile.frequent().size() > FREQUENT ? ", …" : "");
  }

  private static String text(PlannedTarget target) {
    var names = SafeText.of(String.join(", ", columns(target.target())));
    var kind =
        switch (target.target()) {
          case Target.Numbers _ -> "a number";
          case Target.Labels _ -> "labels";
          case Target.Binary _ -> "yes or no";
          case Target.Classes(_, var classes) -> classes.size() + " classes";
        };
    var missing =
        target.missing() == 0
            ? ""
            : String.format(Locale.ROOT, "; %,d rows have none and are left out", target.missing());
    var hint = target.hint().isEmpty() ? "" : "; " + target.hint();
    return names + ", " + kind + " (" + target.reason() + ")" + missing + hint;
  }

  private static List<String> columns(Target target) {
    return switch (target) {
      case Target.Numbers(var names) -> names;
      case Target.Labels(var names) -> names;
      case Target.Binary(var name, _, _) -> List.of(name);
      case Target.Classes(var name, _) -> List.of(name);
    };
  }

  /** With at most six digits: {@code 37.88}, {@code 1.5E+12}. */
  static String number(double value) {
    var rounded = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
    double size = Math.abs(value);
    return value == 0 || (size < 1e9 && size >= 1e-4)
        ? rounded.toPlainString()
        : rounded.toString();
  }

  private static String shorten(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "…";
  }

  private static String cut(String line) {
    return shorten(line.stripTrailing(), WIDTH);
  }

  /** Adds a text in lines of at most 80 columns, all but the first indented by two. */
  private static void wrap(String text, List<String> lines) {
    var line = new StringBuilder(text.startsWith("  ") ? "  " : "");
    var gap = "";
    for (var word : text.strip().split(" ", -1)) {
      if (line.length() + gap.length() + word.length() > WIDTH && !gap.isEmpty()) {
        lines.add(cut(line.toString()));
        line = new StringBuilder(text.startsWith("  ") ? "    " : "  ");
        gap = "";
      }
      line.append(gap).append(word);
      gap = " ";
    }
    lines.add(cut(line.toString()));
  }
}
