package dev.cortado.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    refuses(
        temporary,
        Exit.USAGE,
        temporary + " is not empty; go on with what is there by --resume, or name another folder");
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    var file = Files.writeString(temporary.resolve("file"), "");
    refuses(file, Exit.FILES, file + " is a file, expected a folder");
    refuses(file.resolve("below"), Exit.FILES, file.resolve("below") + ": Not a directory");
  }

  @Test
  void aFolderInsideNoneIsNotMade() {
    var deep = temporary.resolve("typo").resolve("run");
    refuses(deep, Exit.FILES, deep + ": there is no folder to make it in; make that first");
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

  private static void refuses(Path path, Exit exit, String message) {
    assertThatThrownBy(() -> RunFolder.fresh(path))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.exit()).isEqualTo(exit))
        .hasMessage(message);
  }
}
