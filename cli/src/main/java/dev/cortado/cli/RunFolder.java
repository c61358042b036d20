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

/** The folder of a training: its model, history, settings and checkpoints. */
record RunFolder(Path path) {

  /** The suffix of a file that is being written. */
  private static final String DRAFT = ".part";

  Path model() {
    return path.resolve("model.cortado");
  }

  /** The history as CSV, a line for each epoch. */
  Path history() {
    return path.resolve("history.csv");
  }

  /** The history as a picture. */
  Path picture() {
    return path.resolve("history.svg");
  }

  /** The {@link SavedOptions}. */
  Path settings() {
    return path.resolve("settings.txt");
  }

  /** The {@link TrainConfig} of a training of a table. */
  Path config() {
    return path.resolve("settings.json");
  }

  /** Encoded rows that do not fit in memory. */
  Path rows() {
    return path.resolve("rows");
  }

  Path checkpoints() {
    return path.resolve("checkpoints");
  }

  /**
   * A folder for a new training, created if needed. It must be empty, except for the files of a
   * training that ended before its first checkpoint; these are overwritten.
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

  /** The name of a table as a part of the name of a folder: {@code adult} for adult.csv.gz. */
  static String name(String table) {
    var plain =
        table
            .replaceFirst("^.*[/\\\\]", "")
            .replaceFirst("\\.[A-Za-z0-9.]{1,12}$", "")
            .replaceAll("[^\\p{L}\\p{N}_-]+", "-");
    return plain.isEmpty() || plain.equals("-") ? "table" : plain;
  }

  /** Creates a folder with the first free name: {@code iris-42}, {@code iris-42-2}, … */
  static RunFolder numbered(Path parent, String name) {
    requireFolder(parent);
    try {
      Files.createDirectories(parent);
      for (int number = 1; ; number++) {
        try {
          return new RunFolder(Files.createDirectory(parent.resolve(numbered(name, number))));
        } catch (FileAlreadyExistsException e) {
          // try the next number
        }
      }
    } catch (IOException e) {
      throw out(parent, e);
    }
  }

  /** The folder with the highest number. */
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

  /** Requires that the path, or its nearest parent that exists, is a folder. */
  static void requireFolder(Path path) {
    var there = path;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (there != null && !Files.isDirectory(there)) {
      throw Failure.of(Exit.FILES, "OUT", "%s is a file, expected a folder", there);
    }
  }

  /**
   * Deletes the settings, and the folder if nothing else is in it, of a training that never began.
   */
  void discard() {
    try {
      deleteRows();
      Files.deleteIfExists(config());
      if (hasOnly(path, _ -> false)) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes the encoded rows, if there are any: they can be encoded again. */
  void deleteRows() {
    if (!Files.isDirectory(rows())) {
      return;
    }
    try (var files = Files.list(rows())) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(rows());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireUnused() throws IOException {
    if (!Files.isWritable(path)) {
      throw new AccessDeniedException(path.toString());
    }
    if (!hasOnly(path, this::isBeginning)) {
      throw Failure.of(
          Exit.USAGE,
          "OUT",
          "%s is not empty; use --resume to continue a training there, or name another folder",
          path);
    }
  }

  /** Whether a file is one that a training leaves that ends before its first checkpoint. */
  private boolean isBeginning(Path file) {
    try {
      return file.equals(checkpoints())
          ? Files.isDirectory(file) && hasOnly(file, RunFolder::isTemporary)
          : file.equals(draft(settings()))
              || file.equals(draft(config()))
              || file.equals(config())
              || (file.equals(settings()) && SavedOptions.isReadable(this));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a file is a lock or an unfinished draft. */
  private static boolean isTemporary(Path file) {
    var name = file.getFileName().toString();
    return name.equals("lock") || name.endsWith(DRAFT);
  }

  /** Whether all files of a folder are accepted. */
  private static boolean hasOnly(Path folder, Predicate<Path> files) throws IOException {
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

  /** Writes a file atomically. */
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
