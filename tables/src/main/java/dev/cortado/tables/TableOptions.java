package dev.cortado.tables;

import dev.cortado.internal.Errors;
import dev.cortado.internal.SafeText;
import dev.cortado.table.DateOrder;
import dev.cortado.table.MissingTexts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What is said about a table beforehand; everything else is found out.
 *
 * <pre>{@code
 * TableOptions.target("income").role("zip", Role.CATEGORY).role("customer", Role.GROUP);
 * }</pre>
 *
 * @param targets the columns that are asked for; none to only describe a table
 * @param task what is asked; found out
 * @param roles of columns, by name
 * @param dates the order of year, month and day in columns of dates, by name; found out
 * @param missing the texts that mean a missing value
 */
public record TableOptions(
    List<String> targets,
    Task task,
    SequencedMap<String, Role> roles,
    SequencedMap<String, DateOrder> dates,
    List<String> missing) {

  /** What kind of answer is asked for. */
  public enum Task {
    /** What the values of the target suggest. */
    AUTO,
    /** Classes or labels. */
    CLASSIFY,
    /** Numbers. */
    REGRESS
  }

  public TableOptions {
    targets = List.copyOf(targets);
    roles = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(roles));
    dates = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(dates));
    missing = List.copyOf(missing);
  }

  /** For a table that is only described. */
  public static TableOptions none() {
    return new TableOptions(
        List.of(),
        Task.AUTO,
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        MissingTexts.standard().stream().sorted().toList());
  }

  /** With one or several columns that are asked for. */
  public static TableOptions target(String... targets) {
    var none = none();
    return new TableOptions(List.of(targets), none.task, none.roles, none.dates, none.missing);
  }

  /** The same with another task. */
  public TableOptions task(Task other) {
    return new TableOptions(targets, other, roles, dates, missing);
  }

  /** The same with the role of a column. */
  public TableOptions role(String column, Role role) {
    var more = new LinkedHashMap<>(roles);
    more.put(column, role);
    return new TableOptions(targets, task, more, dates, missing);
  }

  /** The same with the order of year, month and day in a column of dates. */
  public TableOptions dates(String column, DateOrder order) {
    var more = new LinkedHashMap<>(dates);
    more.put(column, order);
    return new TableOptions(targets, task, roles, more, missing).role(column, Role.DATE);
  }

  /**
   * The same with roles such as {@code zip=category}, and orders of dates such as {@code
   * seen=date:dmy} for day, month and year.
   */
  public TableOptions roles(List<String> texts) {
    var all = this;
    for (var text : texts) {
      int at = text.lastIndexOf('=');
      if (at < 1) {
        throw Errors.argument("columns: '%s', expected name=role", SafeText.of(text));
      }
      var column = text.substring(0, at).strip();
      var role = text.substring(at + 1).strip();
      all =
          switch (role) {
            case "date:ymd" -> all.dates(column, DateOrder.YEAR_MONTH_DAY);
            case "date:dmy" -> all.dates(column, DateOrder.DAY_MONTH_YEAR);
            case "date:mdy" -> all.dates(column, DateOrder.MONTH_DAY_YEAR);
            default -> all.role(column, Role.of(role));
          };
    }
    return all;
  }

  /** The same with other texts for a missing value. */
  public TableOptions missing(List<String> texts) {
    return new TableOptions(targets, task, roles, dates, texts);
  }

  /** The same with one more text for a missing value. */
  public TableOptions alsoMissing(String text) {
    var more = new ArrayList<>(missing);
    more.add(text);
    return new TableOptions(targets, task, roles, dates, more);
  }

  /** The columns with a role that may be given to one column only. */
  List<String> with(Role role) {
    return roles.entrySet().stream()
        .filter(entry -> entry.getValue() == role)
        .map(Map.Entry::getKey)
        .toList();
  }
}
