package dev.cortado.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.cortado.cli.tables.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunFolderTest {

  @TempDir private Path temporary;

  @Test
  void aFolderThatIsNotThereIsMade() {
    var folder = RunFolder.fresh(temporary.resolve("new"));
    assertThat(folder.path()).isEmptyDirectory();
  }

  @Test
  void anEmptyFolderWillDo() {
    assertThat(RunFolder.fresh(temporary)).isEqualTo(new RunFolder(temporary));
  }

  @Test
  void aFolderWithSomethingInItIsLeftAlone() throws IOException {
    Files.writeString(temporary.resolve("notes.txt"), "mine");
    refusesToReplace();
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    var file = Files.writeString(temporary.resolve("file"), "");
    var message = file + " is a file, expected a folder";
    refuses(file, Exit.FILES, message);
    refuses(file.resolve("below"), Exit.FILES, message);
    refuses(file.resolve("far").resolve("below"), Exit.FILES, message);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
  void aLinkThatLeadsNowhereIsNoFolder() throws IOException {
    var link = temporary.resolve("link");
    Files.createSymbolicLink(link, Path.of("nowhere"));
    refuses(link, Exit.FILES, link + ": is not a folder");
  }

  @Test
  void aFolderInsideNoneIsMadeWithAllItLiesIn() {
    var deep = temporary.resolve("runs").resolve("today").resolve("first");
    assertThat(RunFolder.fresh(deep).path()).isEmptyDirectory();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "permissions are not those of POSIX")
  void aFolderThatMayNotBeMadeNamesTheOneThatForbidsIt() throws IOException {
    var closed = Files.createDirectory(temporary.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assumeFalse(Files.isWritable(closed), "who runs this test may write anywhere");
      var refused = closed.resolve("a");
      refuses(refused.resolve("b"), Exit.FILES, refused + ": permission denied");
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void theBeginningOfATrainingMayBeReplaced() throws IOException {
    begin("");
    assertThat(RunFolder.fresh(temporary)).isEqualTo(new RunFolder(temporary));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model.cortado",
        "history.csv",
        "checkpoints/checkpoint-000004",
        "checkpoints/notes.txt"
      })
  void whatATrainingMadeIsLeftAlone(String file) throws IOException {
    begin("");
    Files.writeString(temporary.resolve(file), "");
    refusesToReplace();
  }

  @Test
  void settingsOfSomethingElseAreLeftAlone() throws IOException {
    begin("color = blue\n");
    refusesToReplace();
  }

  /** What is there of a training before its first checkpoint. */
  private void begin(String before) throws IOException {
    var options = TrainOptions.of(new ParsedLine(Map.of()));
    var folder = new RunFolder(temporary);
    SavedOptions.of(new SeededTable(Table.named("iris"), 42), options).write(folder.settings());
    Files.writeString(folder.settings(), before + Files.readString(folder.settings()));
    Files.createDirectory(folder.checkpoints());
    Files.writeString(folder.checkpoints().resolve("lock"), "4711");
    Files.writeString(folder.checkpoints().resolve("checkpoint-000004.part"), "");
  }

  private void refusesToReplace() {
    refuses(
        temporary,
        Exit.USAGE,
        temporary
            + " is not empty; use --resume to continue a training there, or name another folder");
  }

  @Test
  void aNumberedFolderNeverTakesAnothersPlace() {
    var runs = temporary.resolve("runs");
    assertThat(RunFolder.numbered(runs, "iris-42").path()).isEqualTo(runs.resolve("iris-42"));
    assertThat(RunFolder.numbered(runs, "iris-42").path()).isEqualTo(runs.resolve("iris-42-2"));
    assertThat(RunFolder.numbered(runs, "iris-42").path()).isEqualTo(runs.resolve("iris-42-3"));
    assertThat(RunFolder.numbered(runs, "iris-7").path()).isEqualTo(runs.resolve("iris-7"));
    assertThat(RunFolder.last(runs, "iris-42").path()).isEqualTo(runs.resolve("iris-42-3"));
    assertThat(RunFolder.last(runs, "iris-7").path()).isEqualTo(runs.resolve("iris-7"));
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has a device that is always full")
  void aFileThatTheDiskHasNoRoomForIsNamed() throws IOException {
    var file = temporary.resolve("history.svg");
    Files.createSymbolicLink(temporary.resolve("history.svg.part"), Path.of("/dev/full"));
    assertThatThrownBy(() -> RunFolder.write(file, "<svg/>"))
        .satisfies(e ->
            assertThat(ErrorLine.of(e))
                .isEqualTo(
                    new ErrorLine(
                        Exit.FILES,
                        "error[DISK]: cannot write " + file + ": No space left on device")));
    assertThat(temporary).isEmptyDirectory();
  }

  private static void refuses(Path path, Exit exit, String message) {
    assertThatThrownBy(() -> RunFolder.fresh(path))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.exit()).isEqualTo(exit))
        .hasMessage(message);
  }
}
