package dev.cortado.tables;

import dev.cortado.data.FormatException;
import dev.cortado.internal.SafeText;
import dev.cortado.table.MissingTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What will be made of a table: the role of each column with its reason, what is asked, and what
 * looks wrong. It is found in one pass over the rows.
 *
 * <pre>{@code
 * var plan = TablePlan.of(table, "income");
 * System.out.print(plan.describe());
 * var data = plan.encode(RowSplit.of(42));
 * }</pre>
 *
 * @param source the table
 * @param options what was said beforehand
 * @param profile what was found in the table
 * @param columns all of them, in their order
 * @param target what is asked; null for a table that is only described
 * @param warnings what looks wrong
 */
public record TablePlan(
    TableSource source,
    TableOptions options,
    TableProfile profile,
    List<PlannedColumn> columns,
    @Nullable PlannedTarget target,
    List<String> warnings) {

  /** A class with fewer rows is hardly learned. */
  private static final int FEW = 10;

  /** Duplicates are worth a warning if they are more than one row of so many. */
  private static final int MANY = 20;

  private static final List<Role> SINGLE = List.of(Role.WEIGHT, Role.GROUP, Role.TIME);

  public TablePlan {
    columns = List.copyOf(columns);
    warnings = List.copyOf(warnings);
  }

  /** For a table in which a column is asked for. */
  public static TablePlan of(TableSource source, String target) {
    return of(source, TableOptions.target(target));
  }

  /**
   * For a table and what is known of it.
   *
   * @throws FormatException if the table does not fit the options
   */
  public static TablePlan of(TableSource source, TableOptions options) {
    requireColumns(source, options);
    var cached = CachedTable.of(source);
    var scan = new TableScan(cached, MissingTexts.of(options.missing()));
    var profile = scan.run();
    var target =
        options.targets().isEmpty()
            ? null
            : new TargetFinder(source.name(), options.task())
                .find(options.targets().stream().map(name -> column(profile, name)).toList());
    var columns = columns(profile, options);
    var found = new TablePlan(cached, options, profile, columns, target, List.of());
    return new TablePlan(cached, options, profile, columns, target, warnings(found, scan.sample()));
  }

  private static void requireColumns(TableSource source, TableOptions options) {
    for (var target : options.targets()) {
      if (!source.columns().contains(target)) {
        throw TableFaults.noColumn("CSV-TARGET", source, target);
      }
    }
    for (var name : options.roles().keySet()) {
      if (!source.columns().contains(name)) {
        throw TableFaults.noColumn("CSV-COLUMN", source, name);
      }
    }
    for (var role : SINGLE) {
      if (options.with(role).size() > 1) {
        throw new FormatException(
            "CSV-COLUMN",
            source.name(),
            "role '" + role.text() + "' for " + options.with(role) + ", expected one column");
      }
    }
  }

  private static ColumnProfile column(TableProfile profile, String name) {
    return profile.columns().stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<PlannedColumn> columns(TableProfile profile, TableOptions options) {
    var finder = new RoleFinder();
    var columns = new ArrayList<PlannedColumn>();
    for (var column : profile.columns()) {
      var given =
          options.targets().contains(column.name())
              ? Role.TARGET
              : options.roles().get(column.name());
      columns.add(
          given == null
              ? finder.find(column)
              : RoleFinder.given(column, given, options.dates().get(column.name())));
    }
    return columns;
  }

  private static List<String> warnings(TablePlan plan, TableScan.RowSample sample) {
    var warnings = new ArrayList<String>();
    for (var column : plan.columns) {
      var problem = column.problem();
      if (problem != null) {
        warnings.add(problem.place() + ": " + problem.text());
      }
    }
    if (warnings.isEmpty() && plan.target != null) {
      warnings.addAll(new LeakSearch(plan, sample).run());
    }
    for (var column : plan.features()) {
      long missing = column.profile().missing();
      if (2 * missing > plan.profile.rows()) {
        warnings.add(
            String.format(
                Locale.ROOT,
                "column '%s' has no value in %s of the rows",
                SafeText.of(column.name()),
                PlanText.percent(missing, plan.profile.rows())));
      }
    }
    if (plan.target != null) {
      plan.target.counts().stream()
          .filter(entry -> entry.getValue() < FEW)
          .forEach(entry ->
              warnings.add(
                  String.format(
                      Locale.ROOT,
                      "class '%s' has only %,d rows",
                      SafeText.of(entry.getKey()),
                      entry.getValue())));
    }
    if (MANY * plan.profile.duplicateRows() > plan.profile.rows()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%s of the rows repeat an earlier one, so that test rows may have been trained on",
              PlanText.percent(plan.profile.duplicateRows(), plan.profile.rows())));
    }
    return warnings;
  }

  /** The columns with a role. */
  public List<PlannedColumn> with(Role role) {
    return columns.stream().filter(column -> column.role() == role).toList();
  }

  /** The columns that the model uses. */
  public List<PlannedColumn> features() {
    return columns.stream().filter(column -> column.role().isFeature()).toList();
  }

  /** The name of the column with a role that at most one has. */
  @Nullable String nameOf(Role role) {
    var found = with(role);
    return found.isEmpty() ? null : found.getFirst().name();
  }

  /** As a text of at most 80 columns. */
  public String describe() {
    return PlanText.of(this);
  }

  /** Encodes the rows in memory. */
  public TableData encode(RowSplit split) {
    return encode(split, RowStorage.memory());
  }

  /**
   * Encodes the rows. The preparation is fitted on those for training alone.
   *
   * @throws FormatException if a value cannot be read or the parts cannot be made
   */
  public TableData encode(RowSplit split, RowStorage storage) {
    return new TableEncoding(this, split, storage).run();
  }

  /**
   * Refuses a plan that cannot be encoded.
   *
   * @throws FormatException naming the first value that cannot be read
   */
  void requireEncodable() {
    if (target == null) {
      throw new FormatException("CSV-TARGET", source.name(), "no target was named");
    }
    for (var column : columns) {
      if (column.problem() != null) {
        throw TableFaults.of(Objects.requireNonNull(column.problem()));
      }
    }
    if (features().isEmpty()) {
      throw new FormatException(
          "DATA-COLUMNS",
          source.name(),
          "no column is left to predict '"
              + SafeText.of(String.join(", ", options.targets()))
              + "' from");
    }
  }
}
