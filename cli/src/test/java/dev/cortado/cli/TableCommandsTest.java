package dev.cortado.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.formats.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A table of the user's, from the file to predictions. */
class TableCommandsTest {

  private static final int ROWS = 240;

  @TempDir private Path folder;
  private Path table;

  @BeforeEach
  void writeTable() throws IOException {
    table = write("visits.csv", ROWS, 0);
  }

  /** Visits that end in a purchase if they are long, or in the shop of Lyon. */
  private Path write(String name, int rows, int first) throws IOException {
    var lines = new ArrayList<>(List.of("minutes,city,member,day,bought"));
    var cities = List.of("Lyon", "Paris", "Nice");
    for (int i = first; i < first + rows; i++) {
      int minutes = i * 37 % 60;
      var city = cities.get(i * 7 % 3);
      boolean bought = minutes > 30 || city.equals("Lyon");
      lines.add(
          String.join(
              ",",
              i % 11 == 0 ? "" : String.valueOf(minutes),
              city,
              i % 2 == 0 ? "yes" : "no",
              "2025-0" + (i % 9 + 1) + "-1" + i % 10,
              bought ? "yes" : "no"));
    }
    return Files.write(folder.resolve(name), lines);
  }

  private CommandRun train(String... more) {
    var words =
        new ArrayList<>(
            List.of("train", table.toString(), "--target", "bought", "--quality", "fast"));
    words.addAll(List.of("--out", run().toString()));
    words.addAll(List.of(more));
    return CommandRun.run(words.toArray(String[]::new));
  }

  private Path run() {
    return folder.resolve("run");
  }

  private String model() {
    return run().resolve("model.cortado").toString();
  }

  @Test
  void aTableIsDescribedLearnedAndKept() {
    var done = train();
    assertThat(done.err()).isEmpty();
    assertThat(done.code()).isZero();
    assertThat(done.out())
        .startsWith("visits.csv: 240 rows, 5 columns")
        .contains("\nminutes ", "\nmember ", "\nbought ")
        .contains("168 rows for training, 36 for validation, 36 held back, seed 42\n")
        .contains("\nnetwork 1 of 1: logloss ")
        .contains("\nOn the 36 rows held back:\n", "linear model\n", "\nactual \\ predicted")
        .contains("\nmodel        " + model() + "\n");
    assertThat(done.out().lines())
        .filteredOn(line -> !line.contains("/"))
        .allMatch(line -> line.length() <= 80);
    assertThat(run())
        .isDirectoryContaining("glob:**/history.csv")
        .isDirectoryContaining("glob:**/history.svg")
        .isDirectoryContaining("glob:**/settings.json");
  }

  @Test
  void predictWritesALineForEachRowInOrder() throws IOException {
    train("--quiet");
    var out = folder.resolve("predictions.csv");
    var news = write("news.csv", 30, 1_000);
    var done =
        CommandRun.run("predict", model(), news.toString(), "--proba", "--out", out.toString());
    assertThat(done.code()).as(done.err()).isZero();
    var lines = Files.readAllLines(out);
    assertThat(lines).hasSize(31);
    assertThat(lines.getFirst()).isEqualTo("prediction,probability_no,probability_yes");
    assertThat(lines.subList(1, 31)).allMatch(line -> line.matches("(yes|no),[-0-9.E]+,[-0-9.E]+"));
    assertThat(CommandRun.run("predict", model(), news.toString(), "--proba").out().lines())
        .containsExactlyElementsOf(lines);
  }

  @Test
  void aRowByNameIsPredictedAsInAFile() throws IOException {
    train("--quiet");
    var one = folder.resolve("one.csv");
    Files.writeString(one, "city,bought,minutes,member,day,more\nNice,,12,yes,2025-03-12,x\n");
    var file = CommandRun.run("predict", model(), one.toString(), "--proba");
    var row =
        CommandRun.run(
            "predict",
            model(),
            "--proba",
            "--row",
            "minutes=12,city=Nice,member=yes,day=2025-03-12");
    assertThat(file.code()).as(file.err()).isZero();
    assertThat(row).isEqualTo(file);
  }

