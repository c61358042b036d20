package dev.cortado.cli;

import dev.cortado.data.FormatException;
import dev.cortado.formats.json.Json;
import dev.cortado.internal.FileProblem;
import dev.cortado.internal.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The data and options of a training as JSON: {@code --print-config} prints it, a run keeps it in
 * {@code settings.json}, and {@code --config} and {@code --resume} read it. Its keys are the names
 * of the options without dashes; options on the command line come first.
 *
 * <pre>
 * {"data": ["adult.csv"],
 *  "target": "income",
 *  "epochs": 20}
 * </pre>
 *
 * @param texts the text of each parameter, as on a command line
 */
record TrainConfig(SequencedMap<String, String> texts) {

  private static final String DATA = "data";
  private static final long MOST_BYTES = 1 << 20;

  /** Of the parameters that a line gives. */
  static TrainConfig of(ParsedLine line, Argument<?> data, List<Option<?>> options) {
    var texts = new LinkedHashMap<String, String>();
    for (var parameter : parameters(data, options)) {
      var text = line.texts().get(parameter.name());
      if (text != null) {
        texts.put(parameter.name(), text);
      }
    }
    return new TrainConfig(texts);
  }

  /** Reads a file; a mistake in it is a {@link Failure} with the given exit and code. */
  static TrainConfig read(
      Path file, Argument<?> data, List<Option<?>> options, Exit exit, String code) {
    var parameters =
        parameters(data, options).stream().collect(Collectors.toMap(TrainConfig::key, it -> it));
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw Failure.of(exit, code, "%s: is larger than 1 MiB", file);
      }
      if (!(Json.parse(code, file.toString(), Files.readAllBytes(file))
          instanceof Json.Mapping(var values))) {
        throw Failure.of(exit, code, "%s: expected an object, {\"target\": ...}", file);
      }
      var texts = new LinkedHashMap<String, String>();
      for (var entry : values.entrySet()) {
        var parameter = parameters.get(entry.getKey());
        if (parameter == null) {
          throw Failure.of(
              exit,
              code,
              "%s: unknown key '%s'%s",
              file,
              Text.quoted(entry.getKey()),
              Suggestion.of(entry.getKey(), parameters.keySet().stream().sorted().toList()));
        }
        put(parameter, entry.getValue(), texts);
      }
      return new TrainConfig(texts);
    } catch (FormatException e) {
      throw Failure.of(
          exit, code, "%s", String.valueOf(e.getMessage()).replaceFirst("^[A-Z-]+: ", ""));
    } catch (IllegalArgumentException e) {
      throw Failure.of(exit, code, "%s: %s", file, ValueParser.message(e));
    } catch (IOException e) {
      throw Failure.of(Exit.FILES, "FILE", "%s: %s", file, FileProblem.reason(e));
    }
  }

  private static void put(Parameter<?> parameter, Json value, Map<String, String> texts) {
    var name = key(parameter);
    if (parameter instanceof Option<?> option && option.isFlag()) {
      if (!(value instanceof Json.Flag(boolean given))) {
        throw new IllegalArgumentException("'" + name + "' is " + value.text() + ", expected true");
      }
      if (given) {
        texts.put(parameter.name(), "true");
      }
      return;
    }
    var parts =
        value instanceof Json.Sequence(var values)
            ? values.stream().map(it -> scalar(name, it)).toList()
            : List.of(scalar(name, value));
    boolean repeated = parameter instanceof Argument<?> argument && argument.isRepeated();
    var text = String.join(repeated ? String.valueOf(Argument.SEPARATOR) : ",", parts);
    try {
      parameter.parser().parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + name + "': " + ValueParser.message(e), e);
    }
    texts.put(parameter.name(), text);
  }

  private static String scalar(String name, Json value) {
    return switch (value) {
      case Json.Text(var text) -> text;
      case Json.Whole _, Json.Decimal _ -> value.text();
      case Json.Flag _, Json.None _, Json.Sequence _, Json.Mapping _ ->
          throw new IllegalArgumentException(
              "'" + name + "' is " + Text.quoted(value.text()) + ", expected a text or a number");
    };
  }

  /** A line with what is given here, where the line itself does not say otherwise. */
  ParsedLine under(ParsedLine line) {
    var all = new HashMap<>(texts);
    all.putAll(line.texts());
    return new ParsedLine(all);
  }

  /** Refuses a line that says otherwise, for a training that is resumed. */
  void requireSame(ParsedLine line, Path folder) {
    texts.forEach((name, saved) -> {
      var now = line.texts().get(name);
      if (now != null && !now.equals(saved)) {
        throw Failure.of(
            Exit.MODEL,
            "CKPT-MISMATCH",
            "%s was made with %s %s, the command line has %s; leave that out, or start in another"
                + " folder",
            folder,
            name,
            Text.quoted(saved),
            Text.quoted(now));
      }
    });
  }

  /** As JSON, a key on each line. */
  String json(Argument<?> data) {
    var lines = new ArrayList<String>();
    texts.forEach((name, text) -> {
      var value =
          name.equals(data.name())
              ? Json.of(List.of(text.split(String.valueOf(Argument.SEPARATOR), -1)))
              : text.equals("true") ? Json.of(true) : Json.of(text);
      var key = name.equals(data.name()) ? DATA : name.substring(2);
      lines.add(Json.of(key).text() + ": " + value.text());
    });
    return "{" + String.join(",\n ", lines) + "}\n";
  }

  private static List<Parameter<?>> parameters(Argument<?> data, List<Option<?>> options) {
    return Stream.concat(Stream.<Parameter<?>>of(data), options.stream()).toList();
  }

  private static String key(Parameter<?> parameter) {
    return parameter instanceof Argument<?> ? DATA : parameter.name().substring(2);
  }
}
