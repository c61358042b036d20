package dev.cortado.formats;

import dev.cortado.data.FormatException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are read once from end to end, and written whole or not at all. */
final class WholeFile {

  private static final String DRAFT = ".cortado-";
  private static final int BUFFER = 1 << 16;
  private static final int MOST_LEFTOVERS = 1000;
  private static final int MOST_LINKS = 40;

  private WholeFile() {}

  /** What is read from a file. */
  @FunctionalInterface
  interface Content<T> {
    T read(String place, long size, InputStream in) throws IOException;
  }

  /** What may fail because the world is as it is. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws IOException;
  }

  /** What is written to a file, at any place of it. */
  @FunctionalInterface
  interface Filling {
    void fill(FileChannel channel) throws IOException;
  }

  /** What is written to a file. */
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
    // A pipe or device has no end, and opening it may wait forever.
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new FormatException("ST-OPEN", place, noFile(path));
    }
    return FileChannel.open(path, StandardOpenOption.READ);
  }

  static <T> T reading(String place, Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new FormatException("ST-OPEN", place, problem("read", e), e);
    }
  }

  /**
   * Writes into a file beside the one that is meant, waits until it would survive a loss of power,
   * and gives it the name at once. A link stays, and the file that it leads to is written; what is
   * no file, such as a pipe or a device, is left alone.
   *
   * @throws UncheckedIOException if that fails; the file that was there is whole then
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

  /** The same for what is not written from the first byte to the last. */
  static void fill(Path path, Filling filling) {
    var place = place(path);
    try {
      var target = target(path);
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        var problem = noFile(target);
        throw new UncheckedIOException(
            place + ": " + problem, new FileSystemException(place, null, problem));
      }
      var draft = draft(target);
      try {
        fillDraft(draft, filling);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException | RuntimeException e) {
        // Only now: after the move another thread may have a draft of this name.
        remove(draft, e);
        throw e;
      }
      forceFolder(target.resolveSibling("."));
    } catch (IOException e) {
      throw failed(place, e);
    }
  }

  /** The file that is meant: where a link leads, even if nothing is there yet. */
  private static Path target(Path path) throws IOException {
    var target = path.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemLoopException(path.toString());
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  private static void remove(Path draft, Exception fault) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      fault.addSuppressed(e);
    }
  }

  /** A file beside the one that is meant, for what has to wait; it goes when it is closed. */
  static FileChannel scratch(Path path) throws IOException {
    return FileChannel.open(
        draft(target(path)),
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  private static void fillDraft(Path draft, Filling filling) throws IOException {
    try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      filling.fill(channel);
      channel.force(true);
    }
  }

  /**
   * A new empty file; what an interrupted program left behind is in nobody's way. Its name is
   * short, for that of the target may be as long as names can be.
   */
  private static Path draft(Path target) throws IOException {
    for (int i = 0; ; i++) {
      try {
        return Files.createFile(target.resolveSibling(DRAFT + i));
      } catch (FileAlreadyExistsException e) {
        if (i == MOST_LEFTOVERS) {
          throw e;
        }
      }
    }
  }

  private static void forceFolder(Path folder) throws IOException {
    // Windows cannot open a folder, and keeps its names safe by itself.
    if (!System.getProperty("os.name").startsWith("Windows")) {
      try (var channel = FileChannel.open(folder)) {
        channel.force(true);
      }
    }
  }

  /** As it was given: every folder may have a file of this name. */
  static String place(Path path) {
    return Shown.text(path.toString());
  }

  /** Without its folder. */
  static String name(Path path) {
    var name = path.getFileName();
    return place(name == null ? path : name);
  }

  private static String noFile(Path path) {
    return "is " + (Files.isDirectory(path) ? "a directory" : "not a file") + ", expected a file";
  }

  /** With the reason in the cause as file systems tell it, also where a channel told it. */
  private static UncheckedIOException failed(String place, IOException e) {
    if (e instanceof FileSystemException) {
      return new UncheckedIOException(place + ": " + problem("written", e), e);
    }
    var cause = new FileSystemException(place, null, reason(e));
    cause.initCause(e);
    return new UncheckedIOException(place + ": " + problem("written", cause), cause);
  }

  private static String problem(String what, IOException e) {
    return switch (e) {
      case FileSystemLoopException _ -> "is a link that leads to itself";
      case NoSuchFileException _ ->
          what.equals("read") ? "does not exist" : "its folder does not exist";
      case AccessDeniedException _ -> "may not be " + what + "; check its permissions";
      case FileSystemException told when told.getReason() != null ->
          "could not be " + what + ": " + Shown.text(String.valueOf(told.getReason()));
      default -> "could not be " + what + ": " + Shown.text(reason(e));
    };
  }

  private static String reason(IOException e) {
    return e instanceof ClosedByInterruptException
        ? "the thread was interrupted"
        : String.valueOf(e.getMessage());
  }
}
