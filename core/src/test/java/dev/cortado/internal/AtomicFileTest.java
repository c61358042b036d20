package dev.cortado.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

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

    assertThatThrownBy(() -> save(link)).isInstanceOf(FileSystemLoopException.class);
  }

  @Test
  void leavesAPipeAPipe() throws IOException, InterruptedException {
    var pipe = folder.resolve("pipe");
    assumeThat(madePipe(pipe)).isTrue();
    var link = Files.createSymbolicLink(folder.resolve("link"), pipe);

    assertThatThrownBy(() -> save(pipe))
        .isInstanceOf(FileSystemException.class)
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
  void refusesAFolderAndAMissingParent() {
    assertThatThrownBy(() -> save(folder))
        .isInstanceOf(FileSystemException.class)
        .hasMessageEndingWith(": is a directory, expected a file");
    assertThatThrownBy(() -> save(folder.resolve("missing").resolve("file")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void leavesTheOldFileWholeWhenTheDiskFails() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "old");

    assertThatThrownBy(() ->
            AtomicFile.write(
                file,
                channel -> {
                  channel.write(ByteBuffer.allocate(1 << 20));
                  throw new IOException("No space left on device");
                }))
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
    assertOnly(file, "old");
  }

  @Test
  void leavesTheOldFileWholeWhenTheProgramFails() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "old");

    assertThatThrownBy(() ->
            AtomicFile.write(
                file,
                channel -> {
                  channel.write(ByteBuffer.wrap(NEW));
                  throw Errors.argument("no more");
                }))
        .isInstanceOf(IllegalArgumentException.class);
    assertOnly(file, "old");
  }

  @Test
  void leavesTheOldFileWholeWhenTheThreadIsInterrupted() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "old");

    Thread.currentThread().interrupt();
    boolean interrupted;
    try {
      assertThatThrownBy(() -> save(file)).isInstanceOf(ClosedByInterruptException.class);
    } finally {
      interrupted = Thread.interrupted();
    }

    assertThat(interrupted).isTrue();
    assertOnly(file, "old");
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
  void leavesTheDraftOfAKilledProcessAlone() throws IOException {
    var left = Files.writeString(folder.resolve(".cortado-0"), "half");

    save(folder.resolve("file"));

    assertThat(folder.resolve("file")).hasBinaryContent(NEW);
    assertThat(left).hasContent("half");
  }

  @Test
  void overwritesADraftThatTheCallerNames() throws IOException {
    var file = folder.resolve("file");
    var draft = Files.writeString(folder.resolve("file.part"), "half of an earlier one");

    AtomicFile.replace(file, draft, Disk.cached(), channel -> channel.write(ByteBuffer.wrap(NEW)));

    assertThat(file).hasBinaryContent(NEW);
    assertThat(draft).doesNotExist();
  }

  private static void save(Path path) throws IOException {
    AtomicFile.write(path, channel -> channel.write(ByteBuffer.wrap(NEW)));
  }

  private void assertOnly(Path file, String content) throws IOException {
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    assertThat(file).hasContent(content);
  }
}
