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
 * Locks a folder, so that one training at a time uses it. The lock is one of the operating system
 * on the file {@code lock}, so it is released when the process ends in any way.
 */
final class CheckpointLock implements AutoCloseable {

  /**
   * The folders that this process has locked. The lock belongs to the process, and closing any
   * channel of its file releases it, so no second channel is ever opened.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /** Locks a byte past the text: on some systems locked bytes cannot be read. */
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
      // Other code of this process locked the file.
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

  /** Releases the folder. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // The lock is released all the same.
    } finally {
      HELD.remove(folder);
    }
  }
}
