package dev.cortado.train.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What saving asks of a file system, so that tests can let each request fail. */
interface Disk {

  /** A new, empty file. */
  WritableByteChannel create(Path file) throws IOException;

  /** Waits until what was written would survive a loss of power. */
  void force(WritableByteChannel channel) throws IOException;

  /** Gives a file another name, at once. */
  void move(Path from, Path to) throws IOException;

  /** Waits until the names in a folder would survive a loss of power. */
  void forceFolder(Path folder) throws IOException;

  /** Removes a file if it is there. */
  void delete(Path file) throws IOException;

  /** The real one. */
  static Disk real() {
    return new Real();
  }

  /** The file system of this machine. */
  record Real() implements Disk {

    @Override
    public WritableByteChannel create(Path file) throws IOException {
      return FileChannel.open(
          file,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE);
    }

    @Override
    public void force(WritableByteChannel channel) throws IOException {
      if (channel instanceof FileChannel file) {
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
      if (!System.getProperty("os.name").startsWith("Windows")) {
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
