package dev.cortado.internal;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What went wrong with a file, in words instead of the names of exceptions. */
public final class FileProblem {

  private FileProblem() {}

  /** The reason without the name of the file: {@code No space left on device}. */
  public static String reason(IOException problem) {
    return switch (problem) {
      case ClosedByInterruptException _ -> "the thread was interrupted";
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or folder";
      case FileAlreadyExistsException other -> SafeText.of(other.getFile()) + " already exists";
      case FileSystemLoopException _ -> "is a link that leads to itself";
      case FileSystemException other when other.getReason() != null ->
          SafeText.of(String.valueOf(other.getReason()));
      default -> SafeText.of(String.valueOf(problem.getMessage()));
    };
  }

  /** The reason for refusing a folder, pipe or device. */
  public static String notAFile(Path path) {
    return "is " + (Files.isDirectory(path) ? "a directory" : "not a file") + ", expected a file";
  }
}
