package dev.cortado.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cortado.data.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAccessTest {

  @TempDir Path folder;

  @AfterEach
  void clearTheInterrupt() {
    Thread.interrupted();
  }

  @Test
  void namesTheFileAndTheProblem() throws IOException {
    var link = Files.createSymbolicLink(folder.resolve("link"), Path.of("link"));
    var orphan = folder.resolve("missing").resolve("file");

    assertThatThrownBy(() -> save(link))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(link + ": is a link that leads to itself");
    assertThatThrownBy(() -> save(orphan)).hasMessage(orphan + ": its folder does not exist");
    assertThatThrownBy(() -> save(folder))
        .hasMessage(folder + ": could not be written: is a directory, expected a file");
  }

  @Test
  void keepsTheReasonOfTheDiskInTheCause() {
    var file = folder.resolve("file");

    assertThatThrownBy(() ->
            FileAccess.write(
                file,
                out -> {
                  throw new IOException("No space left on device");
                }))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(file + ": could not be written: No space left on device")
        .cause()
        .isInstanceOfSatisfying(
            FileSystemException.class,
            e -> assertThat(e.getReason()).isEqualTo("No space left on device"));
  }

  @Test
  void namesAnInterrupt() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "old");

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> save(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(file + ": could not be written: the thread was interrupted");
    assertThatThrownBy(() -> FileAccess.read(file, (_, _, in) -> in.read()))
        .isInstanceOf(FormatException.class)
        .hasMessage("ST-OPEN: " + file + ": could not be read: the thread was interrupted");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(file).hasContent("old");
  }

  @Test
  void saysThatAFolderMayNotBeWrittenTo() throws IOException {
    var locked = Files.createDirectory(folder.resolve("locked"));
    // The administrator may write there all the same.
    assumeThat(locked.toFile().setWritable(false) && !Files.isWritable(locked)).isTrue();

    assertThatThrownBy(() -> save(locked.resolve("file")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(locked.resolve("file") + ": may not be written; check its permissions");
  }

  private static void save(Path path) {
    FileAccess.write(path, out -> out.write(1));
  }
}
