package dev.cortado.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings of a table that are killed go on to the same model, byte for byte. */
class TableResumeTest {

  private static final String[] OPTIONS = {
    "--target", "y", "--quality", "fast", "--folds", "3", "--epochs", "30", "--threads", "2"
  };

  @TempDir private Path folder;

  /** Rows of noise: only the bits matter. */
  private Path table() throws IOException {
    float[] numbers = Rng.of(5).uniform(Shape.of(1_500 * 6)).toArray();
    var lines = new ArrayList<>(List.of("a,b,c,d,e,f,y"));
    for (int row = 0; row < 1_500; row++) {
      var line = new StringBuilder();
      for (int column = 0; column < 6; column++) {
        line.append(numbers[row * 6 + column]).append(',');
      }
      lines.add(line.append(numbers[row * 6] + numbers[row * 6 + 1] > 1 ? "yes" : "no").toString());
    }
    return Files.write(folder.resolve("noise.csv"), lines);
  }

  private static Process start(String... words) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-Xlog:disable"));
    command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(words));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String[] train(Path table, Path out) {
    var words = new ArrayList<>(List.of("train", table.toString()));
    words.addAll(List.of(OPTIONS));
    words.addAll(List.of("--out", out.toString(), "--quiet"));
    return words.toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(strings = {"settings.json", "checkpoints/network-1", "checkpoints/network-3"})
  void aTrainingThatIsKilledGoesOnToTheSameModel(String moment) throws Exception {
    var table = table();
    var whole = folder.resolve("whole");
    assertThat(CommandRun.run(train(table, whole)).code()).isZero();

    var broken = folder.resolve("broken");
    var process = start(train(table, broken));
    var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (Files.notExists(broken.resolve(moment))) {
      assertThat(process.isAlive()).as("killed in time").isTrue();
      assertThat(System.nanoTime()).isLessThan(until);
      Thread.sleep(1);
    }
    process.destroyForcibly().waitFor();
    assertThat(broken.resolve("model.cortado")).doesNotExist();

    var done = CommandRun.run("train", "--resume", "--out", broken.toString(), "--quiet");
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(Files.readAllBytes(broken.resolve("model.cortado")))
        .isEqualTo(Files.readAllBytes(whole.resolve("model.cortado")));
    assertThat(broken.resolve("history.csv")).hasSameTextualContentAs(whole.resolve("history.csv"));
  }

  @Test
  void aTrainingThatIsInterruptedSaysHowToContinue() throws Exception {
    var broken = folder.resolve("broken");
    var process = start(train(table(), broken));
    while (Files.notExists(broken.resolve("checkpoints/network-1"))) {
      assertThat(process.isAlive()).isTrue();
      Thread.sleep(1);
    }
    process.toHandle().destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
        .contains("interrupted; to continue: cortado train --resume --out " + broken);
  }

  @Test
  void otherRowsAreRefused() throws Exception {
    var table = table();
    var out = folder.resolve("out");
    CommandRun.run(train(table, out));
    Files.delete(out.resolve("model.cortado"));
    Files.writeString(table, "\n0.1,0.2,0.3,0.4,0.5,0.6,no\n", StandardOpenOption.APPEND);
    var done = CommandRun.run("train", "--resume", "--out", out.toString(), "--quiet");
    assertThat(done.code()).isEqualTo(4);
    assertThat(done.err()).startsWith("error[CKPT-MISMATCH]: ").hasLineCount(1);
  }
}
