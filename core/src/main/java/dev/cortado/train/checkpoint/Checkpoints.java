package dev.cortado.train.checkpoint;

import dev.cortado.data.FormatException;
import dev.cortado.internal.Disk;
import dev.cortado.internal.Errors;
import dev.cortado.train.Callback;
import dev.cortado.train.Checkpoint;
import dev.cortado.train.Event;
import dev.cortado.train.Run;
import dev.cortado.train.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Saves checkpoints of a training in a folder, and finds the one to resume from.
 *
 * <pre>{@code
 * var checkpoints = Checkpoints.in(Path.of("runs/moons")).everySteps(500);
 * var history = checkpoints.isEmpty()
 *     ? Trainer.fit(model, recipe, train, valid, checkpoints)
 *     : Trainer.resume(checkpoints.latest(), model, recipe, train, valid, checkpoints);
 * }</pre>
 *
 * <p>The last three and the best are kept. Only checkpoints of the same run are deleted, none is
 * overwritten, and none has a weight that is not finite. A process that is killed at any moment
 * leaves whole checkpoints, and perhaps a draft, which is never mistaken for one. If the thread is
 * interrupted, saving or reading throws an exception that says so, and the older ones are whole.
 *
 * <p>Serves one run at a time and locks the folder. Give it to the trainer itself: inside a
 * callback of your own it is not closed when a run fails.
 */
public final class Checkpoints implements Callback {

  private static final System.Logger LOG = System.getLogger(Checkpoints.class.getName());

  private static final int LAST = 3;

  private final CheckpointFolder folder;
  private final long everySteps;
  private final Duration pause;
  private final LongSupplier nanoseconds;

  private final List<Kept> kept = new ArrayList<>();
  private @Nullable CheckpointLock lock;
  private @Nullable Run owner;
  private int refused;
  private long savedAt;

  /** A checkpoint of this run; the better it is, the higher {@code merit}. */
  private record Kept(Path file, long step, double merit) {}

  /**
   * The newest whole checkpoint.
   *
   * @param file of the checkpoint
   * @param passedOver the problems of newer files
   */
  public record Found(Path file, Checkpoint checkpoint, List<String> passedOver) {}

  Checkpoints(CheckpointFolder folder, long everySteps, Duration pause, LongSupplier nanoseconds) {
    this.folder = folder;
    this.everySteps = everySteps;
    this.pause = pause;
    this.nanoseconds = nanoseconds;
  }

  /** In this folder, which is created if it is missing; one at the end of each epoch. */
  public static Checkpoints in(Path folder) {
    return new Checkpoints(
        new CheckpointFolder(folder, Disk.durable()), 0, Duration.ZERO, System::nanoTime);
  }

  /** The same, and one after each {@code steps} steps. */
  public Checkpoints everySteps(long steps) {
    if (steps < 1) {
      throw Errors.argument("checkpoints: every %d steps, expected at least 1", steps);
    }
    return new Checkpoints(folder, steps, pause, nanoseconds);
  }

  /**
   * The same, with at least this time between two checkpoints, for epochs shorter than a write to
   * the disk. The last epoch of the recipe is always saved.
   */
  public Checkpoints atMostEvery(Duration time) {
    if (time.isNegative()) {
      throw Errors.argument("checkpoints: at most every %s, expected 0 or more", time);
    }
    return new Checkpoints(folder, everySteps, time, nanoseconds);
  }

  /** Whether the folder has no checkpoint. */
  public boolean isEmpty() {
    return folder.files().isEmpty();
  }

  /** The files with the name of a checkpoint, the newest first, whole or not. */
  public List<Path> list() {
    return folder.files();
  }

  /** The checkpoint to resume from: the newest whole one. */
  public Checkpoint latest() {
    var found = find();
    for (var problem : found.passedOver) {
      LOG.log(System.Logger.Level.WARNING, problem + "; going on from " + found.file);
    }
    return found.checkpoint;
  }

  /** The same, with its file and the problems of newer ones. */
  public Found find() {
    var passedOver = new ArrayList<FormatException>();
    for (var file : folder.files()) {
      try {
        var checkpoint = read(file);
        return new Found(
            file, checkpoint, passedOver.stream().map(FormatException::getMessage).toList());
      } catch (FormatException e) {
        passedOver.add(e);
      }
    }
    throw none(passedOver);
  }

  /** A file of a later release is not damaged, so that is the better message. */
  private FormatException none(List<FormatException> passedOver) {
    for (var problem : passedOver) {
      if (problem.code().equals(CheckpointFile.NEWER)) {
        return problem;
      }
    }
    int unfinished = folder.unfinished().size();
    return new FormatException(
        "CKPT-NONE",
        folder.path().toString(),
        "no complete checkpoint ("
            + unfinished
            + " unfinished, "
            + passedOver.size()
            + " damaged)"
            + (passedOver.isEmpty() ? "" : "; " + passedOver.getFirst().getMessage()));
  }

