package dev.cortado.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The folder of a training: the model, how it went, and checkpoints to go on from. */
record RunFolder(Path path) {

  Path model() {
    return path.resolve("model.cortado");
  }

  /** How it went, a line for each epoch. */
  Path history() {
    return path.resolve("history.csv");
  }

  /** How it went, as a picture. */
  Path picture() {
    return path.resolve("history.svg");
  }

  /** What it was started with. */
  Path settings() {
    return path.resolve("settings.txt");
  }

  Path checkpoints() {
    return path.resolve("checkpoints");
  }

  /** For a new training. What is in a folder already is never written over. */
  static RunFolder fresh(Path path) {
    try {
      if (!Files.exists(path)) {
        Files.createDirectory(path);
      }
      requireEmpty(path);
      return new RunFolder(path);
    } catch (IOException e) {
      throw out(path, e);
    }
  }

  /** A new folder inside another, with a name that is not taken: {@code iris-42}, {@code -2}, … */
  static RunFolder numbered(Path parent, String name) {
    try {
      Files.createDirectories(parent);
      for (int number = 1; ; number++) {
        try {
          return new RunFolder(Files.createDirectory(parent.resolve(numbered(name, number))));
        } catch (FileAlreadyExistsException e) {
          // the next number, then
        }
      }
    } catch (IOException e) {
      throw out(parent, e);
    }
  }

  /** The one that was numbered last. */
  static RunFolder last(Path parent, String name) {
    int number = 1;
    while (Files.exists(parent.resolve(numbered(name, number + 1)))) {
      number++;
    }
    return new RunFolder(parent.resolve(numbered(name, number)));
  }

  private static String numbered(String name, int number) {
    return number == 1 ? name : name + "-" + number;
  }

  private static void requireEmpty(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      throw Failure.of(Exit.FILES, "OUT", "%s is a file, expected a folder", path);
    }
    if (!Files.isWritable(path)) {
      throw new AccessDeniedException(path.toString());
    }
    try (var files = Files.list(path)) {
      if (files.findAny().isPresent()) {
        throw Failure.of(
            Exit.USAGE,
            "OUT",
            "%s is not empty; go on with what is there by --resume, or name another folder",
            path);
      }
    }
  }

  private static Failure out(Path path, IOException e) {
    var why =
        switch (e) {
          case NoSuchFileException _ -> "there is no folder to make it in; make that first";
          case AccessDeniedException _ -> "permission denied";
          case FileSystemException other when other.getReason() != null -> other.getReason();
          default -> String.valueOf(e.getMessage());
        };
    return Failure.of(Exit.FILES, "OUT", "%s: %s", path, why);
  }

  /** Writes a text. */
  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
