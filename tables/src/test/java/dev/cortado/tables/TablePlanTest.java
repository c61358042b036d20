package dev.cortado.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.data.FormatException;
import dev.cortado.data.Target;
import dev.cortado.table.DateOrder;
import dev.cortado.tables.TableOptions.Task;
import dev.cortado.tensor.Rng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found in a table, and what is refused. */
class TablePlanTest {

  private static final int[] ORDER = Rng.of(5).permutation(300);

  @TempDir Path folder;

  /** A column of 300 values and a target of two classes. */
  private static PlannedColumn column(String name, IntFunction<@Nullable Object> values) {
    var rows = new ArrayList<List<@Nullable Object>>();
    for (int i = 0; i < ORDER.length; i++) {
      rows.add(Arrays.asList(values.apply(i), ORDER[i] % 2 == 0 ? "cat" : "cow"));
    }
    return TablePlan.of(MemoryTable.of(List.of(name, "y"), rows), "y").columns().getFirst();
  }

  private static void assertRole(
      Role role, String reason, String name, IntFunction<@Nullable Object> values) {
    var column = column(name, values);
    assertThat(column.role()).isEqualTo(role);
    assertThat(column.reason()).contains(reason);
    assertThat(column.problem()).isNull();
  }

  @Test
  void numbersAreNumbersAsTextsAndTyped() {
    assertRole(Role.NUMBER, "numbers", "x", i -> "" + ORDER[i] / 7.0);
    assertRole(Role.NUMBER, "whole numbers", "x", i -> ORDER[i] % 50);
    assertRole(Role.NUMBER, "whole numbers", "x", i -> i % 5 == 0 ? "NA" : ORDER[i] % 50 + ".0");
  }

  @Test
  void twoValuesAreYesOrNo() {
    assertRole(Role.YES_NO, "two values", "x", i -> ORDER[i] % 3 == 0 ? "M" : "F");
    assertRole(Role.YES_NO, "two values", "x", i -> ORDER[i] % 3 == 0);
    assertRole(Role.YES_NO, "two values", "x", i -> ORDER[i] % 3 == 0 ? "0" : "1");
  }

  @Test
  void textsThatRepeatAreCategoriesAndCodesToo() {
    assertRole(Role.CATEGORY, "texts", "x", i -> "city " + ORDER[i] % 12);
    assertRole(Role.CATEGORY, "texts", "zip", i -> "0" + (1000 + ORDER[i] % 12));
    assertRole(Role.CATEGORY, "one value or none", "x", i -> i % 3 == 0 ? "x" : null);
  }

  @Test
  void datesAreFoundInTheirOrder() {
    var day = LocalDate.of(2024, 1, 1);
    assertRole(Role.DATE, "dates", "x", i -> day.plusDays(ORDER[i]).toString());
    assertRole(Role.DATE, "dates", "x", i -> day.plusDays(ORDER[i]));
    assertRole(Role.DATE, "20260331", "x", i -> day.plusDays(ORDER[i]).toString().replace("-", ""));
    var german =
        column(
            "x",
            i -> {
              var date = day.plusDays(ORDER[i]);
              return date.getDayOfMonth()
                  + "."
                  + date.getMonthValue()
                  + "."
                  + date.getYear()
                  + " 10:00";
            });
    assertThat(german.role()).isEqualTo(Role.DATE);
    assertThat(Objects.requireNonNull(german.profile().dateOrder()).example())
        .isEqualTo("31.03.2026");
    assertRole(
        Role.DATE, "day and month could be either", "x", i -> "0" + (1 + i % 9) + "/02/2024");
  }

  @Test
  void whatNamesTheRowIsLeftOut() {
    assertRole(Role.IDENTIFIER, "counts the rows", "x", i -> i + 1);
    assertRole(Role.IDENTIFIER, "named like an id", "customer_id", i -> 5 * ORDER[i] + 1);
    assertRole(Role.IDENTIFIER, "300 different values", "x", i -> "K" + ORDER[i]);
    assertRole(Role.NUMBER, "whole numbers", "price", i -> 5 * ORDER[i] + 1);
  }

  @Test
  void constantsAndFreeTextAreLeftOut() {
    assertRole(Role.CONSTANT, "is '7' in every row", "x", _ -> 7);
    assertRole(Role.CONSTANT, "has no values", "x", _ -> "NA");
    assertRole(Role.TEXT, "free text", "x", i -> "the patient number " + i + " felt quite well");
  }

  @Test
  void aCopyOfAColumnIsLeftOut() {
    var rows = new ArrayList<List<Object>>();
    for (int i = 0; i < 300; i++) {
      rows.add(List.of(ORDER[i], ORDER[i] + ".0", ORDER[i] + 1, ORDER[i] % 3));
    }
    var plan = TablePlan.of(MemoryTable.of(List.of("a", "b", "c", "y"), rows), "y");

    assertThat(plan.columns())
        .extracting(PlannedColumn::role)
        .containsExactly(Role.NUMBER, Role.DUPLICATE, Role.NUMBER, Role.TARGET);
    assertThat(plan.columns().get(1).reason()).isEqualTo("has the same values as 'a'");
  }

