package dev.cortado.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cortado.internal.Errors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

  private static final byte[] NEW = {1, 2, 3};

  @TempDir Path folder;

  @Test
  void writesThroughALinkToItsFile() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "old");
    var link = Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
    var chain = Files.createSymbolicLink(folder.resolve("chain"), link);

    save(chain);

    assertThat(chain).isSymbolicLink();
    assertThat(link).isSymbolicLink();
    assertThat(file).isRegularFile().hasBinaryContent(NEW);
  }

  @Test
  void writesWhatALinkPointsToThoughItIsNotThereYet() throws IOException {
    var below = Files.createDirectory(folder.resolve("below"));
    var link = Files.createSymbolicLink(folder.resolve("link"), Path.of("below", "file"));

    save(link);

    assertThat(link).isSymbolicLink();
    assertThat(below.resolve("file")).hasBinaryContent(NEW);
  }

  @Test
  void refusesALinkThatLeadsToItself() throws IOException {
    var link = Files.createSymbolicLink(folder.resolve("link"), Path.of("link"));

    assertThatThrownBy(() -> save(link))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(link + ": is a link that leads to itself");
  }

  @Test
  void leavesAPipeAPipe() throws IOException, InterruptedException {
    var pipe = folder.resolve("pipe");
    assumeThat(madePipe(pipe)).isTrue();
    var link = Files.createSymbolicLink(folder.resolve("link"), pipe);

    assertThatThrownBy(() -> save(pipe))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(pipe + ": is not a file, expected a file");
    assertThatThrownBy(() -> save(link)).hasMessage(link + ": is not a file, expected a file");
    assertThat(Files.isRegularFile(pipe)).isFalse();
    assertThat(pipe).exists();
  }

  private static boolean madePipe(Path pipe) throws InterruptedException {
    try {
      return new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void refusesAFolderAndWhatIsInNone() {
    assertThatThrownBy(() -> save(folder))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageEndingWith(": is a directory, expected a file");
    assertThatThrownBy(() -> save(folder.resolve("missing").resolve("file")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(folder.resolve("missing").resolve("file") + ": its folder does not exist");
  }

  @Test
  void leavesTheOldFileWholeWhenTheDiskFails() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "old");

    assertThatThrownBy(() ->
            WholeFile.write(
                file,
                out -> {
                  out.write(new byte[1 << 20]);
                  throw new IOException("No space left on device");
                }))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(file + ": could not be written: No space left on device")
        .cause()
        .isInstanceOfSatisfying(
            FileSystemException.class,
            e -> assertThat(e.getReason()).isEqualTo("No space left on device"));
    assertOnly(file, "old");
  }

  @Test
  void leavesTheOldFileWholeWhenTheProgramFails() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "old");

    assertThatThrownBy(() ->
            WholeFile.write(
                file,
                out -> {
                  out.write(NEW);
                  throw Errors.argument("no more");
                }))
        .isInstanceOf(IllegalArgumentException.class);
    assertOnly(file, "old");
  }

  @Test
  void saysThatAFolderMayNotBeWrittenTo() throws IOException {
    var locked = Files.createDirectory(folder.resolve("locked"));
    // Whoever may do everything may write there all the same.
    assumeThat(locked.toFile().setWritable(false) && !Files.isWritable(locked)).isTrue();

    assertThatThrownBy(() -> save(locked.resolve("file")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(locked.resolve("file") + ": may not be written; check its permissions");
  }

  @Test
  void savesUnderTheLongestName() throws IOException {
    var file = folder.resolve("n".repeat(255));

    save(file);
    save(file);

    assertThat(file).hasBinaryContent(NEW);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void isNotInTheWayOfWhatAnInterruptedProgramLeft() throws IOException {
    var left = Files.writeString(folder.resolve(".cortado-0"), "half");

    save(folder.resolve("file"));

    assertThat(folder.resolve("file")).hasBinaryContent(NEW);
    assertThat(left).hasContent("half");
  }

  private static void save(Path path) {
    WholeFile.write(path, out -> out.write(NEW));
  }

  private void assertOnly(Path file, String content) throws IOException {
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    assertThat(file).hasContent(content);
  }
}
