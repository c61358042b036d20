package dev.cortado.tables;

import dev.cortado.internal.Errors;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where encoded rows are kept. It changes no bit of them.
 *
 * @param folder for rows that need more memory than {@code bytes}; null to keep all in memory
 * @param bytes that rows may take in memory
 */
public record RowStorage(@Nullable Path folder, long bytes) {

  private static final int SHARE = 8;

  public RowStorage {
    if (bytes < 0) {
      throw Errors.argument("storage: %d bytes, expected 0 or more", bytes);
    }
  }

  /** In memory, however many there are. */
  public static RowStorage memory() {
    return new RowStorage(null, Long.MAX_VALUE);
  }

  /** In memory up to an eighth of what this process may use, else in files of a folder. */
  public static RowStorage folder(Path folder) {
    return new RowStorage(folder, Runtime.getRuntime().maxMemory() / SHARE);
  }
}
