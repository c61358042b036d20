package dev.cortado.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What a training was started with, in a file beside its checkpoints, so that nothing has to be
 * said again to go on with it:
 *
 * <pre>
 * digits
 * --hidden 32,16
 * --epochs 100
 * …
 * </pre>
 *
 * @param table the name of the table
 * @param texts what is written after each option of a {@link Plan}
 */
record SavedPlan(String table, SequencedMap<String, String> texts) {

  /** Options that change how far a training goes, not which one it is. */
  private static final List<Option<?>> FREE = List.of(Plan.EPOCHS);

  static SavedPlan of(Source source, Plan plan) {
    return new SavedPlan(source.table().name(), plan.texts());
  }

  void write(Path file) {
    var text = new StringBuilder(table).append('\n');
    texts.forEach((name, value) -> text.append(name).append(' ').append(value).append('\n'));
    RunFolder.write(file, text.toString());
  }

  static SavedPlan read(RunFolder folder) {
    var file = folder.settings();
    var lines = lines(folder, file);
    var texts = new LinkedHashMap<String, String>();
    for (var line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      var parts = line.split(" ", 2);
      texts.put(parts[0], parts.length == 2 ? parts[1] : "");
    }
    for (var option : Plan.OPTIONS) {
      requireReadable(file, option, texts);
    }
    return new SavedPlan(lines.getFirst(), texts);
  }

  private static List<String> lines(RunFolder folder, Path file) {
    try {
      var lines = Files.readAllLines(file);
      if (!lines.isEmpty()) {
        return lines;
      }
      throw Failure.of(Exit.MODEL, "CKPT-SETTINGS", "%s is empty", file);
    } catch (NoSuchFileException e) {
      throw Failure.of(Exit.MODEL, "CKPT-NONE", "%s: no training to go on with", folder.path());
    } catch (MalformedInputException e) {
      throw Failure.of(Exit.MODEL, "CKPT-SETTINGS", "%s is not text", file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireReadable(Path file, Option<?> option, Map<String, String> texts) {
    try {
      option.reading().read(texts.getOrDefault(option.name(), ""));
    } catch (IllegalArgumentException e) {
      throw Failure.of(
          Exit.MODEL, "CKPT-SETTINGS", "%s: %s: %s", file, option.name(), Reading.told(e));
    }
  }

  /**
   * What a command line asks for that goes on with this. What it does not say is as it was; it may
   * say again what was said, but nothing else.
   */
  Given resumed(Given given, Path folder) {
    given
        .argument(0)
        .filter(name -> !name.equals(table))
        .ifPresent(name -> {
          throw mismatch(folder, "table " + table, "table " + name);
        });
    var all = new HashMap<>(given.texts());
    for (var option : Plan.OPTIONS) {
      var before = texts.getOrDefault(option.name(), "");
      var now = given.texts().getOrDefault(option.name(), before);
      if (!FREE.contains(option)
          && !option.reading().read(now).equals(option.reading().read(before))) {
        throw mismatch(folder, option.name() + " " + before, option.name() + " " + now);
      }
      all.put(option.name(), now);
    }
    return new Given(List.of(table), all);
  }

  private static Failure mismatch(Path folder, String before, String now) {
    return Failure.of(
        Exit.MODEL,
        "CKPT-MISMATCH",
        "%s was made with %s, now asked for is %s; leave that out, or start anew in another folder",
        folder,
        before,
        Text.quoted(now));
  }
}