  @Test
  void whatTheUserSaysHolds() {
    var table =
        MemoryTable.of(
            List.of("a", "b", "y"),
            List.of(
                List.of(1, "x", 0), List.of(2, "y", 1), List.of(3, "x", 0), List.of(4, "z", 1)));
    var options = TableOptions.target("y").roles(List.of("a=category", "b=ignore"));
    var plan = TablePlan.of(table, options);

    assertThat(plan.columns())
        .extracting(PlannedColumn::role)
        .containsExactly(Role.CATEGORY, Role.IGNORED, Role.TARGET);
    assertThat(plan.columns().getFirst().reason()).isEqualTo("on request");
    assertThatThrownBy(() -> TableOptions.target("y").roles(List.of("a=kategory")))
        .hasMessageStartingWith("role 'kategory', expected one of number, yes/no, category, date");
  }

  @Test
  void anOrderOfDatesThatIsGivenHolds() {
    var table =
        MemoryTable.of(
            List.of("seen", "y"), List.of(List.of("01/02/2024", 0), List.of("03/04/2024", 1)));

    assertThat(TablePlan.of(table, TableOptions.target("y").roles(List.of("seen=date:dmy"))))
        .satisfies(plan -> {
          assertThat(plan.columns().getFirst().role()).isEqualTo(Role.DATE);
          assertThat(plan.columns().getFirst().dates()).isEqualTo(DateOrder.DAY_MONTH_YEAR);
        });
  }

  private TablePlan csv(String text, TableOptions options) throws IOException {
    return TablePlan.of(file(text), options);
  }

  private TableSource file(String text) throws IOException {
    var path = folder.resolve("data.csv");
    Files.writeString(path, text);
    return Tables.read(path);
  }

  private void assertRefused(String message, String text, TableOptions options) throws IOException {
    var table = file(text);
    assertThatThrownBy(() -> TablePlan.of(table, options).encode(RowSplit.of(1).test(0).valid(0)))
        .isInstanceOf(FormatException.class)
        .extracting(e -> inFolder(e.getMessage()))
        .isEqualTo(message);
  }

  private String inFolder(@Nullable String message) {
    return String.valueOf(message).replace(folder + "/", "");
  }

  /** Rows C11, C15 to C18 and C39. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          abc     | CSV-NUMBER    | 'abc' is not a number
          0x1p3   | CSV-NUMBER    | '0x1p3' is not a number; write it as a plain decimal number
          1f      | CSV-NUMBER    | '1f' is not a number; write it as a plain decimal number
          1d      | CSV-NUMBER    | '1d' is not a number; write it as a plain decimal number
          １２     | CSV-NUMBER    | '１２' is not a number; write its digits as 0 to 9
          ١٢      | CSV-NUMBER    | '١٢' is not a number; write its digits as 0 to 9
          1_000   | CSV-NUMBER    | '1_000' is not a number; remove what separates the thousands
          $5      | CSV-NUMBER    | '$5' is not a number; remove the currency sign
          5%      | CSV-NUMBER    | '5%' is not a number; remove the percent sign
          Inf     | CSV-NONFINITE | 'Inf' is not a finite number
          -Infinity | CSV-NONFINITE | '-Infinity' is not a finite number
          1e999   | CSV-NONFINITE | '1e999' is too large for a number
          a\u001b[2J | CSV-NUMBER | 'a\\u001b[2J' is not a number
          """)
  void aValueThatIsNoNumberIsNamedByLineAndColumn(String value, String code, String message)
      throws IOException {
    var text = "age,y\n31,a\n32,b\n33,a\n" + value + ",b\n35,a\n";

    assertRefused(
        code
            + ": data.csv:5: column 'age': "
            + message
            + "; or give the column another role: age=category",
        text,
        TableOptions.target("y"));
  }

  @Test
  void aColumnOfPricesWithCurrencySignsIsNoText() throws IOException {
    assertRefused(
        "CSV-NUMBER: data.csv:2: column 'p': '$5' is not a number; remove the currency sign; or"
            + " give the column another role: p=category",
        "p,y\n$5,a\n$6,b\n$7,a\n$8,b\n",
        TableOptions.target("y"));
  }

  /** Row C14: with a policy that is said. */
  @ParameterizedTest
  @CsvSource({"NaN", "nan", "NA", "N/A", "null", "?", "''"})
  void missingValuesAreCountedAndGetAnIndicator(String missing) throws IOException {
    var plan = csv("x,y\n1,a\n" + missing + ",b\n3,a\n4,b\n", TableOptions.target("y"));

    assertThat(plan.columns().getFirst().profile().missing()).isEqualTo(1);
    assertThat(plan.describe()).contains("x       number            1        3  1 to 4");
    try (var data = plan.encode(RowSplit.of(1).test(0).valid(0))) {
      assertThat(data.train().rows(data.trainRows()).x().toArray())
          .containsExactly(1, 0, 3, 1, 3, 0, 4, 0);
    }
  }

