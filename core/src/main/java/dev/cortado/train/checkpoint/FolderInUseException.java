package dev.cortado.train.checkpoint;

import java.nio.file.Path;

/** Another training uses the folder. */
public final class FolderInUseException extends RuntimeException {

  private static final long serialVersionUID = 1;

  FolderInUseException(Path folder, String by) {
    super(folder + " is in use by " + by + "; wait for it, or choose another folder");
  }
}
