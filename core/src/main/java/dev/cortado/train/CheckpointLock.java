package dev.cortado.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One training at a time in a folder. The lock is the operating system's, on the file {@code lock}:
 * it ends with the process, however that ends.
 */
final class CheckpointLock implements AutoCloseable {

  private final FileChannel channel;

  private CheckpointLock(FileChannel channel) {
    this.channel = channel;
  }

  static CheckpointLock of(CheckpointFolder folder) {
    var file = folder.path().resolve("lock");
    try {
      var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (channel.tryLock() == null) {
          throw new FolderInUseException(folder.path(), "process " + owner(file));
        }
        write(channel);
        return new CheckpointLock(channel);
      } catch (OverlappingFileLockException e) {
        channel.close();
        throw new FolderInUseException(folder.path(), "another training of this process");
      } catch (RuntimeException | IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw folder.failed("cannot be locked", e);
    }
  }

  private static void write(FileChannel channel) throws IOException {
    var pid = Long.toString(ProcessHandle.current().pid());
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String owner(Path file) {
    try {
      var text = Files.readString(file, StandardCharsets.US_ASCII);
      return text.matches("\\d{1,12}") ? text : "unknown";
    } catch (IOException _) {
      return "unknown";
    }
  }

  /** Gives the folder back. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // The lock is gone with the channel, whatever else it had to say.
    }
  }
}
