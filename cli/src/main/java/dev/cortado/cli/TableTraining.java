package dev.cortado.cli;

import dev.cortado.data.Dataset;
import dev.cortado.data.FormatException;
import dev.cortado.data.RowOrder;
import dev.cortado.data.RowSource;
import dev.cortado.formats.ModelFile;
import dev.cortado.formats.Receipt;
import dev.cortado.formats.json.Json;
import dev.cortado.internal.Csv;
import dev.cortado.metric.Evaluation;
import dev.cortado.plot.FourDigits;
import dev.cortado.tables.RowStorage;
import dev.cortado.tables.TableData;
import dev.cortado.tables.TablePlan;
import dev.cortado.tables.TableSettings;
import dev.cortado.tables.TableSource;
import dev.cortado.tables.TableTrainer;
import dev.cortado.tables.TrainedTable;
import dev.cortado.tables.Yardstick;
import dev.cortado.tensor.Rng;
import dev.cortado.train.DivergedException;
import dev.cortado.train.History;
import dev.cortado.train.checkpoint.FolderInUseException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One run of {@code cortado train} on a table of the user's: finds out what the columns are,
 * trains, tests and saves the model in a folder.
 *
 * @param plan what the columns are
 * @param line the options
 * @param folder for the model, its history and checkpoints
 * @param output how much is printed, and how
 */
record TableTraining(TablePlan plan, ParsedLine line, RunFolder folder, Output output) {

  /** How much is printed, and how. */
  enum Output {
    /** Everything, for a person. */
    FULL,
    /** Only the metrics. */
    QUIET,
    /** A JSON object on each line. */
    JSON
  }

  private static final int WIDTH = 80;

  /** Reads the table once; nothing is made if it, or an option, is refused. */
  static TablePlan plan(TableSource source, ParsedLine line) {
    TableTrainOptions.settings(line);
    return TablePlan.of(source, TablePlanOptions.of(line));
  }

  Exit run(PrintStream out) {
    long began = System.nanoTime();
    var settings = TableTrainOptions.settings(line);
    show(out);
    try (var data = encode(settings)) {
      begin(data, settings, out);
      var trained = train(data, settings, out);
      var report = report(data, trained, settings);
      save(data, trained, settings, report);
      end(data, trained, report, (System.nanoTime() - began) / 1e9, out);
    }
    folder.deleteRows();
    return Exit.OK;
  }

  private TableData encode(TableSettings settings) {
    try {
      return plan.encode(
          TableTrainOptions.split(line, settings, plan.profile().rows()),
          RowStorage.folder(folder.rows()));
    } catch (FormatException | IllegalArgumentException e) {
      folder.discard();
      throw e instanceof IllegalArgumentException
          ? Failure.usage("train: %s", String.valueOf(e.getMessage()))
          : e;
    }
  }

  private void show(PrintStream out) {
    switch (output) {
      case FULL -> {
        out.println(plan.describe());
        out.flush();
      }
      case QUIET -> {}
      case JSON -> {
        var columns =
            plan.columns().stream()
                .map(column ->
                    (Json)
                        Json.mapping()
                            .with("name", Json.of(column.name()))
                            .with("role", Json.of(column.role().text()))
                            .with("reason", Json.of(column.reason())))
                .toList();
        json(
            "table",
            Json.mapping()
                .with("name", Json.of(plan.profile().name()))
                .with("rows", Json.of(plan.profile().rows()))
                .with("columns", new Json.Sequence(columns))
                .with("warnings", Json.of(plan.warnings())),
            out);
      }
    }
  }

  private static void json(String event, Json.Mapping fields, PrintStream out) {
    var line = Json.mapping().with("event", Json.of(event));
    for (var field : fields.values().entrySet()) {
      line = line.with(field.getKey(), field.getValue());
    }
    out.println(line.text());
    out.flush();
  }

  private void begin(TableData data, TableSettings settings, PrintStream out) {
    if (output != Output.FULL) {
      return;
    }
    var valid =
        data.folds() > 0
            ? " in " + data.folds() + " folds"
            : ", " + Text.grouped(data.valid().size()) + " for validation";
    out.println(
        Text.grouped(data.train().size())
            + " rows for training"
            + valid
            + ", "
            + Text.grouped(data.test().size())
            + " held back, seed "
            + settings.seed());
    out.println();
    out.flush();
  }

