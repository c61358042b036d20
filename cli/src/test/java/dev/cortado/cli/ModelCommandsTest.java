package dev.cortado.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What can be done with a model that was trained by the command. */
class ModelCommandsTest {

  @TempDir private static Path temporary;

  private static String iris = "";
  private static String moons = "";
  private static String sine = "";
  private static String trained = "";

  @BeforeAll
  static void train() {
    var done = run("train", "iris", "--seed", "7", "--out", temporary.resolve("iris").toString());
    trained = done.out();
    iris = model("iris");
    run("train", "moons", "--epochs", "3", "--out", temporary.resolve("moons").toString());
    moons = model("moons");
    run("train", "sine", "--epochs", "3", "--out", temporary.resolve("sine").toString());
    sine = model("sine");
  }

  private static String model(String name) {
    return temporary.resolve(name).resolve("model.cortado").toString();
  }

  private static CommandRun run(String... line) {
    return CommandRun.run(line);
  }

  @Test
  void evaluateFindsTheRowsAgainThatWereHeldBack() {
    var done = run("evaluate", iris);
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.out()).startsWith("22 rows of iris, test\n\naccuracy  ");
    assertThat(trained).contains(done.out().substring(done.out().indexOf("accuracy")).strip());
  }

  @Test
  void evaluateTakesOtherParts() {
    assertThat(run("evaluate", iris, "--part", "train").out())
        .startsWith("105 rows of iris, train\n");
    assertThat(run("evaluate", iris, "iris", "--part", "all").out())
        .startsWith("150 rows of iris, all\n");
    assertThat(run("evaluate", iris, "--part", "half").err())
        .isEqualTo(
            "error[USAGE]: evaluate: --part: 'half', expected one of test, valid, train, all\n");
  }

  @Test
  void evaluateTakesAnotherTableWithTheSameColumns() {
    assertThat(run("evaluate", moons, "circles").out())
        .startsWith("1,000 rows of circles, all\n\naccuracy  0.");
    var done = run("evaluate", moons, "iris");
    assertThat(done.code()).isEqualTo(3);
    assertThat(done.err())
        .isEqualTo(
            "error[SHAPE]: evaluate: "
                + moons
                + " is for columns x1, x2 and class 0, 1; iris has sepal_length, sepal_width, "
                + "petal_length, petal_width and species setosa, versicolor, virginica\n");
  }

  @Test
  void predictNamesTheClassOfARow() {
    var done = run("predict", iris, "--proba", "--row", "5.1,3.5,1.4,0.2");
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.out().lines())
        .satisfiesExactly(
            header ->
                assertThat(header)
                    .isEqualTo(
                        "prediction,probability_setosa,probability_versicolor,"
                            + "probability_virginica"),
            row -> assertThat(row).matches("setosa,0\\.9[0-9]+,[-0-9.E]+,[-0-9.E]+"));
  }

  @Test
  void aRowAloneIsPredictedAsAmongOthers() {
    var all = run("predict", iris, "iris", "--part", "all").out().lines().toList();
    assertThat(all).hasSize(151);
    assertThat(run("predict", iris, "--row", "5.1,3.5,1.4,0.2").out().lines().toList().get(1))
        .isEqualTo(all.get(1));
  }

  @Test
  void predictGivesNumbersForNumbers() {
    assertThat(run("predict", sine, "--row", "0").out()).matches("prediction\n-?[0-9.E-]+\n");
    assertThat(run("predict", sine).out().lines()).hasSize(151);
  }

  @Test
  void aRowThatDoesNotFitIsRefused() {
    var done = run("predict", iris, "--row", "5.1,3.5");
    assertThat(done.code()).isEqualTo(3);
    assertThat(done.err())
        .isEqualTo(
            "error[SHAPE]: predict: --row has 2 numbers, "
                + iris
                + " expects 4: sepal_length, sepal_width, petal_length, petal_width\n");
    assertThat(run("predict", iris, "--row", "1,x,3,4").err())
        .isEqualTo(
            "error[USAGE]: predict: --row: number 2 of '1,x,3,4' is 'x', expected a number from "
                + "-3.4e38 to 3.4e38\n");
    assertThat(run("predict", iris, "iris", "--row", "1,2,3,4").code()).isEqualTo(2);
  }

  @Test
  void inspectShowsLayersColumnsOriginAndTensors() {
    var done = run("inspect", iris);
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.out())
        .startsWith("Layer (type)")
        .contains("\ncolumns       sepal_length, sepal_width, petal_length, petal_width\n")
        .contains("\nclass         species: setosa, versicolor, virginica\n")
        .contains("\ntable         iris\n", "\nseed          7\n")
        .containsPattern("\nlayers\\.1\\.weight +\\[4, 32\\] +-[0-9.]+ ");
  }

  @Test
  void aModelThatIsNotThereSaysSo() {
    for (var command : new String[] {"evaluate", "predict", "inspect"}) {
      var done = run(command, "nowhere/model.cortado");
      assertThat(done.code()).isEqualTo(5);
      assertThat(done.err()).isEqualTo("error[ST-OPEN]: nowhere/model.cortado: does not exist\n");
      assertThat(run(command).err())
          .isEqualTo(
              "error[USAGE]: "
                  + command
                  + ": MODEL is missing; cortado "
                  + command
                  + " --help says what it is\n");
    }
  }

  @Test
  @EnabledOnOs(
      value = OS.LINUX,
      disabledReason = "elsewhere file names have any letters, whatever the locale")
  void aNameThatTheLocaleCannotHaveSaysWhatToDo() throws Exception {
    var here = Charset.forName(System.getProperty("sun.jnu.encoding"));
    assumeTrue(here.newEncoder().canEncode("é"), "this JVM could not even ask for it");
    var done = CommandRun.fork(Map.of("LC_ALL", "C"), "-ea", "inspect é.cortado", temporary);
    assertThat(done.code()).isEqualTo(2);
    assertThat(done.err())
        .startsWith("error[USAGE]: inspect: MODEL: '")
        .endsWith(
            ".cortado', expected a path, and file names cannot have these characters in this "
                + "locale; set LC_ALL=C.UTF-8\n");
  }

  @Test
  void anEmptyNameIsNoPath() {
    assertThat(run("inspect", ""))
        .isEqualTo(new CommandRun(2, "", "error[USAGE]: inspect: MODEL: '', expected a path\n"));
  }

  @Test
  void whatIsNoModelSaysSo() throws Exception {
    var file =
        Files.writeString(temporary.resolve("notes.txt"), "not a model, but a note to myself");
    var done = run("inspect", file.toString());
    assertThat(done.code()).isEqualTo(4);
    assertThat(done.err())
        .isEqualTo("error[FORMAT]: " + file + ": looks like text, not a safetensors file\n");
  }

  @Test
  void aCheckpointIsNoModelAndSaysWhatGoesOnWithIt() throws Exception {
    try (var files = Files.list(temporary.resolve("moons").resolve("checkpoints"))) {
      var checkpoint =
          files.filter(it -> it.toString().contains("checkpoint-")).findFirst().orElseThrow();
      var done = run("inspect", checkpoint.toString());
      assertThat(done.code()).isEqualTo(4);
      assertThat(done.err())
          .isEqualTo(
              "error[FORMAT]: "
                  + checkpoint
                  + ": looks like a checkpoint of a training, not a model; cortado train --resume "
                  + "--out … goes on with it\n");
    }
  }
}
