package dev.cortado.cli;

import dev.cortado.metric.Better;
import dev.cortado.plot.FourDigits;
import dev.cortado.tables.TablePlan;
import dev.cortado.tables.TableTrainer;
import dev.cortado.tables.TrainedTable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Trains a table with several values of some options and says which do best on rows left out. */
final class SweepCommand implements Command {

  private static final String NAME = "sweep";
  private static final int MOST_TRIALS = 1_000;

  /** The options that may be varied. */
  private static final List<Option<?>> VARIED = varied();

  private static final Option<SequencedMap<String, List<String>>> VARY =
      Option.of(
          "--vary",
          "NAME=V|V;...",
          "options of train and their values, as in \"rate=0.01|0.03; hidden=64|256,256\"",
          SweepCommand::values);

  /**
   * One combination of values.
   *
   * @param texts by the names of the options, without dashes
   */
  private record Trial(SequencedMap<String, String> texts, TrainedTable trained, double seconds) {

    /** The deviation of the scores of the networks; NaN for a single one. */
    double deviation() {
      var scores = trained.scores();
      double mean = scores.stream().mapToDouble(it -> it).average().orElse(Double.NaN);
      double squares = scores.stream().mapToDouble(it -> (it - mean) * (it - mean)).sum();
      return Math.sqrt(squares / (scores.size() - 1));
    }
  }

  private static List<Option<?>> varied() {
    var options = new ArrayList<Option<?>>(TrainOptions.OPTIONS);
    options.addAll(List.of(TableTrainOptions.QUALITY, TableTrainOptions.ACTIVATION));
    return List.copyOf(options);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String purpose() {
    return "trains with several values of some options and compares them on rows left out";
  }

  @Override
  public List<Argument<?>> arguments() {
    return List.of(TableSourceOptions.DATA);
  }

  @Override
  public List<Option<?>> options() {
    var options = new ArrayList<Option<?>>(List.of(VARY));
    options.addAll(TrainCommand.MODEL);
    return options;
  }

  @Override
  public List<String> examples() {
    return List.of(
        "sweep adult.csv --target income --vary \"rate=0.01|0.03\"",
        "sweep houses.csv --target price --quality fast --vary"
            + " \"hidden=64|256,256;dropout=0|0.2\"");
  }

  private static SequencedMap<String, List<String>> values(String text) {
    var all = new LinkedHashMap<String, List<String>>();
    for (var part : text.split(";", -1)) {
      int equals = part.indexOf('=');
      var name = equals < 0 ? part.strip() : part.substring(0, equals).strip();
      var option =
          VARIED.stream()
              .filter(it -> it.name().equals("--" + name))
              .findFirst()
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "'"
                          + Text.quoted(name)
                          + "', expected one of "
                          + VARIED.stream()
                              .map(it -> it.name().substring(2))
                              .collect(Collectors.joining(", "))));
      var values = List.of(part.substring(equals + 1).strip().split("\\|", -1));
      for (var value : values) {
        try {
          option.parser().parse(value);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(name + ": " + ValueParser.message(e), e);
        }
      }
      if (all.put(name, values) != null) {
        throw new IllegalArgumentException("'" + name + "' is given twice");
      }
    }
    return all;
  }

  @Override
  public Exit run(ParsedLine line, PrintStream out) {
    if (!line.has(VARY) || !line.has(TablePlanOptions.TARGET)) {
      throw Failure.usage("%s: needs --target COLUMN and --vary \"rate=0.01|0.03\"", NAME);
    }
    var combinations = combinations(line.find(VARY).orElseThrow());
    var plan = TablePlan.of(TableSourceOptions.source(NAME, line), TablePlanOptions.of(line));
    var settings = TableTrainOptions.settings(line);
    var trials = new ArrayList<Trial>();
    try (var data = plan.encode(TableTrainOptions.split(line, settings, plan.profile().rows()))) {
      for (var texts : combinations) {
        long began = System.nanoTime();
        var trained = TableTrainer.of(TableTrainOptions.settings(with(line, texts))).train(data);
        var trial = new Trial(texts, trained, (System.nanoTime() - began) / 1e9);
        trials.add(trial);
        out.println(
            text(texts)
                + "  "
                + trained.metric()
                + " "
                + FourDigits.of(trained.score())
                + "  "
                + Text.duration(trial.seconds()));
        out.flush();
      }
    }
    var target = Objects.requireNonNull(plan.target()).target();
    var metric = settings.metricFor(target);
    print(trials, metric.metric(target).better(), out);
    return Exit.OK;
  }

  private static List<SequencedMap<String, String>> combinations(
      SequencedMap<String, List<String>> values) {
    List<SequencedMap<String, String>> all = List.of(new LinkedHashMap<>());
    for (var entry : values.entrySet()) {
      var more = new ArrayList<SequencedMap<String, String>>();
      for (var texts : all) {
        for (var value : entry.getValue()) {
          var next = new LinkedHashMap<>(texts);
          next.put(entry.getKey(), value);
          more.add(next);
        }
      }
      all = more;
      if (all.size() > MOST_TRIALS) {
        throw Failure.usage("%s: --vary has more than %,d combinations", NAME, MOST_TRIALS);
      }
    }
    return all;
  }

  private static ParsedLine with(ParsedLine line, Map<String, String> texts) {
    var all = new HashMap<>(line.texts());
    texts.forEach((name, value) -> all.put("--" + name, value));
    return new ParsedLine(all);
  }

  private static String text(Map<String, String> texts) {
    return texts.entrySet().stream()
        .map(entry -> "--" + entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(" "));
  }

  /** The best first. */
  private static void print(List<Trial> trials, Better better, PrintStream out) {
    var metric = trials.getFirst().trained().metric();
    int sign = better == Better.HIGHER ? -1 : 1;
    trials.sort((a, b) -> sign * Double.compare(a.trained().score(), b.trained().score()));
    var table = new ArrayList<List<String>>();
    table.add(List.of("best first", metric.toString(), "± of networks", "time"));
    for (var trial : trials) {
      double deviation = trial.deviation();
      table.add(
          List.of(
              text(trial.texts()),
              FourDigits.of(trial.trained().score()),
              Double.isNaN(deviation) ? "" : FourDigits.of(deviation),
              Text.duration(trial.seconds())));
    }
    out.println();
    Text.columns(table).forEach(out::println);
    out.println();
    out.println("on rows that the networks were not trained on; rows held back were not looked at");
  }
}