  private TrainedTable train(TableData data, TableSettings settings, PrintStream out) {
    var metric = settings.metricFor(data.preparation().target()).toString();
    var trainer = TableTrainer.of(settings).in(folder.checkpoints());
    trainer =
        switch (output) {
          case FULL -> trainer.listener(TableProgress.of(out, metric));
          case QUIET -> trainer;
          case JSON -> trainer.listener(TableProgress.json(out));
        };
    var hook = new Thread(() -> interrupted(out), "cortado-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return trainer.train(data);
    } catch (DivergedException e) {
      throw Failure.of(
          Exit.DIVERGED,
          "DIVERGED",
          "%s",
          e.divergence().toString().replaceFirst("^diverged at ", ""));
    } catch (FolderInUseException e) {
      throw Failure.of(Exit.FILES, "LOCKED", "%s", String.valueOf(e.getMessage()));
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // the JVM is already shutting down
      }
    }
  }

  /** Runs when the JVM is told to end; checkpoints are whole at any moment. */
  private void interrupted(PrintStream out) {
    if (output != Output.JSON) {
      out.println("interrupted; to continue: cortado train --resume --out " + folder.path());
      out.flush();
    }
  }

  /** Of the rows held back; without them, null. */
  private static TableReport report(TableData data, TrainedTable trained, TableSettings settings) {
    if (data.test().size() == 0) {
      return new TableReport(List.of(), List.of(), List.of());
    }
    var yardsticks =
        Yardstick.fit(
            data.features(), inMemory(data.train()), Rng.of(settings.seed()).at("yardsticks"));
    return TableReport.of(trained.model(), data.test(), yardsticks, settings.seed());
  }

  private static Dataset inMemory(RowSource rows) {
    return rows instanceof Dataset dataset
        ? dataset
        : rows.rows(RowOrder.range(0, Math.min(rows.size(), Yardstick.MOST_ROWS)));
  }

  private void save(
      TableData data, TrainedTable trained, TableSettings settings, TableReport report) {
    RunFolder.write(folder.picture(), trained.histories().getFirst().svg());
    RunFolder.write(folder.history(), history(trained.histories()));
    var receipt =
        Receipt.of(trained.model())
            .seed(settings.seed())
            .trainData(plan.profile().fingerprint())
            .recipe(trained.recipe().toString())
            .version(Version.current())
            .note(ReceiptNotes.TABLE, plan.profile().name().replaceFirst("^.*[/\\\\]", ""))
            .note(
                "rows",
                data.train().size()
                    + " for training, "
                    + data.valid().size()
                    + " for validation, "
                    + data.test().size()
                    + " held back")
            .note("out." + trained.metric(), Double.toString(trained.score()));
    for (var each : report.lines()) {
      receipt = receipt.note("test." + each.name(), Double.toString(each.value()));
    }
    var target = data.preparation().target();
    new ModelFile(
            trained.model(),
            data.preparation().schema(),
            Evaluation.outputs(trained.model(), target),
            receipt,
            data.preparation())
        .save(folder.model());
  }

  private static String history(List<History> histories) {
    var lines = new ArrayList<String>();
    var names = histories.getFirst().last().values().sequencedKeySet();
    var header = new ArrayList<>(List.of("network", "epoch"));
    header.addAll(names);
    lines.add(Csv.line(header));
    for (int i = 0; i < histories.size(); i++) {
      for (var epoch : histories.get(i).epochs()) {
        var cells = new ArrayList<>(List.of(String.valueOf(i + 1), String.valueOf(epoch.number())));
        names.forEach(name -> cells.add(Double.toString(epoch.value(name))));
        lines.add(Csv.line(cells));
      }
    }
    return lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }

  private void end(
      TableData data, TrainedTable trained, TableReport report, double seconds, PrintStream out) {
    switch (output) {
      case QUIET -> report.print(out);
      case JSON ->
          json(
              "result",
              merged(
                  report.json(),
                  Json.mapping()
                      .with("test_rows", Json.of(data.test().size()))
                      .with("held_out", TableProgress.number(trained.score()))
                      .with("model", Json.of(folder.model().toString()))
                      .with("seconds", TableProgress.number(seconds))),
              out);
      case FULL -> {
        out.println();
        if (report.lines().isEmpty()) {
          out.println(
              "No rows were held back; on rows that networks were not trained on, "
                  + trained.metric()
                  + " "
                  + FourDigits.of(trained.score()));
        } else {
          out.println("On the " + Text.grouped(data.test().size()) + " rows held back:");
          report.print(out);
        }
        out.println();
        for (var warning : plan.warnings()) {
          Text.wrapped("warning: " + warning, WIDTH).forEach(out::println);
        }
        place("model", folder.model().toString(), out);
        place("history", folder.history() + ", " + folder.picture(), out);
        place("next", "cortado predict " + folder.model() + " DATA --out predictions.csv", out);
      }
    }
  }

  private static Json.Mapping merged(Json.Mapping first, Json.Mapping second) {
    var all = first;
    for (var field : second.values().entrySet()) {
      all = all.with(field.getKey(), field.getValue());
    }
    return all;
  }

  private static void place(String name, String where, PrintStream out) {
    out.println(Text.left(name, 13) + where);
  }
}