  @Test
  void evaluateGivesTheMetricsOfOtherRows() throws IOException {
    train("--quiet");
    var done = CommandRun.run("evaluate", model(), write("news.csv", 90, 500).toString());
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.out()).startsWith("90 rows\n\n").contains("\naccuracy ", "\nlogloss ");
  }

  @Test
  void jsonLinesEndWithTheMetrics() {
    var done = train("--json");
    assertThat(done.code()).as(done.err()).isZero();
    var lines = done.out().lines().map(Json::parse).map(Json.Mapping.class::cast).toList();
    assertThat(lines.getFirst().values().get("event")).isEqualTo(Json.of("table"));
    var last = lines.getLast().values();
    assertThat(last.get("event")).isEqualTo(Json.of("result"));
    assertThat(last.get("test_rows")).isEqualTo(Json.of(36));
    var metrics = ((Json.Mapping) last.get("metrics")).values();
    assertThat(metrics).containsKeys("logloss", "accuracy", "auc", "f1");
  }

  @Test
  void withoutRowsHeldBackThereAreNoMetrics() {
    assertThat(train("--test", "0").out()).contains("No rows were held back");
  }

  @Test
  void theSameSeedGivesTheSameModelOnAnyNumberOfThreads() throws IOException {
    train("--folds", "2", "--epochs", "3", "--threads", "1");
    var first = Files.readAllBytes(Path.of(model()));
    var second = folder.resolve("second");
    CommandRun.run(
        "train",
        table.toString(),
        "--target",
        "bought",
        "--quality",
        "fast",
        "--folds",
        "2",
        "--epochs",
        "3",
        "--threads",
        "3",
        "--out",
        second.toString());
    assertThat(Files.readAllBytes(second.resolve("model.cortado"))).isEqualTo(first);
  }

  @Test
  void settingsOfARunTrainTheSameModel() throws IOException {
    train("--epochs", "3", "--quiet");
    var second = folder.resolve("second");
    var done =
        CommandRun.run(
            "train",
            "--config",
            run().resolve("settings.json").toString(),
            "--quiet",
            "--out",
            second.toString());
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(Files.readAllBytes(second.resolve("model.cortado")))
        .isEqualTo(Files.readAllBytes(Path.of(model())));
  }

  @Test
  void printedOptionsAreAConfig() throws IOException {
    var done = train("--print-config", "--hidden", "64,64");
    assertThat(done.out())
        .isEqualTo(
            """
            {"data": ["%s"],
             "target": "bought",
             "quality": "fast",
             "test": "0.15",
             "hidden": "64,64",
             "seed": "42"}
            """
                .formatted(table));
    assertThat(run()).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeInAConfigIsNamed(String text, String message) throws IOException {
    var config = Files.writeString(folder.resolve("train.json"), text);
    var done = train("--config", config.toString());
    assertThat(done.code()).isEqualTo(2);
    assertThat(done.err()).isEqualTo("error[CONFIG]: " + config + ": " + message + "\n");
  }

  static List<Arguments> mistakes() {
    return List.of(
        Arguments.of("{\"epcohs\": 3}", "unknown key 'epcohs'; did you mean epochs?"),
        Arguments.of(
            "{\"epochs\": \"many\"}",
            "'epochs': 'many', expected a whole number from 1 to 1,000,000"),
        Arguments.of("{\"epochs\": null}", "'epochs' is null, expected a text or a number"),
        Arguments.of("[1]", "expected an object, {\"target\": ...}"));
  }

  @Test
  void aConfigThatIsNoJsonIsRefused() throws IOException {
    var config = Files.writeString(folder.resolve("train.json"), "{\"epochs\": }");
    var done = train("--config", config.toString());
    assertThat(done.code()).isEqualTo(2);
    assertThat(done.err()).startsWith("error[CONFIG]: " + config + ": ").hasLineCount(1);
  }

  @Test
  void patienceIsForToyTables() {
    var done = train("--patience", "3");
    assertThat(done.code()).isEqualTo(2);
    assertThat(done.err()).startsWith("error[USAGE]: --patience is for toy tables; ");
    assertThat(run()).doesNotExist();
  }

  @Test
  void aTargetThatIsNotThereIsNamedAndNothingIsMade() {
    var done =
        CommandRun.run("train", table.toString(), "--target", "Bought", "--out", run().toString());
    assertThat(done.code()).isEqualTo(3);
    assertThat(done.err())
        .isEqualTo(
            "error[CSV-TARGET]: "
                + table
                + ": no column 'Bought'; columns: minutes, city, member,"
                + " day, bought; did you mean bought?\n");
    assertThat(run()).doesNotExist();
  }

  @Test
  void aValueThatCannotBeReadIsNamedWithItsPlace() throws IOException {
    train("--quiet");
    var bad = folder.resolve("bad.csv");
    Files.writeString(
        bad, "minutes,city,member,day\n1,Nice,no,2025-03-12\nmany,Nice,no,2025-03-12\n");
    var done = CommandRun.run("predict", model(), bad.toString());
    assertThat(done.code()).isEqualTo(3);
    assertThat(done.err())
        .isEqualTo("error[CSV-NUMBER]: " + bad + ":3: column 'minutes': 'many' is not a number\n");
  }

  @Test
  void aMissingColumnIsNamed() throws IOException {
    train("--quiet");
    var bad = Files.writeString(folder.resolve("bad.csv"), "minutes,city,day\n1,Nice,2025-03-12\n");
    var done = CommandRun.run("predict", model(), bad.toString(), "--out", "nowhere.csv");
    assertThat(done.code()).isEqualTo(3);
    assertThat(done.err())
        .startsWith(
            "error[CSV-COLUMN]: " + bad + ": no column 'member'; columns: minutes, city, day");
    assertThat(Path.of("nowhere.csv")).doesNotExist();
  }

  @Test
  void anUnknownClassInAnEvaluationIsNamed() throws IOException {
    train("--quiet");
    var bad =
        Files.writeString(
            folder.resolve("bad.csv"),
            "minutes,city,member,day,bought\n1,Nice,no,2025-03-12,perhaps\n");
    var done = CommandRun.run("evaluate", model(), bad.toString());
    assertThat(done.code()).isEqualTo(3);
    assertThat(done.err())
        .isEqualTo(
            "error[DATA-LABEL]: "
                + bad
                + ":2: column 'bought': label 'perhaps' unknown; known: no,"
                + " yes\n");
  }

  @Test
  void anInterruptedTrainingGoesOnToTheSameModel() throws IOException {
    train("--folds", "2", "--epochs", "4", "--quiet");
    var whole = Files.readAllBytes(Path.of(model()));
    // What is left of a training that was killed after its last checkpoint.
    Files.delete(Path.of(model()));
    var done = CommandRun.run("train", "--resume", "--out", run().toString(), "--quiet");
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(Files.readAllBytes(Path.of(model()))).isEqualTo(whole);
  }

  @Test
  void aResumedTrainingKeepsItsOptions() {
    train("--epochs", "2", "--quiet");
    var done = CommandRun.run("train", "--resume", "--out", run().toString(), "--epochs", "3");
    assertThat(done.code()).isEqualTo(4);
    assertThat(done.err())
        .startsWith("error[CKPT-MISMATCH]: " + run() + " was made with --epochs 2");
  }

  @Test
  void describeShowsRolesAndTheTarget() {
    var done = CommandRun.run("describe", table.toString(), "--target", "bought");
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.out())
        .startsWith("visits.csv: 240 rows, 5 columns")
        .contains("\ncity     category ", "\nday      date ")
        .contains("\ntarget: bought, ");
  }
}
