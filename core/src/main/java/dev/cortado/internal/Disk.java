package dev.cortado.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The requests to a file system that replacing a file makes; a test lets each of them fail. */
public interface Disk {

  /** Creates a file, or empties the one that is there. */
  SeekableByteChannel create(Path file) throws IOException;

  /** Waits until the content of a file would survive a loss of power. */
  void force(SeekableByteChannel channel) throws IOException;

  /** Renames a file in one step; an existing file of the new name is replaced. */
  void move(Path from, Path to) throws IOException;

  /** Waits until the names in a folder would survive a loss of power. */
  void forceFolder(Path folder) throws IOException;

  /** Deletes a file if it exists. */
  void delete(Path file) throws IOException;

  /** The file system, with every request served. */
  static Disk durable() {
    return new FileSystemDisk(true);
  }

  /**
   * The file system without forcing anything to the disk: for files that are rewritten often and
   * can be made again. A killed process loses nothing, a loss of power may lose the last versions.
   */
  static Disk cached() {
    return new FileSystemDisk(false);
  }

  /** The file system of this machine. */
  record FileSystemDisk(boolean durable) implements Disk {

    @Override
    public SeekableByteChannel create(Path file) throws IOException {
      return FileChannel.open(
          file,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE);
    }

    @Override
    public void force(SeekableByteChannel channel) throws IOException {
      if (durable && channel instanceof FileChannel file) {
        file.force(true);
      }
    }

    @Override
    public void move(Path from, Path to) throws IOException {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
      // Windows cannot open a folder, and keeps its names safe by itself.
      if (durable && !System.getProperty("os.name").startsWith("Windows")) {
        try (var channel = FileChannel.open(folder)) {
          channel.force(true);
        }
      }
    }

    @Override
    public void delete(Path file) throws IOException {
      Files.deleteIfExists(file);
    }
  }
}
