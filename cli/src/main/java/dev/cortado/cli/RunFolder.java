package dev.cortado.cli;

import dev.cortado.internal.AtomicFile;
import dev.cortado.internal.Disk;
import dev.cortado.internal.FileProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Predicate;

/** The folder of a training: the model, how it went, and checkpoints to go on from. */
record RunFolder(Path path) {

  /** Ends the name of a file that is being written. */
  private static final String DRAFT = ".part";

  Path model() {
    return path.resolve("model.cortado");
  }

  /** How it went, a line for each epoch. */
  Path history() {
    return path.resolve("history.csv");
  }

  /** How it went, as a picture. */
  Path picture() {
    return path.resolve("history.svg");
  }

  /** What it was started with. */
  Path settings() {
    return path.resolve("settings.txt");
  }

  Path checkpoints() {
    return path.resolve("checkpoints");
  }

  /**
   * For a new training. What is in a folder already is never written over, but for the beginning of
   * a training that did not get as far as a checkpoint.
   */
  static RunFolder fresh(Path path) {
    requireFolder(path);
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path);
      }
      var folder = new RunFolder(path);
      folder.requireUnused();
      return folder;
    } catch (IOException e) {
      throw out(path, e);
    }
  }

  /** A new folder inside another, with a name that is not taken: {@code iris-42}, {@code -2}, … */
  static RunFolder numbered(Path parent, String name) {
    requireFolder(parent);
    try {
      Files.createDirectories(parent);
      for (int number = 1; ; number++) {
        try {
          return new RunFolder(Files.createDirectory(parent.resolve(numbered(name, number))));
        } catch (FileAlreadyExistsException e) {
          // the next number, then
        }
      }
    } catch (IOException e) {
      throw out(parent, e);
    }
  }

  /** The one that was numbered last. */
  static RunFolder last(Path parent, String name) {
    int number = 1;
    while (Files.exists(parent.resolve(numbered(name, number + 1)))) {
      number++;
    }
    return new RunFolder(parent.resolve(numbered(name, number)));
  }

  private static String numbered(String name, int number) {
    return number == 1 ? name : name + "-" + number;
  }

  /** What is there already, the path itself or what it lies in, has to be a folder. */
  static void requireFolder(Path path) {
    var there = path;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (there != null && !Files.isDirectory(there)) {
      throw Failure.of(Exit.FILES, "OUT", "%s is a file, expected a folder", there);
    }
  }

  private void requireUnused() throws IOException {
    if (!Files.isWritable(path)) {
      throw new AccessDeniedException(path.toString());
    }
    if (!contains(path, this::isBeginning)) {
      throw Failure.of(
          Exit.USAGE,
          "OUT",
          "%s is not empty; go on with what is there by --resume, or name another folder",
          path);
    }
  }

  /** What a training leaves that ends before its first checkpoint, and nothing of anyone else. */
  private boolean isBeginning(Path file) {
    try {
      return file.equals(checkpoints())
          ? Files.isDirectory(file) && contains(file, RunFolder::isPassing)
          : file.equals(draft(settings()))
              || (file.equals(settings()) && SavedPlan.isReadable(this));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A lock, or what was never finished. */
  private static boolean isPassing(Path file) {
    var name = file.getFileName().toString();
    return name.equals("lock") || name.endsWith(DRAFT);
  }

  /** Whether a folder has nothing but such files. */
  private static boolean contains(Path folder, Predicate<Path> files) throws IOException {
    try (var all = Files.list(folder)) {
      return all.allMatch(files);
    }
  }

  private static Failure out(Path path, IOException e) {
    var place =
        e instanceof FileSystemException named && named.getFile() != null
            ? named.getFile()
            : path.toString();
    return Failure.of(Exit.FILES, "OUT", "%s: %s", place, reason(e));
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "cannot be created there";
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "is not a folder";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }

  /** Writes a text, all of it or nothing. */
  static void write(Path file, String text) {
    var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    try {
      AtomicFile.replace(file, draft(file), Disk.durable(), channel -> channel.write(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + FileProblem.reason(e), e);
    }
  }

  private static Path draft(Path file) {
    return file.resolveSibling(file.getFileName() + DRAFT);
  }
}
