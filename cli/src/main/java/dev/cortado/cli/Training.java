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
 * One run of {@code cortado train}: from the rows to a folder with a model.
 *
 * @param split the source's rows
 * @param folder for all that is kept
 * @param resume whether to go on from the newest checkpoint in the folder, if there is one yet
 * @param quiet whether to tell only how good the model is in the end
 */
record Training(
    Source source, Plan plan, Split split, RunFolder folder, boolean resume, boolean quiet) {

  private static final int WIDTH = 80;

  /** Between checkpoints: an epoch of a small table takes less time than a disk. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  Exit run(PrintStream out) {
    var model = plan.network(split.train());
    var recipe = plan.recipe(split.train());
    if (!quiet) {
      head(model, out);
    }
    var checkpoints = Checkpoints.in(folder.checkpoints()).atMostEvery(PAUSE);
    try (var interruption = Interruption.watch(checkpoints::save)) {
      var history = fit(model, recipe, checkpoints, interruption, out);
      if (history.ending() == History.Ending.STOPPED) {
        out.println("interrupted; to go on: cortado train --resume --out " + folder.path());
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
    out.println(source.table().name() + ": " + source.table().about());
    out.println(
        Text.grouped(split.train().size())
            + " rows to train on, "
            + Text.grouped(split.valid().size())
            + " to choose by, "
            + Text.grouped(split.test().size())
            + " held back, seed "
            + plan.seed());
    if (plan.batch() > split.train().size()) {
      out.println(
          "batches of " + plan.batch() + " rows: there are no more than " + split.train().size());
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
      throw Failure.of(Exit.DIVERGED, "DIVERGED", "%s; %s", told(e), kept(checkpoints));
    } catch (FolderInUseException e) {
      throw Failure.of(Exit.FILES, "LOCKED", "%s", String.valueOf(e.getMessage()));
    }
  }

  /** Where to go on. A training that was killed before its first checkpoint begins anew. */
  private Optional<Checkpoint> start(Checkpoints checkpoints, PrintStream out) {
    if (!resume) {
      return Optional.empty();
    }
    if (checkpoints.isEmpty() && Files.notExists(folder.model())) {
      if (!quiet) {
        out.println("no checkpoint yet; begins anew");
      }
      return Optional.empty();
    }
    var checkpoint = checkpoints.latest();
    requireEpochs(checkpoint);
    return Optional.of(checkpoint);
  }

  private void requireEpochs(Checkpoint from) {
    int begun = from.batch() > 0 ? from.epoch() : from.epochs().size();
    if (plan.epochs() < begun) {
      throw Failure.of(
          Exit.MODEL,
          "CKPT-MISMATCH",
          "%s is at epoch %d, now asked for are %d; ask for %d or more, or start anew in another "
              + "folder",
          folder.path(),
          begun,
          plan.epochs(),
          begun);
    }
  }

  /** After the checkpoints, which have let this training in by then and locked the folder. */
  private Signal keepSettings(Event event) {
    if (event instanceof Event.Began) {
      SavedPlan.of(source, plan).write(folder.settings());
    }
    return Signal.CONTINUE;
  }

  private static String kept(Checkpoints checkpoints) {
    return checkpoints.isEmpty()
        ? "there is no checkpoint yet"
        : checkpoints.find().file() + " is kept";
  }

  /** Without the word that the code says already. */
  private static String told(DivergedException e) {
    return e.divergence().toString().replaceFirst("^diverged at ", "");
  }

  private void keep(Layer model, Recipe recipe, History history, Report report) {
    RunFolder.write(folder.picture(), history.svg());
    var receipt = Notes.receipt(model, source, split, recipe, history, report);
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
