package dev.cortado.cli;

import dev.cortado.data.Split;
import dev.cortado.doctor.Diagnosis;
import dev.cortado.formats.ModelFile;
import dev.cortado.metric.Evaluation;
import dev.cortado.nn.Layer;
import dev.cortado.train.Callback;
import dev.cortado.train.Checkpoint;
import dev.cortado.train.DivergedException;
import dev.cortado.train.Event;
import dev.cortado.train.History;
import dev.cortado.train.Recipe;
import dev.cortado.train.Signal;
import dev.cortado.train.Trainer;
import dev.cortado.train.checkpoint.Checkpoints;
import dev.cortado.train.checkpoint.FolderInUseException;
import dev.cortado.train.progress.CsvHistory;
import dev.cortado.train.progress.Progress;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/**
 * One run of {@code cortado train}: trains on the rows and saves the model in a folder.
 *
 * @param split the rows of the table
 * @param folder for the model, its history and checkpoints
 * @param resume whether to continue from the newest checkpoint in the folder, if there is one
 * @param quiet whether to print only the final metrics
 */
record Training(
    SeededTable table,
    TrainOptions options,
    Split split,
    RunFolder folder,
    boolean resume,
    boolean quiet) {

  private static final int WIDTH = 80;

  /** Between two checkpoints, since an epoch of a small table is faster than a write to disk. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  Exit run(PrintStream out) {
    var model = options.network(split.train());
    var recipe = options.recipe(split.train());
    if (!quiet) {
      head(model, out);
    }
    var checkpoints = Checkpoints.in(folder.checkpoints()).atMostEvery(PAUSE);
    try (var interruption = Interruption.watch(checkpoints::save)) {
      var history = fit(model, recipe, checkpoints, interruption, out);
      if (history.ending() == History.Ending.STOPPED) {
        out.println("interrupted; to continue: cortado train --resume --out " + folder.path());
        out.flush();
        return Exit.INTERRUPTED;
      }
      var report =
          Report.of(model, split.test(), Evaluation.outputs(model, split.test().schema().target()));
      keep(model, recipe, history, report);
      tell(model, recipe, history, report, out);
      return Exit.OK;
    }
  }

  private void head(Layer model, PrintStream out) {
    out.println(table.name() + ": " + table.table().about());
    out.println(
        Text.grouped(split.train().size())
            + " rows for training, "
            + Text.grouped(split.valid().size())
            + " for validation, "
            + Text.grouped(split.test().size())
            + " held back, seed "
            + options.seed());
    if (options.batch() > split.train().size()) {
      out.println(
          "batch size "
              + options.batch()
              + " is reduced to the "
              + split.train().size()
              + " rows there are");
    }
    out.println();
    model.summary().toString().lines().forEach(out::println);
    out.println();
    out.flush();
  }

  private History fit(
      Layer model,
      Recipe recipe,
      Checkpoints checkpoints,
      Interruption interruption,
      PrintStream out) {
    var callbacks = new ArrayList<Callback>();
    callbacks.add(checkpoints);
    callbacks.add(this::keepSettings);
    callbacks.add(CsvHistory.of(folder.history()));
    if (!quiet) {
      callbacks.add(Progress.of(out));
    }
    callbacks.add(interruption::on);
    var all = callbacks.toArray(Callback[]::new);
    try {
      var from = start(checkpoints, out);
      return from.isPresent()
          ? Trainer.resume(from.get(), model, recipe, split.train(), split.valid(), all)
          : Trainer.fit(model, recipe, split.train(), split.valid(), all);
    } catch (DivergedException e) {
      throw Failure.of(Exit.DIVERGED, "DIVERGED", "%s; %s", message(e), kept(checkpoints));
    } catch (FolderInUseException e) {
      throw Failure.of(Exit.FILES, "LOCKED", "%s", String.valueOf(e.getMessage()));
    }
  }

  /**
   * The checkpoint to continue from. A training killed before its first checkpoint starts again.
   */
  private Optional<Checkpoint> start(Checkpoints checkpoints, PrintStream out) {
    if (!resume) {
      return Optional.empty();
    }
    if (checkpoints.isEmpty() && Files.notExists(folder.model())) {
      if (!quiet) {
        out.println("no checkpoint yet; starting again");
      }
      return Optional.empty();
    }
    var checkpoint = checkpoints.latest();
    requireEpochs(checkpoint);
    return Optional.of(checkpoint);
  }

  private void requireEpochs(Checkpoint from) {
    int begun = from.batch() > 0 ? from.epoch() : from.epochs().size();
    if (options.epochs() < begun) {
      throw Failure.of(
          Exit.MODEL,
          "CKPT-MISMATCH",
          "%s is at epoch %d, --epochs is now %d; give %d or more, or start in another folder",
          folder.path(),
          begun,
          options.epochs(),
          begun);
    }
  }

  /** Runs after the checkpoints callback, which has locked the folder by then. */
  private Signal keepSettings(Event event) {
    if (event instanceof Event.Began) {
      SavedOptions.of(table, options).write(folder.settings());
    }
    return Signal.CONTINUE;
  }

  private static String kept(Checkpoints checkpoints) {
    return checkpoints.isEmpty()
        ? "there is no checkpoint yet"
        : checkpoints.find().file() + " is kept";
  }

  /** The message without "diverged", which the error code says. */
  private static String message(DivergedException e) {
    return e.divergence().toString().replaceFirst("^diverged at ", "");
  }

  private void keep(Layer model, Recipe recipe, History history, Report report) {
    RunFolder.write(folder.picture(), history.svg());
    var receipt = ReceiptNotes.receipt(model, table, split, recipe, history, report);
    var schema = split.train().schema();
    new ModelFile(model, schema, Evaluation.outputs(model, schema.target()), receipt)
        .save(folder.model());
  }

  private void tell(Layer model, Recipe recipe, History history, Report report, PrintStream out) {
    if (quiet) {
      report.print(out);
      return;
    }
    out.println();
    out.println("On the " + Text.grouped(split.test().size()) + " rows held back:");
    report.print(out);
    out.println();
    var diagnosis = Diagnosis.of(history, model, recipe, split.train(), split.valid());
    ("Diagnosis: " + diagnosis)
        .lines()
        .flatMap(line -> Text.wrapped(line, WIDTH).stream())
        .forEach(out::println);
    out.println();
    place("model", folder.model().toString(), out);
    place("history", folder.history() + ", " + folder.picture(), out);
    place("checkpoints", folder.checkpoints().toString(), out);
    place("next", "cortado evaluate " + folder.model(), out);
  }

  private static void place(String name, String where, PrintStream out) {
    out.println(Text.left(name, 13) + where);
  }
}
