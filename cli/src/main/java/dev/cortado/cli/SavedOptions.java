package dev.cortado.cli;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.cortado.cli.tables.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The table and options of a training, saved beside its checkpoints so that {@code --resume} needs
 * no other option:
 *
 * <pre>
 * digits
 * --hidden 32,16
 * --epochs 100
 * …
 * </pre>
 *
 * @param texts the text of each option of {@link TrainOptions}
 */
record SavedOptions(Table table, SequencedMap<String, String> texts) {

  /** Options that may change on resuming: they say how long a training is, not what it computes. */
  private static final List<Option<?>> CHANGEABLE = List.of(TrainOptions.EPOCHS);

  static SavedOptions of(SeededTable table, TrainOptions options) {
    return new SavedOptions(table.table(), options.texts());
  }

  void write(Path file) {
    var text = new StringBuilder(table.name()).append('\n');
    texts.forEach((name, value) -> text.append(name).append(' ').append(value).append('\n'));
    RunFolder.write(file, text.toString());
  }

  /** Whether a folder has a readable file of options. */
  static boolean isReadable(RunFolder folder) {
    try {
      return !read(folder).texts.isEmpty();
    } catch (Failure e) {
      return false;
    }
  }

  static SavedOptions read(RunFolder folder) {
    RunFolder.requireFolder(folder.path());
    var file = folder.settings();
    var lines = lines(folder, file);
    var table = table(file, lines.getFirst());
    var texts = new LinkedHashMap<String, String>();
    for (var line : lines.subList(1, lines.size())) {
      var parts = line.split(" ", 2);
      texts.put(parts[0], parts.length == 2 ? parts[1] : "");
    }
    for (var option : TrainOptions.OPTIONS) {
      requireReadable(file, option, texts.get(option.name()));
    }
    return new SavedOptions(table, texts);
  }

  private static Table table(Path file, String name) {
    try {
      return SeededTable.PARSER.parse(name);
    } catch (IllegalArgumentException e) {
      throw damaged(file, "its first line: %s", ValueParser.message(e));
    }
  }

  private static List<String> lines(RunFolder folder, Path file) {
    try {
      var lines = Files.readAllLines(file);
      if (!lines.isEmpty()) {
        return lines;
      }
      throw damaged(file, "is empty");
    } catch (NoSuchFileException e) {
      throw Failure.of(Exit.MODEL, "CKPT-NONE", "%s: no training to resume", folder.path());
    } catch (MalformedInputException e) {
      throw damaged(file, "is not text");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireReadable(Path file, Option<?> option, @Nullable String text) {
    if (text == null) {
      throw damaged(file, "has no line %s", option.name());
    }
    try {
      option.parser().parse(text);
    } catch (IllegalArgumentException e) {
      throw damaged(file, "its line %s: %s", option.name(), ValueParser.message(e));
    }
  }

  /** Not a usage error, since the file is at fault and not the command line. */
  @FormatMethod
  private static Failure damaged(Path file, @FormatString String problem, Object... values) {
    return Failure.of(
        Exit.MODEL,
        "CKPT-SETTINGS",
        "%s: %s; it is damaged, start in another folder",
        file,
        String.format(Locale.ROOT, problem, values));
  }

  /** Refuses another table. */
  void requireTable(Optional<Table> other, Path folder) {
    other
        .filter(it -> !it.equals(table))
        .ifPresent(it -> {
          throw mismatch(folder, "table " + table.name(), "table " + it.name());
        });
  }

  /**
   * The options of a resumed training. Options that the line omits keep their saved values; it may
   * repeat a saved value or give another number of epochs, and nothing else.
   */
  ParsedLine overriddenBy(ParsedLine line, Path folder) {
    var all = new HashMap<String, String>();
    for (var option : TrainOptions.OPTIONS) {
      var saved = texts.getOrDefault(option.name(), "");
      var now = line.texts().getOrDefault(option.name(), saved);
      if (!CHANGEABLE.contains(option)
          && !option.parser().parse(now).equals(option.parser().parse(saved))) {
        throw mismatch(folder, option.name() + " " + saved, option.name() + " " + now);
      }
      all.put(option.name(), now);
    }
    return new ParsedLine(all);
  }

  private static Failure mismatch(Path folder, String saved, String now) {
    return Failure.of(
        Exit.MODEL,
        "CKPT-MISMATCH",
        "%s was made with %s, the command line has %s; leave that out, or start in another folder",
        folder,
        saved,
        Text.quoted(now));
  }
}
