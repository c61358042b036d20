package dev.cortado.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainCommandTest {

  @TempDir private Path temporary;

  @Test
  void irisIsLearnedAndKept() {
    var done = train("iris");
    assertThat(done.err()).isEmpty();
    assertThat(done.code()).isZero();
    assertThat(done.out())
        .startsWith(
            """
            iris: 150 flowers of three species, by four lengths
            105 rows for training, 23 for validation, 22 held back, seed 42

            Layer (type)               Name      Output shape  Parameters
            """)
        .contains("\nepoch   1/100  train.loss ", "\nOn the 22 rows held back:\naccuracy  1.000\n")
        .contains("\nactual \\ predicted  setosa  versicolor  virginica  recall\n")
        .contains("\nDiagnosis: ")
        .contains("\nmodel        " + folder().resolve("model.cortado") + "\n");
    assertThat(done.out().lines())
        .filteredOn(line -> !line.contains("/"))
        .allMatch(TrainCommandTest::fits);
    assertThat(folder()).isDirectoryContaining("glob:**/history.csv");
    assertThat(folder()).isDirectoryContaining("glob:**/history.svg");
    assertThat(folder()).isDirectoryContaining("glob:**/model.cortado");
  }

  @ParameterizedTest
  @CsvSource({
    "digits, accuracy, 0.95", "moons, accuracy, 0.93", "circles, accuracy, 0.95",
    "xor, accuracy, 0.95", "spirals, accuracy, 0.95", "gauss, accuracy, 0.9",
    "blobs, accuracy, 0.9", "sine, r2, 0.96"
  })
  void everyTableIsLearned(String table, String metric, double floor) {
    var done = train(table, "--quiet");
    var line = done.out().lines().filter(it -> it.startsWith(metric)).findFirst().orElseThrow();
    assertThat(Double.parseDouble(line.substring(metric.length()).strip()))
        .isGreaterThanOrEqualTo(floor);
    assertThat(done.out()).doesNotContain("epoch", "Diagnosis");
  }

  @Test
  void theSameSeedGivesTheSameFilesOnAnyNumberOfThreads() throws IOException {
    train("moons", "--epochs", "5", "--threads", "1");
    var first = files();
    var second = temporary.resolve("second");
    assertThat(first).containsKeys("model.cortado", "history.csv", "history.svg");
    CommandRun.run("train", "moons", "--epochs", "5", "--threads", "3", "--out", second.toString());
    assertThat(files(second)).isEqualTo(first);
  }

  @Test
  void anotherSeedGivesAnotherModel() throws IOException {
    train("moons", "--epochs", "2", "--seed", "1");
    var first = files();
    var second = temporary.resolve("second");
    CommandRun.run("train", "moons", "--epochs", "2", "--seed", "2", "--out", second.toString());
    assertThat(files(second).get("model.cortado")).isNotEqualTo(first.get("model.cortado"));
  }

  @Test
  void aBatchOfMoreRowsThanThereAreIsAllOfThem() {
    var done = train("iris", "--batch", "500", "--epochs", "2");
    assertThat(done.code()).isZero();
    assertThat(done.out()).contains("batch size 500 is reduced to the 105 rows there are\n");
  }

  @Test
  void aRateThatIsFarTooLargeDiverges() {
    var done = train("sine", "--rate", "1e30");
    assertThat(done.code()).isEqualTo(6);
    assertThat(done.err())
        .startsWith("error[DIVERGED]: step ")
        .contains("last finite loss", "try a lower rate", "; there is no checkpoint yet\n")
        .hasLineCount(1);
    assertThat(folder().resolve("model.cortado")).doesNotExist();
  }

  @Test
  void aTrainingThatDivergesLaterNamesTheCheckpointThatIsKept() {
    var done = train("sine", "--rate", "0.01", "--decay", "250");
    assertThat(done.code()).isEqualTo(6);
    assertThat(done.err()).startsWith("error[DIVERGED]: step ").endsWith(" is kept\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--rate 1e-45", "--dropout 1e-60", "--dropout 0.9999999", "--decay 1e-60"})
  void theSmallestAndLargestNumbersTrain(String option) {
    var words = option.split(" ");
    assertThat(train("iris", "--epochs", "1", words[0], words[1]).code()).isZero();
  }

  @Test
  void aNetworkThatCannotFitIsRefusedBeforeAnythingIsMade() {
    var done = train("digits", "--hidden", "1000000,1000000");
    assertThat(done.code()).isEqualTo(7);
    assertThat(done.err())
        .startsWith("error[MEM]: 1,000,076,000,010 weights ")
        .contains("need 21.8 TiB, the heap has ", "CORTADO_JAVA_OPTS=-Xmx8g");
    assertThat(folder()).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          iriss               | DATA: no file 'iriss'; did you mean iris?
          nowhere.csv         | --target is missing; cortado describe DATA shows the columns
          iris --target x     | --target is for files, iris is a table of numbers that comes with cortado
          --leraning-rate 1   | unknown option --leraning-rate; cortado train --help lists them
          --rat 1             | unknown option --rat; did you mean --rate?
          --rate              | --rate needs a value
          --rate --seed 3     | --rate needs a value
          --seed 1 --seed 2   | --seed is given twice
          --rate 0            | --rate: '0', expected a number above 0, from 1.4e-45 to 3.4e38
          --rate -1           | --rate: '-1', expected a number above 0, from 1.4e-45 to 3.4e38
          --rate NaN          | --rate: 'NaN', expected a number above 0, from 1.4e-45 to 3.4e38
          --rate 1e999        | --rate: '1e999', expected a number above 0, from 1.4e-45 to 3.4e38
          --rate 1e39         | --rate: '1e39', expected a number above 0, from 1.4e-45 to 3.4e38
          --rate 1e-60        | --rate: '1e-60', expected a number above 0, from 1.4e-45 to 3.4e38
          --rate abc          | --rate: 'abc', expected a number above 0, from 1.4e-45 to 3.4e38
          --epochs 0          | --epochs: '0', expected a whole number from 1 to 1,000,000
          --epochs -5         | --epochs: '-5', expected a whole number from 1 to 1,000,000
          --epochs 3.5        | --epochs: '3.5', expected a whole number from 1 to 1,000,000
          --epochs 99999999999 | --epochs: '99999999999', expected a whole number from 1 to 1,000,000
          --batch 0           | --batch: '0', expected a whole number from 1 to 16,777,216
          --hidden 128,,64    | --hidden: number 2 of '128,,64' is '', expected a whole number from 1 to 1,000,000,000
          --hidden 0          | --hidden: number 1 of '0' is '0', expected a whole number from 1 to 1,000,000,000
          --hidden 8,-3       | --hidden: number 2 of '8,-3' is '-3', expected a whole number from 1 to 1,000,000,000
          --hidden abc        | --hidden: number 1 of 'abc' is 'abc', expected a whole number from 1 to 1,000,000,000
          --seed 1.5          | --seed: '1.5', expected a whole number of at most 64 bits
          --seed 9223372036854775808 | --seed: '9223372036854775808', expected a whole number of at most 64 bits
          --dropout 1.0       | --dropout: '1.0', expected a number from 0 to below 1
          --dropout 0.99999999999 | --dropout: '0.99999999999', expected a number from 0 to below 1
          --decay 1e39        | --decay: '1e39', expected a number from 0 to 3.4e38
          --decay -1          | --decay: '-1', expected a number from 0 to 3.4e38
          --threads 0         | --threads: '0', expected a whole number from 1 to 999
          --quiet=yes         | --quiet takes no value, found yes
          """)
  void aBadCommandLineIsOneLineAndCode2AndLeavesNothing(String line, String message) {
    var done = train(line.split(" "));
    assertThat(done.code()).isEqualTo(2);
    assertThat(done.err()).isEqualTo("error[USAGE]: train" + separator(message) + message + "\n");
    assertThat(done.out()).isEmpty();
    assertThat(folder()).doesNotExist();
  }

  private static String separator(String message) {
    return message.startsWith("takes") ? " " : ": ";
  }

  @Test
  void aFolderWithSomethingInItIsRefused() throws IOException {
    Files.createDirectory(folder());
    Files.writeString(folder().resolve("mine.txt"), "");
    var done = train("iris");
    assertThat(done.code()).isEqualTo(2);
    assertThat(done.err()).startsWith("error[OUT]: " + folder() + " is not empty; ");
  }

  @Test
  void closedOutputEndsATrainingQuietly() {
    var err = new ByteArrayOutputStream();
    var out = StandardOutput.over(new Closed(), ISO_8859_1);
    var line = List.of("train", "iris", "--out", folder().toString());
    assertThat(Main.run(line, out, new PrintStream(err, true, ISO_8859_1))).isEqualTo(141);
    assertThat(err.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Duser.language=tr -Duser.country=TR -Dfile.encoding=ISO-8859-9",
        "-Duser.language=ar -Duser.country=EG",
      })
  void noLanguageChangesTheFilesOrTheOutput(String options) throws Exception {
    var here = train("iris", "--epochs", "3");
    var there = temporary.resolve("there");
    var done =
        CommandRun.fork(
            "--add-modules jdk.incubator.vector " + options,
            "train iris --epochs 3 --out " + there,
            temporary);
    assertThat(done.out().replaceAll(" in \\d:\\d\\d", ""))
        .isEqualTo(here.out().replaceAll(" in \\d:\\d\\d", "").replace(folder() + "", there + ""));
    assertThat(files(there)).isEqualTo(files());
  }

  @Test
  void helpFitsOnEightyColumns() {
    assertThat(CommandRun.run("train", "--help").out().lines()).allMatch(TrainCommandTest::fits);
  }

  private static boolean fits(String line) {
    return line.length() <= 80;
  }

  private Path folder() {
    return temporary.resolve("run");
  }

  private CommandRun train(String... arguments) {
    var line = new ArrayList<>(List.of("train"));
    line.addAll(List.of(arguments));
    line.addAll(List.of("--out", folder().toString()));
    return CommandRun.run(line.toArray(String[]::new));
  }

  private Map<String, String> files() throws IOException {
    return files(folder());
  }

  /** Whatever lies in a folder, byte for byte. */
  private static Map<String, String> files(Path folder) throws IOException {
    var contents = new TreeMap<String, String>();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        contents.put(file.getFileName().toString(), Files.readString(file, ISO_8859_1));
      }
    }
    return contents;
  }
}
