package dev.cortado.train.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One training at a time in a folder. The lock is the operating system's, on the file {@code lock}:
 * it ends with the process, however that ends.
 */
final class CheckpointLock implements AutoCloseable {

  /**
   * The folders that this process holds. The lock belongs to the process, and closing any channel
   * on its file would give it up: so no second channel is ever opened.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /** Locked is a byte behind the text: some systems let nobody read what is locked. */
  private static final long LOCKED = 1 << 10;

  private final Path folder;
  private final FileChannel channel;

  private CheckpointLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  static CheckpointLock of(CheckpointFolder folder) {
    try {
      var path = folder.path().toRealPath();
      if (!HELD.add(path)) {
        throw new FolderInUseException(folder.path(), "another training of this process");
      }
      try {
        return new CheckpointLock(path, locked(folder.path()));
      } catch (RuntimeException | IOException e) {
        HELD.remove(path);
        throw e;
      }
    } catch (IOException e) {
      throw folder.failed("cannot be locked", e);
    }
  }

  private static FileChannel locked(Path folder) throws IOException {
    var file = folder.resolve("lock");
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock(LOCKED, 1, false) == null) {
        throw new FolderInUseException(folder, "process " + owner(file));
      }
      write(channel);
      return channel;
    } catch (OverlappingFileLockException _) {
      // Other code of this process has locked the file.
      channel.close();
      throw new FolderInUseException(folder, "this process");
    } catch (RuntimeException | IOException e) {
      channel.close();
      throw e;
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
    } finally {
      HELD.remove(folder);
    }
  }
}
