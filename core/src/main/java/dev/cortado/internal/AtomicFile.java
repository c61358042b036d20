package dev.cortado.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file whole or not at all: into a draft in the same folder, which is forced to the disk
 * and then renamed in one step; then the folder is forced. Whatever fails on the way, the old file
 * is whole and the draft is deleted. A process that is killed leaves the draft behind.
 *
 * <pre>{@code
 * AtomicFile.write(path, channel -> channel.write(bytes));
 * }</pre>
 */
public final class AtomicFile {

  private static final String DRAFT = ".cortado-";
  private static final int MAX_DRAFTS = 1000;
  private static final int MAX_LINKS = 40;

  private AtomicFile() {}

  /** Writes the content of a file, in any order. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it. */
    void write(SeekableByteChannel channel) throws IOException;
  }

  /**
   * Writes a file. Any number of threads and processes may write the same one: the last rename
   * wins. A symbolic link stays a link, and the file it points to is written; a folder, pipe or
   * device is refused.
   */
  public static void write(Path file, Content content) throws IOException {
    var target = target(file);
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new FileSystemException(file.toString(), null, FileProblem.notAFile(target));
    }
    replace(target, newDraft(target), Disk.durable(), content);
  }

  /**
   * Writes a file by way of a draft that the caller names, for files that have one writer. A draft
   * that a killed process left is overwritten.
   *
   * @param draft a file in the same folder
   */
  public static void replace(Path file, Path draft, Disk disk, Content content) throws IOException {
    try {
      try (var channel = disk.create(draft)) {
        content.write(channel);
        disk.force(channel);
      }
      disk.move(draft, file);
    } catch (IOException | RuntimeException e) {
      // Not after the move: another writer may have a draft of this name by then.
      delete(disk, draft, e);
      throw e;
    }
    disk.forceFolder(file.toAbsolutePath().resolveSibling(""));
  }

  private static void delete(Disk disk, Path draft, Exception fault) {
    try {
      disk.delete(draft);
    } catch (IOException e) {
      fault.addSuppressed(e);
    }
  }

  /** A temporary file beside a file that is being written; it is deleted when it is closed. */
  public static FileChannel scratch(Path file) throws IOException {
    return FileChannel.open(
        newDraft(target(file)),
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  /** Where a chain of links ends, whether or not a file is there. */
  private static Path target(Path file) throws IOException {
    var target = file.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MAX_LINKS) {
        throw new FileSystemLoopException(file.toString());
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  /** A new empty file. Its name is short, since the target's may be as long as names can be. */
  private static Path newDraft(Path target) throws IOException {
    for (int i = 0; ; i++) {
      try {
        return Files.createFile(target.resolveSibling(DRAFT + i));
      } catch (FileAlreadyExistsException e) {
        if (i == MAX_DRAFTS) {
          throw e;
        }
      }
    }
  }
}
