package dev.cortado.train.checkpoint;

import dev.cortado.train.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
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
 * A folder of checkpoints. A new one is written under a temporary name in the same folder, forced
 * to the disk, and only then given its own: whatever happens on the way, the ones before are whole.
 *
 * @param path of the folder
 * @param disk it lies on
 */
record CheckpointFolder(Path path, Disk disk) {

  /** {@code checkpoint-000120}, and {@code checkpoint-000120-2} if that name was taken. */
  private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{6,18})(?:-(\\d{1,9}))?");

  private static final String UNFINISHED = ".part";

  private static final double KIBIBYTE = 1 << 10;
  private static final double MEBIBYTE = 1 << 20;

  /** The files that are named as checkpoints, the newest first. */
  List<Path> files() {
    return named("").sorted(Comparator.comparing(CheckpointFolder::place).reversed()).toList();
  }

  /** What was never finished. */
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
          // A pipe would let its reader wait forever.
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

  /** Files in order: by step, then by which came later. */
  private record Place(long step, long number) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return Comparator.comparingLong(Place::step)
          .thenComparingLong(Place::number)
          .compare(this, other);
    }
  }

  private static Place place(Path file) {
    var matcher = NAME.matcher(file.getFileName().toString());
    if (!matcher.matches()) {
      throw new AssertionError(file);
    }
    var number = matcher.group(2);
    return new Place(Long.parseLong(matcher.group(1)), number == null ? 1 : Long.parseLong(number));
  }

  /** Makes the folder if need be, so that it would survive a loss of power. */
  void make() {
    try {
      make(path.toAbsolutePath());
    } catch (IOException e) {
      throw failed("cannot be made", e);
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

  /** Takes away what was never finished: of a process that is gone, for this one has the lock. */
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
      write(checkpoint, file);
      return file;
    } catch (IOException e) {
      throw failed("cannot save " + file.getFileName(), e, room(checkpoint));
    }
  }

  private void write(Checkpoint checkpoint, Path file) throws IOException {
    var part = file.resolveSibling(file.getFileName() + UNFINISHED);
    try {
      try (var channel = disk.create(part)) {
        CheckpointFile.write(checkpoint, channel);
        disk.force(channel);
      }
      disk.move(part, file);
    } finally {
      forget(part);
    }
    disk.forceFolder(path);
  }

  private Path unused(long step) {
    var name = String.format(Locale.ROOT, "checkpoint-%06d", step);
    var file = path.resolve(name);
    for (int number = 2; Files.exists(file, LinkOption.NOFOLLOW_LINKS); number++) {
      file = path.resolve(name + "-" + number);
    }
    return file;
  }

  /** Removes a checkpoint that is no longer needed; if that fails, it stays. */
  void forget(Path file) {
    try {
      disk.delete(file);
    } catch (IOException _) {
      // It takes room, and does no harm.
    }
  }

  private String room(Checkpoint checkpoint) {
    try {
      var before = files().isEmpty() ? "" : "; the ones before are whole";
      long needed = CheckpointFile.size(checkpoint);
      long free = Files.getFileStore(path).getUsableSpace();
      return "; it needs " + bytes(needed) + ", " + bytes(free) + " are free" + before;
    } catch (IOException | UncheckedIOException _) {
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

  /** With the reason in the cause as file systems tell it, also where a channel told it. */
  private UncheckedIOException failed(String what, IOException cause, String more) {
    var reason = reason(cause);
    var told = new FileSystemException(path.toString(), null, reason);
    told.initCause(cause);
    return new UncheckedIOException(
        "checkpoints: " + path + ": " + what + ": " + reason + more, told);
  }

  /** What is wrong, without the names of classes. */
  static String reason(IOException problem) {
    return switch (problem) {
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case FileAlreadyExistsException other -> other.getFile() + " is a file, expected a folder";
      case NoSuchFileException missing -> missing.getFile() + ": no such file or folder";
      case FileSystemException other when other.getReason() != null ->
          String.valueOf(other.getReason());
      default -> String.valueOf(problem.getMessage());
    };
  }
}