  /** Row C26. */
  @Test
  void aTargetThatIsNotThereIsSearchedFor() throws IOException {
    assertRefused(
        "CSV-TARGET: data.csv: no column 'y'; columns: a, b, Y; did you mean Y?",
        "a,b,Y\n1,2,x\n2,3,z\n",
        TableOptions.target("y"));
    assertRefused(
        "CSV-COLUMN: data.csv: no column 'aa'; columns: a, b, Y; did you mean a?",
        "a,b,Y\n1,2,x\n2,3,z\n",
        TableOptions.target("Y").role("aa", Role.NUMBER));
  }

  /** Row C28. */
  @Test
  void oneClassIsNoTask() throws IOException {
    assertRefused(
        "DATA-ONE-CLASS: data.csv: target 'y' has one value 'cat' in 3 rows",
        "x,y\n1,cat\n2,cat\n3,cat\n",
        TableOptions.target("y"));
    assertRefused(
        "DATA-ONE-CLASS: data.csv: target 'y' has no value in 2 rows",
        "x,y\n1,\n2,NA\n",
        TableOptions.target("y"));
  }

  /** Row C29. */
  @Test
  void aNumberIsNoClass() {
    var rows = new ArrayList<List<Object>>();
    for (int i = 0; i < 300; i++) {
      rows.add(List.of(i % 7, ORDER[i] * 0.5));
    }
    var table = MemoryTable.of(List.of("x", "y"), rows);

    assertThatThrownBy(() -> TablePlan.of(table, TableOptions.target("y").task(Task.CLASSIFY)))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "DATA-TARGET: table: target 'y' has 300 distinct values in 300 rows; use --task"
                + " regress");
  }

  @Test
  void aTextIsNoNumber() throws IOException {
    assertRefused(
        "CSV-NUMBER: data.csv:2: column 'y': 'cat' is not a number; the target is a number",
        "x,y\n1,cat\n2,cow\n3,cat\n",
        TableOptions.target("y").task(Task.REGRESS));
  }

  /** Row C32: a constant column is left out, so that nothing divides by its deviation. */
  @Test
  void aConstantColumnIsLeftOutAndSaid() throws IOException {
    var plan = csv("k,x,y\n1,1,a\n1,2,b\n1,3,a\n", TableOptions.target("y"));

    assertThat(plan.features()).extracting(PlannedColumn::name).containsExactly("x");
    assertThat(plan.describe()).contains("  left out: is '1' in every row\n");
  }

  /** Row C33. */
  @Test
  void rowsThatAreTooFewForAPartAreRefused() throws IOException {
    var plan = csv("x,y\n1,a\n2,b\n3,a\n", TableOptions.target("y"));

    assertThatThrownBy(() -> plan.encode(RowSplit.of(1).test(0).valid(0.1)))
        .hasMessageEndingWith("data.csv: 3 rows cannot give a 10 % validation set");
    assertThatThrownBy(() -> plan.encode(RowSplit.of(1).test(0).folds(4)))
        .hasMessageEndingWith("data.csv: 3 rows cannot give 4 folds");
  }

  @Test
  void nothingLeftToPredictFromIsSaid() throws IOException {
    assertRefused(
        "DATA-COLUMNS: data.csv: no column is left to predict 'y' from",
        "k,y\n1,a\n1,b\n1,a\n",
        TableOptions.target("y"));
  }

  private static PlannedTarget target(IntFunction<@Nullable Object> values, Task task) {
    var rows = new ArrayList<List<@Nullable Object>>();
    for (int i = 0; i < 300; i++) {
      rows.add(Arrays.asList(i % 7, values.apply(i)));
    }
    var table = MemoryTable.of(List.of("x", "y"), rows);
    return Objects.requireNonNull(
        TablePlan.of(table, TableOptions.target("y").task(task)).target());
  }

  @Test
  void whatIsAskedIsFoundOut() {
    assertThat(target(i -> i % 2 == 0 ? "yes" : "no", Task.AUTO).target())
        .isEqualTo(new Target.Classes("y", List.of("no", "yes")));
    assertThat(target(i -> i % 10, Task.AUTO).target().classNames()).hasSize(10);
    assertThat(target(i -> 3 + i % 6, Task.AUTO).target()).isEqualTo(Target.numbers("y"));
    assertThat(target(i -> i % 10, Task.REGRESS).target()).isEqualTo(Target.numbers("y"));
    assertThat(target(i -> 3 + i % 6, Task.CLASSIFY).target().classNames())
        .containsExactly("3", "4", "5", "6", "7", "8");
    assertThat(target(i -> i % 4 == 0 ? null : ORDER[i] * 0.5, Task.AUTO).missing()).isEqualTo(75);
  }

  @Test
  void aSkewedPositiveTargetIsOfferedItsLogarithm() {
    assertThat(target(i -> 1.0 + (double) ORDER[i] * ORDER[i] * ORDER[i] * i, Task.AUTO).hint())
        .contains("'y' is positive and skewed");
    assertThat(target(i -> 100.0 + ORDER[i], Task.AUTO).hint()).isEmpty();
  }

  @Test
  void severalTargetsAreLabelsOrNumbers() {
    var rows = new ArrayList<List<Object>>();
    for (int i = 0; i < 100; i++) {
      rows.add(List.of(i % 7, i % 2, i % 3 == 0 ? "yes" : "no", i * 0.5));
    }
    var table = MemoryTable.of(List.of("x", "a", "b", "c"), rows);

    assertThat(Objects.requireNonNull(TablePlan.of(table, TableOptions.target("a", "b")).target()))
        .satisfies(found -> {
          assertThat(found.target()).isEqualTo(Target.labels("a", "b"));
          assertThat(found.counts().getFirst().getValue()).isEqualTo(50);
        });
    assertThat(
            Objects.requireNonNull(TablePlan.of(table, TableOptions.target("a", "c")).target())
                .target())
        .isEqualTo(Target.numbers("a", "c"));
    assertThatThrownBy(() -> TablePlan.of(table, TableOptions.target("a", "c").task(Task.CLASSIFY)))
        .hasMessageContaining("target 'c' is not 0 or 1, yes or no");
  }

  @Test
  void aColumnThatGivesTheTargetAwayIsSaid() {
    var rows = new ArrayList<List<Object>>();
    for (int i = 0; i < 300; i++) {
      rows.add(List.of("t" + ORDER[i] % 3, ORDER[i] * 2.0, i % 7, "k" + ORDER[i] % 3, ORDER[i]));
    }
    var names = List.of("copy", "twice", "other", "kind", "size");
    var table = MemoryTable.of(names, rows);

    assertThat(
            TablePlan.of(table, TableOptions.target("kind").role("size", Role.IGNORED)).warnings())
        .containsExactly(
            "column 'copy' alone tells 'kind' in 100.0 % of the rows; is it known before the"
                + " answer is?");
    assertThat(TablePlan.of(table, "size").warnings())
        .containsExactly(
            "column 'twice' alone tells 'size' with 100.00 % of its variance; is it known before"
                + " the answer is?");
  }

  @Test
  void aRareClassThatNobodyTellsIsNoLeak() {
    var rows = new ArrayList<List<Object>>();
    for (int i = 0; i < 1000; i++) {
      rows.add(List.of(i % 7, i % 300 == 17 ? "rare" : "common"));
    }

    assertThat(TablePlan.of(MemoryTable.of(List.of("x", "y"), rows), "y").warnings())
        .containsExactly(
            "class 'rare' has only 4 rows",
            "99 % of the rows repeat an earlier one, so that test rows may have been trained on");
  }

  @Test
  void aDescriptionSaysWhatWasFoundColumnByColumn() {
    var rows = new ArrayList<List<@Nullable Object>>();
    for (int i = 0; i < 300; i++) {
      rows.add(
          Arrays.asList(
              i + 1,
              i % 3 == 0 ? 20 + ORDER[i] % 60 : null,
              "city " + ORDER[i] % 7,
              "EUR",
              "0" + (1 + i % 9) + "/02/2024",
              ORDER[i] % 4 == 0 ? "yes" : "no"));
    }
    var names = List.of("row", "age", "city", "currency", "seen", "a_question_with_a_long_name");
    var plan = TablePlan.of(MemoryTable.of(names, rows), names.getLast());

    assertThat(plan.describe())
        .isEqualTo(
            """
            table: 300 rows, 6 columns

            column                    role        missing distinct  values
            row                       identifier               300  1 to 300
              left out: counts the rows
            age                       number          200       53  20 to 79
            city                      category                   7  city 0, city 1, city 2,…
            currency                  constant                   1  EUR
              left out: is 'EUR' in every row
            seen                      date                       9  01/02/2024, 02/02/2024,…
              day and month could be either; read as in 03/31/2026; the other way:
                seen=date:dmy
            a_question_with_a_long_…  target                     2  no, yes

            target: a_question_with_a_long_name, 2 classes (two values)
            warning: column 'age' has no value in 67 % of the rows
            """);
  }
}
