package dev.cortado.train.progress;

import dev.cortado.internal.AtomicFile;
import dev.cortado.internal.Csv;
import dev.cortado.internal.Disk;
import dev.cortado.internal.Errors;
import dev.cortado.internal.FileProblem;
import dev.cortado.train.Callback;
import dev.cortado.train.Epoch;
import dev.cortado.train.Event;
import dev.cortado.train.History;
import dev.cortado.train.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
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
 * <p>Numbers read back to the same bits. The file is replaced as a whole after each epoch, so a
 * reader never sees half a line, and a resumed training leaves the same file as an unbroken one. At
 * the end of the training the file is forced to the disk.
 */
public final class CsvHistory implements Callback {

  private final Path file;
  private final Path folder;

  /** In this file; a missing folder is created, an existing file replaced. */
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
        // The file has finished epochs only.
      }
      case Event.EpochEnded(var run, _) -> write(text(run.history()), Disk.cached());
      case Event.Ended(_, var history) -> write(text(history), Disk.durable());
    }
    return Signal.CONTINUE;
  }

  /** A history as CSV. */
  static String text(History history) {
    var names = new LinkedHashSet<String>();
    history.epochs().forEach(epoch -> names.addAll(epoch.values().keySet()));
    var header = Stream.concat(Stream.of("epoch", "steps", "rate"), names.stream()).toList();
    var text = new StringBuilder(Csv.line(header)).append('\n');
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
    var place =
        Stream.of(
            Integer.toString(epoch.number()),
            Long.toString(epoch.steps()),
            Double.toString(epoch.rate()));
    return Csv.line(Stream.concat(place, values).toList());
  }

  private void write(String text, Disk disk) {
    var target = file.toAbsolutePath();
    var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    try {
      Files.createDirectories(folder);
      AtomicFile.replace(
          target,
          target.resolveSibling(target.getFileName() + ".part"),
          disk,
          channel -> channel.write(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "csv: cannot write '"
              + file
              + "': "
              + FileProblem.reason(e)
              + "; check the folder and its permissions",
          e);
    }
  }
}
