package dev.cortado.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {

  private static final String LONG = "train digits --hidden 64,64 --epochs 40 --patience 100";

  @TempDir private Path temporary;

  @ParameterizedTest
  @CsvSource({"INT, 2", "TERM, 15"})
  @DisabledOnOs(
      value = OS.WINDOWS,
      disabledReason = "signals are sent by kill, which Windows does not have")
  void aTrainingThatIsInterruptedGoesOnToTheSameBytes(String signal, int number) throws Exception {
    assumeThat(isIgnored(number))
        .as(
            "%s is ignored here and in what is started, as a shell has it in the background",
            signal)
        .isFalse();
    var unbroken = temporary.resolve("unbroken");
    assertThat(run(LONG, unbroken).code()).isZero();

    var broken = temporary.resolve("broken");
    var process = start(LONG, broken);
    waitForACheckpoint(broken, process);
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(128 + number);
    assertThat(broken.resolve("model.cortado")).doesNotExist();
    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
        .endsWith("interrupted; to continue: cortado train --resume --out " + broken + "\n");

    assertThat(CommandRun.run("train", "--resume", "--out", broken.toString()).code()).isZero();
    assertEqual(broken, unbroken);
  }

  /** Where the system tells. */
  private static boolean isIgnored(int signal) throws IOException {
    var status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return false;
    }
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("SigIgn:"))
          .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
          .anyMatch(ignored -> (ignored >> (signal - 1) & 1) == 1);
    }
  }

  @Test
  void aTrainingThatIsKilledGoesOnToTheSameBytes() throws Exception {
    var unbroken = temporary.resolve("unbroken");
    assertThat(run(LONG, unbroken).code()).isZero();
    var broken = temporary.resolve("broken");
    var process = start(LONG, broken);
    waitForACheckpoint(broken, process);
    process.destroyForcibly().waitFor();
    assertThat(run("train --resume", broken).code()).isZero();
    assertEqual(broken, unbroken);
  }

  @Test
  void aTrainingThatIsKilledBeforeItsFirstCheckpointBeginsAnew() throws Exception {
    var line = "train digits --hidden 64,64 --epochs 2";
    var unbroken = temporary.resolve("unbroken");
    assertThat(run(line, unbroken).code()).isZero();
    var broken = temporary.resolve("broken");
    var process = start(line, broken);
    waitFor(broken.resolve("settings.txt"), process);
    process.destroyForcibly().waitFor();
    assertThat(broken.resolve("history.csv")).doesNotExist();
    assertThat(run("train --resume", broken).code()).isZero();
    assertEqual(broken, unbroken);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lock", "checkpoint-000004.part"})
  void withoutACheckpointATrainingBeginsAnew(String left) throws IOException {
    var unbroken = temporary.resolve("unbroken");
    run("train iris --epochs 2 --seed 3", unbroken);
    var broken = temporary.resolve("broken");
    begin(unbroken, broken);
    if (!left.isEmpty()) {
      Files.writeString(broken.resolve("checkpoints").resolve(left), "4711");
    }
    var done = CommandRun.run("train", "--resume", "--out", broken.toString());
    assertThat(done.err()).isEmpty();
    assertThat(done.out()).contains("\nno checkpoint yet; starting again\nepoch 1/2 ");
    assertEqual(broken, unbroken);
  }

  @Test
  void aTrainingWhoseCheckpointsAreDamagedDoesNotBeginAnew() throws IOException {
    var whole = temporary.resolve("whole");
    run("train iris --epochs 2", whole);
    var broken = temporary.resolve("broken");
    begin(whole, broken);
    Files.writeString(broken.resolve("checkpoints").resolve("checkpoint-000004"), "torn");
    var done = run("train --resume", broken);
    assertThat(done.code()).isEqualTo(4);
    assertThat(done.err()).startsWith("error[CKPT-NONE]: ").contains("(0 unfinished, 1 damaged)");
    assertThat(broken.resolve("model.cortado")).doesNotExist();
  }

  /** A folder as a training leaves it that is killed before its first checkpoint. */
  private static void begin(Path finished, Path folder) throws IOException {
    Files.createDirectories(folder.resolve("checkpoints"));
    Files.copy(finished.resolve("settings.txt"), folder.resolve("settings.txt"));
  }

  @Test
  void aTrainingThatDivergedAtOnceGivesItsFolderToAnother() {
    var folder = temporary.resolve("run");
    var diverged = run("train iris --rate 1e30", folder);
    assertThat(diverged.code()).as(diverged.err()).isEqualTo(6);
    assertThat(run("train iris --epochs 2", folder).code()).isZero();
    var other = temporary.resolve("other");
    run("train iris --epochs 2", other);
    assertEqual(folder, other);
  }

  private static void assertEqual(Path one, Path other) {
    for (var name : List.of("model.cortado", "history.csv", "history.svg", "settings.txt")) {
      assertThat(one.resolve(name)).hasSameBinaryContentAs(other.resolve(name));
    }
  }

  /** In a JVM of its own, that has not got far when it is heard of. */
  private Process start(String line, Path folder) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-Xint", "-Xlog:disable"));
    command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(line.split(" ")));
    command.addAll(List.of("--out", folder.toString()));
    return new ProcessBuilder(command)
        .redirectError(temporary.resolve("errors.txt").toFile())
        .start();
  }

  private static void waitForACheckpoint(Path folder, Process process) throws InterruptedException {
    waitFor(folder.resolve("history.csv"), process);
  }

  private static void waitFor(Path file, Process process) throws InterruptedException {
    for (int i = 0; !Files.exists(file); i++) {
      assertThat(i).as("%s within a minute", file).isLessThan(6_000);
      assertThat(process.isAlive()).as("still at work").isTrue();
      Thread.sleep(10);
    }
  }

  @Test
  void aFinishedTrainingStaysAsItIs() throws IOException {
    var folder = temporary.resolve("run");
    run("train iris --epochs 4", folder);
    var model = Files.readAllBytes(folder.resolve("model.cortado"));
    assertThat(run("train --resume", folder).code()).isZero();
    assertThat(folder.resolve("model.cortado")).hasBinaryContent(model);
  }

  @Test
  void moreEpochsTakeItFurther() {
    var folder = temporary.resolve("run");
    var unbroken = temporary.resolve("unbroken");
    run("train iris --epochs 4", folder);
    assertThat(run("train --resume --epochs 9", folder).code()).isZero();
    run("train iris --epochs 9", unbroken);
    for (var name : List.of("model.cortado", "history.csv", "settings.txt")) {
      assertThat(folder.resolve(name)).hasSameBinaryContentAs(unbroken.resolve(name));
    }
  }

  @Test
  void whatWasSaidMayBeSaidAgain() {
    var folder = temporary.resolve("run");
    run("train iris --epochs 2 --hidden 8 --seed 3", folder);
    assertThat(run("train iris --resume --hidden 8 --seed 3", folder).code()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --hidden 8,9      | --hidden 8            | --hidden 8,9
          --rate 0.1        | --rate 0.003          | --rate 0.1
          --seed 4          | --seed 3              | --seed 4
          --batch 7         | --batch 32            | --batch 7
          moons             | table iris            | table moons
          """)
  void anotherTrainingIsRefusedWithWhatDiffers(String options, String before, String now) {
    var folder = temporary.resolve("run");
    run("train iris --epochs 2 --hidden 8 --seed 3", folder);
    var done = run("train --resume " + options, folder);
    assertThat(done.code()).isEqualTo(4);
    assertThat(done.err())
        .isEqualTo(
            "error[CKPT-MISMATCH]: "
                + folder
                + " was made with "
                + before
                + ", the command line has "
                + now
                + "; leave that out, or start in another folder\n");
  }

  @Test
  void fewerEpochsThanThereAreAreRefused() throws IOException {
    var folder = temporary.resolve("run");
    run("train iris --epochs 4", folder);
    var settings = Files.readString(folder.resolve("settings.txt"));
    var done = run("train --resume --epochs 3", folder);
    assertThat(done.code()).isEqualTo(4);
    assertThat(done.err())
        .isEqualTo(
            "error[CKPT-MISMATCH]: "
                + folder
                + " is at epoch 4, --epochs is now 3; give 4 or more, or start in another"
                + " folder\n");
    assertThat(folder.resolve("settings.txt")).hasContent(settings);
  }

  @Test
  void settingsThatWereTamperedWithDoNotFitTheCheckpoints() throws IOException {
    var folder = temporary.resolve("run");
    run("train iris --epochs 2", folder);
    var settings = folder.resolve("settings.txt");
    Files.writeString(settings, Files.readString(settings).replace("--rate 0.003", "--rate 0.01"));
    var done = run("train --resume", folder);
    assertThat(done.code()).isEqualTo(4);
    assertThat(done.err()).startsWith("error[CKPT-MISMATCH]: ").contains("0.003", "0.01");
  }

  @Test
  void damagedSettingsBlameNoOptionThatNobodyTyped() throws IOException {
    var folder = temporary.resolve("run");
    run("train iris --epochs 2", folder);
    var settings = folder.resolve("settings.txt");
    var whole = Files.readString(settings);
    refuses(settings, "", "is empty");
    refuses(settings, "iris\n", "has no line --hidden");
    refuses(
        settings,
        whole.replace("iris", "rose"),
        "its first line: 'rose', expected one of iris, digits, moons, circles, xor, spirals, gauss,"
            + " blobs, sine");
    refuses(
        settings,
        whole.replace("--rate 0.003", "--rate high"),
        "its line --rate: 'high', expected a number above 0, from 1.4e-45 to 3.4e38");
  }

  private static void refuses(Path settings, String text, String problem) throws IOException {
    Files.writeString(settings, text);
    var done = run("train --resume", Objects.requireNonNull(settings.getParent()));
    assertThat(done.code()).isEqualTo(4);
    assertThat(done.err())
        .isEqualTo(
            "error[CKPT-SETTINGS]: "
                + settings
                + ": "
                + problem
                + "; it is damaged, start in another folder\n");
  }

  @Test
  void aFileIsNoFolderToGoOnIn() throws IOException {
    var file = Files.writeString(temporary.resolve("file"), "");
    var done = run("train --resume", file);
    assertThat(done.code()).isEqualTo(5);
    assertThat(done.err()).isEqualTo("error[OUT]: " + file + " is a file, expected a folder\n");
  }

  @Test
  void withoutACheckpointThereIsNothingToGoOnFrom() throws IOException {
    var folder = temporary.resolve("run");
    var none = run("train --resume", folder);
    assertThat(none.code()).isEqualTo(4);
    assertThat(none.err()).isEqualTo("error[CKPT-NONE]: " + folder + ": no training to resume\n");
    run("train iris --epochs 2", folder);
    try (var files = Files.list(folder.resolve("checkpoints"))) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.writeString(folder.resolve("checkpoints").resolve("checkpoint-000009.part"), "");
    var unfinished = run("train --resume", folder);
    assertThat(unfinished.code()).isEqualTo(4);
    assertThat(unfinished.err())
        .startsWith("error[CKPT-NONE]: ")
        .contains("no complete checkpoint (1 unfinished");
  }

  @Test
  void twoTrainingsDoNotShareAFolder() throws IOException {
    var folder = temporary.resolve("run");
    run("train iris --epochs 2", folder);
    var lock = folder.resolve("checkpoints").resolve("lock");
    try (var channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        var held = channel.lock()) {
      var settings = Files.readString(folder.resolve("settings.txt"));
      var done = run("train --resume --epochs 9", folder);
      assertThat(folder.resolve("settings.txt")).hasContent(settings);
      assertThat(held.isValid()).isTrue();
      assertThat(done.code()).isEqualTo(5);
      assertThat(done.err()).startsWith("error[LOCKED]: ").contains(" is in use by ");
    }
  }

  @Test
  void aTrainingThatHasOnlyBegunKeepsItsFolderWhileItRuns() throws IOException {
    var finished = temporary.resolve("finished");
    run("train iris --epochs 2", finished);
    var folder = temporary.resolve("run");
    begin(finished, folder);
    var settings = Files.readString(folder.resolve("settings.txt"));
    var lock = Files.createFile(folder.resolve("checkpoints").resolve("lock"));
    try (var channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        var held = channel.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThat(run("train moons", folder).err()).startsWith("error[LOCKED]: ");
      assertThat(folder.resolve("settings.txt")).hasContent(settings);
    }
  }

  private static CommandRun run(String line, Path folder) {
    var words = new ArrayList<>(List.of(line.split(" ")));
    words.addAll(List.of("--quiet", "--out", folder.toString()));
    return CommandRun.run(words.toArray(String[]::new));
  }
}
