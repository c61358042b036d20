package dev.cortado.tables.read;

import dev.cortado.data.FormatException;
import dev.cortado.internal.FileProblem;
import dev.cortado.internal.SafeText;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;

/** Reads files; an {@link IOException} becomes a {@link FormatException} that names the file. */
@FunctionalInterface
interface Reading<T> {

  T read() throws IOException;

  /** Reads; codes begin with the family: {@code CSV} gives {@code CSV-OPEN}. */
  static <T> T of(String family, String place, Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      throw failed(family, place, e);
    }
  }

  /** Checks. */
  static void check(String family, String place, Check check) {
    of(
        family,
        place,
        () -> {
          check.run();
          return true;
        });
  }

  /** Reads, and has no result. */
  @FunctionalInterface
  interface Check {
    void run() throws IOException;
  }

  /** The exception for a failure. */
  static FormatException failed(String family, String place, IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> {
        var folder = Path.of("").toAbsolutePath();
        yield new FormatException(
            family + "-OPEN",
            place,
            "no such file (looked in " + SafeText.of(folder.toString()) + ")",
            e);
      }
      case AccessDeniedException _ ->
          new FormatException(family + "-OPEN", place, "permission denied", e);
      case EOFException _ ->
          new FormatException(
              "GZIP-SIZE", place, "ends in the middle of its data; download it again", e);
      case ZipException _ ->
          new FormatException(
              "GZIP-DATA", place, "damaged (" + e.getMessage() + "); download it again", e);
      default ->
          new FormatException(
              family + "-OPEN", place, "cannot be read: " + FileProblem.reason(e), e);
    };
  }
}
