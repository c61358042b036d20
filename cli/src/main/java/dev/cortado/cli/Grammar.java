package dev.cortado.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Makes sense of a command line by means of picocli, which takes it apart: {@code --seed 7} and
 * {@code --seed=7}, options before and after arguments, and {@code --} where options end. Values
 * are texts to it; an {@link Option} reads its own, and every complaint is worded here.
 */
final class Grammar {

  /** What a command line asks for. */
  sealed interface Asked {
    /** What there is to ask for. */
    record Overview() implements Asked {}

    /** What a command does. */
    record Explanation(Command command) implements Asked {}

    /** Which Cortado this is. */
    record Release() implements Asked {}

    /** To run a command. */
    record Run(Command command, Given given) implements Asked {}
  }

  static final String DEBUG = "--debug";
  private static final String HELP = "--help";
  private static final String VERSION = "--version";

  private final Map<String, Command> commands = new HashMap<>();
  private final List<String> names;
  private final CommandLine picocli;

  Grammar(List<Command> commands) {
    names = commands.stream().map(Command::name).toList();
    var root = CommandSpec.create().name("cortado");
    root.addOption(flag(VERSION).build());
    for (var command : commands) {
      this.commands.put(command.name(), command);
      root.addSubcommand(command.name(), new CommandLine(spec(command)));
    }
    picocli = new CommandLine(withCommon(root));
    picocli.setUnmatchedArgumentsAllowed(true);
    // A file may be called @list or ${home}.
    picocli.setExpandAtFiles(false);
    picocli.setInterpolateVariables(false);
  }

  private static CommandSpec spec(Command command) {
    var spec = CommandSpec.create().name(command.name());
    for (int place = 0; place < command.arguments().size(); place++) {
      spec.addPositional(
          PositionalParamSpec.builder()
              .index(Integer.toString(place))
              .arity("0..1")
              .type(String.class)
              .build());
    }
    for (var option : command.options()) {
      spec.addOption(option.isFlag() ? flag(option.name()).build() : valued(option.name()));
    }
    return withCommon(spec);
  }

  private static CommandSpec withCommon(CommandSpec spec) {
    return spec.addOption(flag("-h", HELP).usageHelp(true).build()).addOption(flag(DEBUG).build());
  }

  private static OptionSpec.Builder flag(String... names) {
    return OptionSpec.builder(names).arity("0").type(boolean.class);
  }

  private static OptionSpec valued(String name) {
    return OptionSpec.builder(name).arity("1").type(String.class).build();
  }

  /** What is asked for; a command line that makes no sense is a {@link Failure}. */
  Asked parse(List<String> line) {
    var root = taken(line);
    if (root.hasSubcommand()) {
      return asked(root.subcommand());
    }
    if (root.hasMatchedOption(VERSION)) {
      requireNothing(VERSION, root.unmatched());
      return new Asked.Release();
    }
    if (!root.unmatched().isEmpty()) {
      throw unknown(root.unmatched().getFirst());
    }
    return new Asked.Overview();
  }

  private Asked asked(ParseResult result) {
    var command = Objects.requireNonNull(commands.get(result.commandSpec().name()));
    if (result.hasMatchedOption(HELP)) {
      return new Asked.Explanation(command);
    }
    requireKnown(command, result.unmatched());
    var arguments =
        result.matchedPositionals().stream()
            .map(positional -> positional.<String>getValue())
            .toList();
    int required = (int) command.arguments().stream().filter(Argument::required).count();
    if (arguments.size() < required) {
      throw Failure.usage(
          "%s: %s is missing; cortado %s --help says what it is",
          command.name(), command.arguments().get(arguments.size()).label(), command.name());
    }
    return new Asked.Run(command, new Given(arguments, texts(command, result)));
  }

  private static Map<String, String> texts(Command command, ParseResult result) {
    var texts = new HashMap<String, String>();
    for (var option : command.options()) {
      if (result.hasMatchedOption(option.name())) {
        var text = result.matchedOption(option.name()).getValue().toString();
        requireReadable(command, option, text);
        texts.put(option.name(), text);
      }
    }
    return texts;
  }

  private static void requireReadable(Command command, Option<?> option, String text) {
    try {
      option.reading().read(text);
    } catch (IllegalArgumentException e) {
      throw Failure.usage("%s: %s: %s", command.name(), option.name(), Reading.told(e));
    }
  }

  private ParseResult taken(List<String> line) {
    try {
      return picocli.parseArgs(line.toArray(String[]::new));
    } catch (OverwrittenOptionException e) {
      throw Failure.usage("%s%s is given twice", prefix(e), name(e));
    } catch (MissingParameterException e) {
      throw Failure.usage(
          "%s%s needs a value", prefix(e), ((OptionSpec) e.getMissing().getFirst()).longestName());
    } catch (ParameterException e) {
      throw Failure.usage("%s%s", prefix(e), String.valueOf(e.getMessage()));
    }
  }

  private static String prefix(ParameterException e) {
    var spec = e.getCommandLine().getCommandSpec();
    return spec.parent() == null ? "" : spec.name() + ": ";
  }

  private static String name(OverwrittenOptionException e) {
    return ((OptionSpec) e.getOverwritten()).longestName();
  }

  private static void requireNothing(String name, List<String> unmatched) {
    if (!unmatched.isEmpty()) {
      throw Failure.usage("%s takes no argument, found %s", name, shown(unmatched.getFirst()));
    }
  }

  private static void requireKnown(Command command, List<String> unmatched) {
    for (var word : unmatched) {
      if (word.startsWith("-")) {
        var known = command.options().stream().map(Option::name).toList();
        var suggestion = Suggestion.of(bare(word), known);
        throw Failure.usage(
            "%s: unknown option %s%s",
            command.name(),
            shown(word),
            suggestion.isEmpty()
                ? "; cortado " + command.name() + " --help lists them"
                : suggestion);
      }
    }
    int most = command.arguments().size();
    if (!unmatched.isEmpty() && most > 0) {
      throw Failure.usage(
          "%s takes %s at most, found %s, too",
          command.name(),
          most == 1 ? "one argument" : most + " arguments",
          shown(unmatched.getFirst()));
    }
    requireNothing(command.name(), unmatched);
  }

  private Failure unknown(String word) {
    if (word.startsWith("-")) {
      return Failure.usage(
          "unknown option %s%s", shown(word), Suggestion.of(bare(word), List.of(HELP, VERSION)));
    }
    var suggestion = Suggestion.of(word, names);
    return Failure.usage(
        "unknown command %s%s",
        shown(word), suggestion.isEmpty() ? "; known are " + String.join(", ", names) : suggestion);
  }

  private static String shown(String word) {
    return Text.quoted(bare(word));
  }

  /** An option's name without the value that is written to it. */
  private static String bare(String word) {
    return word.startsWith("-") ? word.split("=", 2)[0] : word;
  }
}
