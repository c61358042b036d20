package dev.cortado.formats;

import dev.cortado.data.FormatException;
import dev.cortado.internal.AtomicFile;
import dev.cortado.internal.FileProblem;
import dev.cortado.internal.SafeText;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads and writes files; its exceptions name the file, the problem and the repair. */
final class FileAccess {

  private static final int BUFFER = 1 << 16;

  private FileAccess() {}

  /** Reads a file from its first byte to its last. */
  @FunctionalInterface
  interface Content<T> {
    T read(String place, long size, InputStream in) throws IOException;
  }

  /** Reads from a file that is open. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws IOException;
  }

  /** Writes a file from its first byte to its last. */
  @FunctionalInterface
  interface Writing {
    void writeTo(OutputStream out) throws IOException;
  }

  static <T> T read(Path path, Content<T> content) {
    var place = place(path);
    return reading(
        place,
        () -> {
          try (var channel = open(path, place)) {
            var in = new BufferedInputStream(Channels.newInputStream(channel), BUFFER);
            return content.read(place, channel.size(), in);
          }
        });
  }

  static FileChannel open(Path path, String place) throws IOException {
    // Opening a pipe could block forever.
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new FormatException("ST-OPEN", place, FileProblem.notAFile(path));
    }
    return FileChannel.open(path, StandardOpenOption.READ);
  }

  /** Reads; an {@link IOException} becomes a {@link FormatException} that names the file. */
  static <T> T reading(String place, Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new FormatException("ST-OPEN", place, problem("read", e), e);
    }
  }

  /**
   * Writes a file as {@link AtomicFile#write} does, from its first byte to its last.
   *
   * @throws UncheckedIOException if that fails; the old file is whole then
   */
  static void write(Path path, Writing writing) {
    fill(
        path,
        channel -> {
          var out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
          writing.writeTo(out);
          out.flush();
        });
  }

  /** Writes a file in any order. */
  static void fill(Path path, AtomicFile.Content content) {
    try {
      AtomicFile.write(path, content);
    } catch (IOException e) {
      throw failed(place(path), e);
    }
  }

  /** The path as it was given, since many folders have files of the same name. */
  static String place(Path path) {
    return SafeText.of(path.toString());
  }

  /** The name of the file without its folder. */
  static String name(Path path) {
    var name = path.getFileName();
    return place(name == null ? path : name);
  }

  /** The cause is a {@link FileSystemException} with the reason, whatever threw it. */
  private static UncheckedIOException failed(String place, IOException e) {
    var message = place + ": " + problem("written", e);
    if (e instanceof FileSystemException) {
      return new UncheckedIOException(message, e);
    }
    var cause = new FileSystemException(place, null, FileProblem.reason(e));
    cause.initCause(e);
    return new UncheckedIOException(message, cause);
  }

  private static String problem(String what, IOException e) {
    return switch (e) {
      case FileSystemLoopException _ -> FileProblem.reason(e);
      case NoSuchFileException _ ->
          what.equals("read") ? "does not exist" : "its folder does not exist";
      case AccessDeniedException _ -> "may not be " + what + "; check its permissions";
      default -> "could not be " + what + ": " + FileProblem.reason(e);
    };
  }
}
