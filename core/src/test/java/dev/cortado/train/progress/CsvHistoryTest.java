package dev.cortado.train.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.data.Split;
import dev.cortado.data.Toys;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.tensor.Rng;
import dev.cortado.train.Checkpoint;
import dev.cortado.train.Epoch;
import dev.cortado.train.Event;
import dev.cortado.train.History;
import dev.cortado.train.History.Ending;
import dev.cortado.train.Recipe;
import dev.cortado.train.Signal;
import dev.cortado.train.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvHistoryTest {

  private static final Split MOONS = Toys.moons(200, 0.1, Rng.of(1)).split(0.8, 0.1, Rng.of(2));
  private static final Recipe RECIPE =
      Recipe.of(Loss.crossEntropy(), Adam.of(1e-2)).epochs(3).batchSize(50);

  @TempDir private Path folder;

  private static Layer model() {
    return Sequential.of(Dense.of(2, 4, Activation.relu()), Dense.of(4, 2));
  }

  private static Epoch epoch(int number, Map<String, Double> values) {
    return new Epoch(number, 44L * number, 0.01 / number, new LinkedHashMap<>(values));
  }

  private static String text(Epoch... epochs) {
    return CsvHistory.text(new History(List.of(epochs), 1, 1, Ending.UNFINISHED));
  }

  @Test
  void hasALineForEachEpoch() {
    assertThat(text(epoch(1, Map.of("train.loss", 0.5)), epoch(2, Map.of("train.loss", 1e-7))))
        .isEqualTo(
            """
            epoch,steps,rate,train.loss
            1,44,0.01,0.5
            2,88,0.005,1.0E-7
            """);
  }

  @Test
  void numbersReadBackToTheSameBits() {
    for (double value : new double[] {1 / 3.0, Double.MIN_VALUE, -0.0, 1e22, Double.NaN}) {
      var line = text(epoch(1, Map.of("x", value))).lines().toList().getLast();
      var read = Double.parseDouble(line.substring(line.lastIndexOf(',') + 1));
      assertThat(Double.doubleToRawLongBits(read)).isEqualTo(Double.doubleToRawLongBits(value));
    }
  }

  @Test
  void namesAreQuotedWhereTheyMustBe() {
    assertThat(text(epoch(1, Map.of("a \"b\", c", 1.0))))
        .startsWith("epoch,steps,rate,\"a \"\"b\"\", c\"\n");
  }

  @Test
  void aValueThatAnEpochDoesNotHaveIsEmpty() {
    assertThat(text(epoch(1, Map.of("a", 1.0)), epoch(2, Map.of("b", 2.0))))
        .isEqualTo("epoch,steps,rate,a,b\n1,44,0.01,1.0,\n2,88,0.005,,2.0\n");
  }

  @Test
  void theDefaultLocaleDoesNotMatter() {
    var before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(text(epoch(1, Map.of("a", 1234.5)))).endsWith("1,44,0.01,1234.5\n");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void theFileIsWholeAfterEachEpoch() throws IOException {
    var file = folder.resolve("new/folder/history.csv");
    var lines = new ArrayList<Integer>();
    var history =
        Trainer.fit(
            model(),
            RECIPE,
            MOONS.train(),
            MOONS.valid(),
            CsvHistory.of(file),
            event -> {
              if (event instanceof Event.EpochEnded) {
                lines.add(lines(file).size());
              }
              return Signal.CONTINUE;
            });
    assertThat(lines).containsExactly(2, 3, 4);
    assertThat(Files.readString(file)).isEqualTo(CsvHistory.text(history));
    assertThat(lines(file).getFirst()).startsWith("epoch,steps,rate,train.loss,valid.loss,valid.");
    assertThat(folder.resolve("new/folder")).isDirectoryContaining("glob:**/history.csv");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).hasSize(1);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aResumedRunLeavesTheFileOfAnUnbrokenOne() throws IOException {
    var whole = folder.resolve("whole.csv");
    Trainer.fit(model(), RECIPE, MOONS.train(), MOONS.valid(), CsvHistory.of(whole));
    var parts = folder.resolve("parts.csv");
    var saved = new ArrayList<Checkpoint>();
    Trainer.fit(
        model(),
        RECIPE,
        MOONS.train(),
        MOONS.valid(),
        CsvHistory.of(parts),
        event -> {
          if (event instanceof Event.BatchEnded(var run, long step, _) && step == 6) {
            saved.add(run.checkpoint());
            return Signal.STOP;
          }
          return Signal.CONTINUE;
        });
    assertThat(lines(parts)).hasSize(2);
    Trainer.resume(
        saved.getFirst(), model(), RECIPE, MOONS.train(), MOONS.valid(), CsvHistory.of(parts));
    assertThat(parts).hasSameBinaryContentAs(whole);
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() throws IOException {
    var file = folder.resolve("taken");
    Files.createDirectories(file.resolve("inside"));
    assertThatThrownBy(
            () -> Trainer.fit(model(), RECIPE, MOONS.train(), MOONS.valid(), CsvHistory.of(file)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("csv: cannot write '" + file + "': ")
        .hasMessageEndingWith("; check the folder and its permissions");
    assertThatThrownBy(() -> CsvHistory.of(folder.getRoot()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("csv: '" + folder.getRoot() + "' is a folder, expected a file");
  }
}
