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
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

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

  /** Whether a folder says which training it is of. */
  static boolean isReadable(RunFolder folder) {
    try {
      return !read(folder).texts.isEmpty();
    } catch (Failure e) {
      return false;
    }
  }

  static SavedPlan read(RunFolder folder) {
    RunFolder.requireFolder(folder.path());
    var file = folder.settings();
    var lines = lines(folder, file);
    var table = lines.getFirst();
    if (!Table.names().contains(table)) {
      throw damaged(file, "its first line is '%s', expected a table", Text.quoted(table));
    }
    var texts = new LinkedHashMap<String, String>();
    for (var line : lines.subList(1, lines.size())) {
      var parts = line.split(" ", 2);
      texts.put(parts[0], parts.length == 2 ? parts[1] : "");
    }
    for (var option : Plan.OPTIONS) {
      requireReadable(file, option, texts.get(option.name()));
    }
    return new SavedPlan(table, texts);
  }

  private static List<String> lines(RunFolder folder, Path file) {
    try {
      var lines = Files.readAllLines(file);
      if (!lines.isEmpty()) {
        return lines;
      }
      throw damaged(file, "is empty");
    } catch (NoSuchFileException e) {
      throw Failure.of(Exit.MODEL, "CKPT-NONE", "%s: no training to go on with", folder.path());
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
      option.reading().read(text);
    } catch (IllegalArgumentException e) {
      throw damaged(file, "its line %s: %s", option.name(), Reading.told(e));
    }
  }

  /** Nobody has typed this: there is no command line to mend. */
  @FormatMethod
  private static Failure damaged(Path file, @FormatString String problem, Object... values) {
    return Failure.of(
        Exit.MODEL,
        "CKPT-SETTINGS",
        "%s: %s; it is damaged, start anew in another folder",
        file,
        String.format(Locale.ROOT, problem, values));
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
