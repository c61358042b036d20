package dev.cortado.train.checkpoint;

import dev.cortado.internal.AtomicFile;
import dev.cortado.internal.Disk;
import dev.cortado.internal.FileProblem;
import dev.cortado.train.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of checkpoints. A new one is written as {@link AtomicFile} does: if that fails, the
 * older ones are whole.
 *
 * @param path of the folder
 * @param disk that serves the requests
 */
record CheckpointFolder(Path path, Disk disk) {

  /** {@code checkpoint-000120}, and {@code checkpoint-000120-2} if that name was taken. */
  private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{6,18})(?:-(\\d{1,9}))?");

  private static final String UNFINISHED = ".part";

  private static final double KIBIBYTE = 1 << 10;
  private static final double MEBIBYTE = 1 << 20;

  /** The files with the name of a checkpoint, the newest first. */
  List<Path> files() {
    return named("").sorted(Comparator.comparing(CheckpointFolder::version).reversed()).toList();
  }

  /** The drafts that killed processes left. */
  List<Path> unfinished() {
    return named(UNFINISHED).toList();
  }

  private Stream<Path> named(String ending) {
    if (!Files.isDirectory(path)) {
      return Stream.empty();
    }
    try (var entries = Files.list(path)) {
      return entries
          .filter(file -> isNamed(file.getFileName().toString(), ending))
          // Reading a pipe could block forever.
          .filter(Files::isRegularFile)
          .toList()
          .stream();
    } catch (IOException e) {
      throw failed("cannot be listed", e);
    }
  }

  private static boolean isNamed(String name, String ending) {
    return name.endsWith(ending)
        && NAME.matcher(name.substring(0, name.length() - ending.length())).matches();
  }

  /** The order of files: by step, then by number. */
  private record Version(long step, long number) implements Comparable<Version> {
    @Override
    public int compareTo(Version other) {
      return Comparator.comparingLong(Version::step)
          .thenComparingLong(Version::number)
          .compare(this, other);
    }
  }

  private static Version version(Path file) {
    var matcher = NAME.matcher(file.getFileName().toString());
    if (!matcher.matches()) {
      throw new AssertionError(file);
    }
    var number = matcher.group(2);
    return new Version(
        Long.parseLong(matcher.group(1)), number == null ? 1 : Long.parseLong(number));
  }

  /** Creates the folder if it is missing, so that it would survive a loss of power. */
  void make() {
    try {
      make(path.toAbsolutePath());
    } catch (IOException e) {
      throw failed("cannot be created", e);
    }
  }

  private void make(Path folder) throws IOException {
    var parent = folder.getParent();
    if (parent != null && !Files.isDirectory(folder)) {
      make(parent);
      Files.createDirectories(folder);
      disk.forceFolder(parent);
    }
  }

  /** Deletes drafts. This process holds the lock, so their writers are gone. */
  void clean() {
    try {
      for (var file : unfinished()) {
        disk.delete(file);
      }
    } catch (IOException e) {
      throw failed("cannot be cleaned", e);
    }
  }

  /** Saves a checkpoint under a name that was not used before. */
  Path save(Checkpoint checkpoint) {
    var file = unused(checkpoint.step());
    try {
      AtomicFile.replace(
          file,
          file.resolveSibling(file.getFileName() + UNFINISHED),
          disk,
          channel -> CheckpointFile.write(checkpoint, channel));
      return file;
    } catch (ClosedByInterruptException e) {
      throw failed("cannot save " + file.getFileName(), e, olderOnes());
    } catch (IOException e) {
      throw failed("cannot save " + file.getFileName(), e, room(checkpoint) + olderOnes());
    }
  }

  private Path unused(long step) {
    var name = String.format(Locale.ROOT, "checkpoint-%06d", step);
    var file = path.resolve(name);
    for (int number = 2; Files.exists(file, LinkOption.NOFOLLOW_LINKS); number++) {
      file = path.resolve(name + "-" + number);
    }
    return file;
  }

  /** Deletes a checkpoint that is no longer needed; if that fails, it stays. */
  void forget(Path file) {
    try {
      disk.delete(file);
    } catch (IOException _) {
      // It only takes space.
    }
  }

  private String room(Checkpoint checkpoint) {
    try {
      long needed = CheckpointFile.size(checkpoint);
      long free = Files.getFileStore(path).getUsableSpace();
      return "; it needs " + bytes(needed) + ", " + bytes(free) + " are free";
    } catch (IOException _) {
      return "";
    }
  }

  private String olderOnes() {
    try {
      return files().isEmpty() ? "" : "; the ones before are whole";
    } catch (UncheckedIOException _) {
      return "";
    }
  }

  private static String bytes(long count) {
    return count < MEBIBYTE
        ? String.format(Locale.ROOT, "%.1f KiB", count / KIBIBYTE)
        : String.format(Locale.ROOT, "%.1f MiB", count / MEBIBYTE);
  }

  UncheckedIOException failed(String what, IOException cause) {
    return failed(what, cause, "");
  }

  /** The cause is a {@link FileSystemException} with the reason, whatever threw it. */
  private UncheckedIOException failed(String what, IOException cause, String more) {
    var reason = reason(cause);
    var told = new FileSystemException(path.toString(), null, reason);
    told.initCause(cause);
    return new UncheckedIOException(
        "checkpoints: " + path + ": " + what + ": " + reason + more, told);
  }

  /** The reason, with the file where it may be another one. */
  static String reason(IOException problem) {
    return switch (problem) {
      case FileAlreadyExistsException other -> other.getFile() + " is a file, expected a folder";
      case AccessDeniedException other -> other.getFile() + ": " + FileProblem.reason(other);
      case NoSuchFileException other -> other.getFile() + ": " + FileProblem.reason(other);
      default -> FileProblem.reason(problem);
    };
  }
}