  /** Reads a checkpoint; a file with any damaged bit is refused. */
  public static Checkpoint read(Path file) {
    return CheckpointFile.read(file);
  }

  /** Saves a checkpoint of the current run, and deletes those no longer needed. */
  public Path save(Run run) {
    if (lock == null) {
      throw Errors.state("checkpoints: no training runs in %s", folder.path());
    }
    var checkpoint = run.checkpoint();
    var file = folder.save(checkpoint);
    savedAt = nanoseconds.getAsLong();
    kept.add(new Kept(file, run.step(), run.batch() == 0 ? run.merit() : Double.NEGATIVE_INFINITY));
    prune(checkpoint.identity());
    return file;
  }

  @Override
  public Signal on(Event event) {
    switch (event) {
      case Event.Began(var run) -> begin(run);
      case Event.BatchEnded(var run, long step, _) -> {
        if (everySteps > 0 && step % everySteps == 0 && !tooSoon()) {
          save(run);
        }
      }
      case Event.EpochEnded(var run, _) -> {
        if (run.isOver() || !tooSoon()) {
          save(run);
        }
      }
      case Event.Ended _ -> close();
    }
    return Signal.CONTINUE;
  }

  private boolean tooSoon() {
    var since = Duration.ofNanos(nanoseconds.getAsLong() - savedAt);
    return !kept.isEmpty() && since.compareTo(pause) < 0;
  }

  private void begin(Run run) {
    if (run.equals(owner)) {
      throw Errors.argument(
          "checkpoints: those in %s are given to this training twice; give them once",
          folder.path());
    }
    if (lock != null) {
      refused++;
      throw new FolderInUseException(folder.path(), "another training of this process");
    }
    folder.make();
    lock = CheckpointLock.of(folder);
    owner = run;
    kept.clear();
    savedAt = nanoseconds.getAsLong();
    for (var file : folder.files().reversed()) {
      recall(file, run);
    }
    requireNewer(run);
    folder.clean();
  }

  /** A new training must not mix its checkpoints with later ones of an earlier training. */
  private void requireNewer(Run run) {
    if (run.step() == 0 && !kept.isEmpty() && kept.getLast().step > 0) {
      throw Errors.state(
          "checkpoints: %s has checkpoints up to step %d; go on from them with Trainer.resume, or "
              + "choose another folder",
          folder.path(), kept.getLast().step);
    }
  }

  /** Checkpoints of another run in the same folder would be mistaken for this one's. */
  private void recall(Path file, Run run) {
    Checkpoint checkpoint;
    try {
      checkpoint = read(file);
    } catch (FormatException e) {
      LOG.log(System.Logger.Level.WARNING, e.getMessage() + "; it is left as it is");
      return;
    }
    if (!checkpoint.identity().equals(run.identity())) {
      throw new FormatException(
          "CKPT-MISMATCH",
          folder.path().toString(),
          "has checkpoints of another training, such as "
              + file.getFileName()
              + "; choose another folder");
    }
    double merit =
        checkpoint.batch() == 0 && !checkpoint.epochs().isEmpty()
            ? run.merit(checkpoint.epochs().getLast())
            : Double.NEGATIVE_INFINITY;
    kept.add(new Kept(file, checkpoint.step(), merit));
  }

  private void prune(Checkpoint.Identity identity) {
    var last = kept.subList(Math.max(0, kept.size() - LAST), kept.size());
    var best = kept.stream().max(Comparator.comparingDouble(Kept::merit)).orElseThrow();
    // In the first epoch there is no value to compare.
    boolean judged = best.merit > Double.NEGATIVE_INFINITY;
    var needless =
        kept.stream().filter(it -> !last.contains(it) && !(judged && it.equals(best))).toList();
    for (var it : needless) {
      forget(it.file, identity);
    }
    kept.removeAll(needless);
  }

  /** Deletes the file unless another one has its name by now. */
  private void forget(Path file, Checkpoint.Identity identity) {
    if (Files.notExists(file)) {
      return;
    }
    try {
      if (CheckpointFile.identity(file).equals(identity)) {
        folder.forget(file);
      }
    } catch (FormatException e) {
      LOG.log(System.Logger.Level.WARNING, e.getMessage() + "; it is left as it is");
    }
  }

  /** Releases the folder, also when a run fails. */
  @Override
  public void close() {
    if (refused > 0) {
      // This run was refused, so it has no lock.
      refused--;
    } else if (lock != null) {
      lock.close();
      lock = null;
      owner = null;
    }
  }
}
