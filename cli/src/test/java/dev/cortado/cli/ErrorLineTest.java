package dev.cortado.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.data.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ErrorLineTest {

  @Test
  void aFailureSaysItsCodeAndItsMessage() {
    assertThat(ErrorLine.of(Failure.of(Exit.FILES, "OUT", "%s is not empty", "here")))
        .isEqualTo(new ErrorLine(Exit.FILES, "error[OUT]: here is not empty"));
  }

  @Test
  void aFormatSaysWhetherTheFileOrTheDataAreAtFault() {
    assertThat(ErrorLine.of(new FormatException("ST-JSON", "m.cortado", "byte 7: cut off")))
        .isEqualTo(new ErrorLine(Exit.MODEL, "error[ST-JSON]: m.cortado: byte 7: cut off"));
    assertThat(ErrorLine.of(new FormatException("CSV-EMPTY", "a.csv", "is empty")))
        .isEqualTo(new ErrorLine(Exit.DATA, "error[CSV-EMPTY]: a.csv: is empty"));
    assertThat(ErrorLine.of(new FormatException("ST-OPEN", "m.cortado", "does not exist")).exit())
        .isEqualTo(Exit.FILES);
    assertThat(ErrorLine.of(new FormatException("DATA-COUNT", "a.idx", "2 images")).exit())
        .isEqualTo(Exit.DATA);
  }

  @Test
  void filesSayWhichAndWhy() {
    assertThat(files(new NoSuchFileException("a"))).isEqualTo("error[FILE]: a: no such file");
    assertThat(files(new AccessDeniedException("a")))
        .isEqualTo("error[FILE]: a: permission denied");
    assertThat(files(new FileSystemException("a", null, "No space left on device")))
        .isEqualTo("error[DISK]: a: No space left on device");
    assertThat(files(new IOException("No space left on device")))
        .isEqualTo("error[DISK]: No space left on device");
    assertThat(files(new IOException("Is a directory"))).isEqualTo("error[FILE]: Is a directory");
  }

  @Test
  void whatWasToBeDoneWithTheFileIsTold() {
    var full = new FileSystemException("a", null, "No space left on device");
    assertThat(ErrorLine.of(new UncheckedIOException("cannot save; 3 MiB are free", full)))
        .isEqualTo(new ErrorLine(Exit.FILES, "error[DISK]: cannot save; 3 MiB are free"));
  }

  private static String files(IOException cause) {
    var line = ErrorLine.of(new UncheckedIOException(cause));
    assertThat(line.exit()).isEqualTo(Exit.FILES);
    return line.text();
  }

  @Test
  void tooLittleMemoryNamesTheHeapAndTheOption() {
    var line = ErrorLine.of(new OutOfMemoryError("Java heap space"));
    assertThat(line.exit()).isEqualTo(Exit.MEMORY);
    assertThat(line.text())
        .matches("error\\[MEM\\]: the heap of [0-9.]+ [MG]iB is too small; .*-Xmx8g");
  }

  @Test
  void anUnexpectedExceptionIsReportedAsABug() {
    assertThat(ErrorLine.of(new IllegalStateException("odd\nvery")))
        .isEqualTo(
            new ErrorLine(
                Exit.FAILED,
                "error[BUG]: java.lang.IllegalStateException: odd; very; a bug in cortado, "
                    + "run again with --debug"));
  }

  @Test
  void nothingInAMessageSteersTheTerminal() {
    assertThat(ErrorLine.of(Failure.usage("%s", "\u001b[31mred\u0007")).text())
        .isEqualTo("error[USAGE]: \\u001b[31mred\\u0007");
  }
}
