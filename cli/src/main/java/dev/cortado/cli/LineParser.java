package dev.cortado.cli;

import dev.cortado.internal.Suggestion;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses a command line: {@code --seed 7} and {@code --seed=7}, options before and after arguments,
 * and {@code --}, after which all words are arguments. A line that cannot be parsed is a {@link
 * Failure} with what was expected.
 */
final class LineParser {

  static final String DEBUG = "--debug";
  private static final String HELP = "--help";
  private static final String VERSION = "--version";
  private static final String END_OF_OPTIONS = "--";

  private final List<Command> commands;

  LineParser(List<Command> commands) {
    this.commands = commands;
  }

  /** The request that a line makes; {@code --debug} changes none. */
  Request parse(List<String> line) {
    var words = new ArrayDeque<>(line);
    words.removeIf(DEBUG::equals);
    if (words.isEmpty() || isHelp(words.getFirst())) {
      return new Request.Overview();
    }
    var first = words.removeFirst();
    if (first.equals(VERSION)) {
      requireNoArgument(VERSION, words);
      return new Request.ShowVersion();
    }
    var command = command(first);
    return words.stream()
            .takeWhile(word -> !word.equals(END_OF_OPTIONS))
            .anyMatch(LineParser::isHelp)
        ? new Request.CommandHelp(command)
        : new Request.Run(command, parameters(command, words));
  }

  private static boolean isHelp(String word) {
    return word.equals(HELP) || word.equals("-h");
  }

  private Command command(String name) {
    for (var command : commands) {
      if (command.name().equals(name)) {
        return command;
      }
    }
    if (isOption(name)) {
      throw Failure.usage(
          "unknown option %s%s", shown(name), Suggestion.of(bare(name), List.of(HELP, VERSION)));
    }
    var names = commands.stream().map(Command::name).toList();
    var suggestion = Suggestion.of(name, names);
    throw Failure.usage(
        "unknown command %s%s",
        shown(name), suggestion.isEmpty() ? "; known are " + String.join(", ", names) : suggestion);
  }

  private static ParsedLine parameters(Command command, Deque<String> words) {
    var texts = new HashMap<String, String>();
    var arguments = new ArrayDeque<>(command.arguments());
    boolean mayBeOption = true;
    while (!words.isEmpty()) {
      var word = words.removeFirst();
      if (mayBeOption && word.equals(END_OF_OPTIONS)) {
        mayBeOption = false;
      } else if (mayBeOption && isOption(word)) {
        option(command, word, words, texts);
      } else if (arguments.isEmpty()) {
        throw tooMany(command, word);
      } else if (arguments.getFirst().isRepeated()) {
        texts.merge(
            arguments.getFirst().name(), word, (all, next) -> all + Argument.SEPARATOR + next);
      } else {
        put(command, arguments.removeFirst(), word, texts);
      }
    }
    if (!arguments.isEmpty() && arguments.getFirst().isRequired()) {
      throw Failure.usage(
          "%s: %s is missing; cortado %s --help says what it is",
          command.name(), arguments.getFirst().name(), command.name());
    }
    return new ParsedLine(texts);
  }

  private static void option(
      Command command, String word, Deque<String> words, Map<String, String> texts) {
    var option = option(command, word);
    var name = option.name();
    int equals = word.indexOf('=');
    if (option.isFlag()) {
      if (equals >= 0) {
        throw Failure.usage(
            "%s: %s takes no value, found %s",
            command.name(), name, Text.quoted(word.substring(equals + 1)));
      }
      put(command, option, "true", texts);
    } else if (equals >= 0) {
      put(command, option, word.substring(equals + 1), texts);
    } else if (words.isEmpty() || words.getFirst().startsWith(END_OF_OPTIONS)) {
      throw Failure.usage("%s: %s needs a value", command.name(), name);
    } else {
      put(command, option, words.removeFirst(), texts);
    }
  }

  private static Option<?> option(Command command, String word) {
    for (var option : command.options()) {
      if (option.name().equals(bare(word))) {
        return option;
      }
    }
    var suggestion =
        Suggestion.of(bare(word), command.options().stream().map(Option::name).toList());
    throw Failure.usage(
        "%s: unknown option %s%s",
        command.name(),
        shown(word),
        suggestion.isEmpty() ? "; cortado " + command.name() + " --help lists them" : suggestion);
  }

  private static void put(
      Command command, Parameter<?> parameter, String text, Map<String, String> texts) {
    try {
      parameter.parser().parse(text);
    } catch (IllegalArgumentException e) {
      throw Failure.usage("%s: %s: %s", command.name(), parameter.name(), ValueParser.message(e));
    }
    if (texts.put(parameter.name(), text) != null) {
      throw Failure.usage("%s: %s is given twice", command.name(), parameter.name());
    }
  }

  private static Failure tooMany(Command command, String word) {
    int most = command.arguments().size();
    return switch (most) {
      case 0 -> Failure.usage("%s takes no argument, found %s", command.name(), shown(word));
      case 1 ->
          Failure.usage(
              "%s takes one argument at most, found %s, too", command.name(), shown(word));
      default ->
          Failure.usage(
              "%s takes %d arguments at most, found %s, too", command.name(), most, shown(word));
    };
  }

  private static void requireNoArgument(String name, Deque<String> words) {
    if (!words.isEmpty()) {
      throw Failure.usage("%s takes no argument, found %s", name, shown(words.getFirst()));
    }
  }

  private static boolean isOption(String word) {
    return word.startsWith("-") && word.length() > 1;
  }

  private static String shown(String word) {
    return Text.quoted(bare(word));
  }

  /** An option's name without {@code =value}. */
  private static String bare(String word) {
    int equals = isOption(word) ? word.indexOf('=') : -1;
    return equals < 0 ? word : word.substring(0, equals);
  }
}
