package dev.cortado.train.progress;

import dev.cortado.internal.Errors;
import dev.cortado.train.Callback;
import dev.cortado.train.Epoch;
import dev.cortado.train.Event;
import dev.cortado.train.History;
import dev.cortado.train.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps a CSV file of the epochs:
 *
 * <pre>
 * epoch,steps,rate,train.loss,valid.loss,valid.accuracy
 * 1,44,0.01,0.5127,0.3314,0.87
 * 2,88,0.01,0.2961,0.2508,0.91
 * </pre>
 *
 * <p>Numbers read back to the same bits. After each epoch the whole file is written beside the old
 * one and takes its place at once: whoever reads it never sees half a line, and a training that was
 * interrupted and resumed leaves the same file as one that was not.
 */
public final class CsvHistory implements Callback {

  private final Path file;
  private final Path folder;

  /** In this file; its folder is made if need be, and a file that is there is replaced. */
  public static CsvHistory of(Path file) {
    return new CsvHistory(file);
  }

  private CsvHistory(Path file) {
    var parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw Errors.argument("csv: '%s' is a folder, expected a file", file);
    }
    this.file = file;
    folder = parent;
  }

  @Override
  public Signal on(Event event) {
    switch (event) {
      case Event.Began _, Event.BatchEnded _ -> {
        // The file tells of whole epochs.
      }
      case Event.EpochEnded(var run, _) -> write(text(run.history()));
      case Event.Ended(_, var history) -> write(text(history));
    }
    return Signal.CONTINUE;
  }

  /** A history as CSV. */
  static String text(History history) {
    var names = new LinkedHashSet<String>();
    history.epochs().forEach(epoch -> names.addAll(epoch.values().keySet()));
    var header = Stream.concat(Stream.of("epoch", "steps", "rate"), names.stream());
    var text = new StringBuilder(header.map(CsvHistory::quoted).collect(Collectors.joining(",")));
    text.append('\n');
    for (var epoch : history.epochs()) {
      text.append(line(epoch, names)).append('\n');
    }
    return text.toString();
  }

  private static String line(Epoch epoch, SequencedSet<String> names) {
    var values =
        names.stream()
            .map(name -> {
              var value = epoch.values().get(name);
              return value == null ? "" : value.toString();
            });
    return Stream.concat(
            Stream.of(
                Integer.toString(epoch.number()),
                Long.toString(epoch.steps()),
                Double.toString(epoch.rate())),
            values)
        .collect(Collectors.joining(","));
  }

  /** As RFC 4180 wants it. */
  private static String quoted(String name) {
    boolean plain =
        name.chars().noneMatch(it -> it == ',' || it == '"' || it == '\n' || it == '\r');
    return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  private void write(String text) {
    var place = file.toAbsolutePath();
    var part = Path.of(place + ".part");
    try {
      Files.createDirectories(folder);
      try {
        Files.writeString(part, text);
        Files.move(
            part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "csv: cannot write '" + file + "': " + e + "; check the folder and its permissions", e);
    }
  }
}
