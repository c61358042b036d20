package dev.cortado.train.progress;

import dev.cortado.plot.FourDigits;
import dev.cortado.train.Callback;
import dev.cortado.train.Epoch;
import dev.cortado.train.Event;
import dev.cortado.train.History;
import dev.cortado.train.Run;
import dev.cortado.train.Signal;
import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Shows how a training goes. On a terminal, a line that is redrawn in place, and a line that stays
 * for each epoch:
 *
 * <pre>
 * epoch  1/50  train.loss 0.5127  valid.loss 0.3314  valid.accuracy 0.87
 * epoch  2/50  train.loss 0.2961  valid.loss 0.2508  valid.accuracy 0.91
 * epoch  3/50 ▕█████▍              ▏ 12/44  loss 0.2712  1,240 rows/s  0:07 left
 * </pre>
 *
 * <p>Elsewhere, only lines that stay: of a long training about twenty. A line that is redrawn ends
 * like any other, and is gone back to: what comes after it, such as an exception, stands on a line
 * of its own.
 */
public final class Progress implements Callback {

  /** At most ten times a second. */
  private static final long PAUSE = 100_000_000;

  /** How many lines stay of a long training where there is no terminal. */
  private static final int LINES = 20;

  private static final String BACK_TO_THE_LINE = "\033[1A\r\033[2K";
  private static final int STANDARD_WIDTH = 80;

  private final PrintStream out;
  private final boolean terminal;
  private final LongSupplier nanoseconds;
  private final ProgressLine line;

  private long began;
  private long drawn;
  private boolean isDrawn;
  private boolean isLive;
  private long rowsBefore;
  private double lossSum;
  private long rowsOfEpoch;
  private int lastShown;

  private Progress(PrintStream out, boolean terminal, int width, LongSupplier nanoseconds) {
    this.out = out;
    this.terminal = terminal;
    this.nanoseconds = nanoseconds;
    line = new ProgressLine(width, out.charset());
  }

  /**
   * With a line that is redrawn if the program's output is a terminal; not with {@code NO_COLOR} or
   * {@code TERM=dumb}. The width is that in {@code COLUMNS}, or 80.
   */
  public static Progress of(PrintStream out) {
    boolean terminal = (out.equals(System.out) || out.equals(System.err)) && isTerminal();
    return of(
        out,
        terminal && allowsControl(System.getenv("NO_COLOR"), System.getenv("TERM")),
        width(System.getenv("COLUMNS")),
        System::nanoTime);
  }

  /** A runtime that consists of java.base alone may have no console. */
  private static boolean isTerminal() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  /** With lines that stay only. */
  public static Progress plain(PrintStream out) {
    return of(out, false, STANDARD_WIDTH, System::nanoTime);
  }

  /** As told; {@code nanoseconds} is a clock that never goes back. */
  static Progress of(PrintStream out, boolean terminal, int width, LongSupplier nanoseconds) {
    return new Progress(out, terminal, width, nanoseconds);
  }

  static boolean allowsControl(@Nullable String noColor, @Nullable String term) {
    return (noColor == null || noColor.isEmpty()) && !"dumb".equals(term);
  }

  static int width(@Nullable String columns) {
    return columns != null && columns.matches("[1-9][0-9]{0,4}")
        ? Integer.parseInt(columns)
        : STANDARD_WIDTH;
  }

  @Override
  public Signal on(Event event) {
    switch (event) {
      case Event.Began(var run) -> begin(run);
      case Event.BatchEnded(var run, _, double loss) -> show(run, loss);
      case Event.EpochEnded(var run, var epoch) -> end(run, epoch);
      case Event.Ended(var run, var history) -> end(run, history);
    }
    return Signal.CONTINUE;
  }

  private void begin(Run run) {
    began = nanoseconds.getAsLong();
    isDrawn = false;
    isLive = false;
    rowsBefore = rows(run);
    lossSum = 0;
    rowsOfEpoch = 0;
    lastShown = 0;
  }

  /** How many rows were used up to now; the last batch of an epoch may be short. */
  private static long rows(Run run) {
    long ofEpoch = Math.min(run.train().size(), (long) run.batch() * run.recipe().batchSize());
    return (run.epoch() - 1L) * run.train().size() + ofEpoch;
  }

  private void show(Run run, double loss) {
    int size = run.recipe().batchSize();
    int rows = Math.min(size, run.train().size() - (run.batch() - 1) * size);
    lossSum += loss * rows;
    rowsOfEpoch += rows;
    if (!terminal) {
      return;
    }
    long now = nanoseconds.getAsLong();
    if (!isDrawn || now - drawn >= PAUSE) {
      drawn = now;
      isDrawn = true;
      print(line.of(state(run, now)));
      isLive = true;
    }
  }

  private ProgressLine.Values state(Run run, long now) {
    long done = rows(run) - rowsBefore;
    long left = (long) run.recipe().epochs() * run.train().size() - rows(run);
    double seconds = (now - began) / 1e9;
    return new ProgressLine.Values(
        run.epoch(),
        run.recipe().epochs(),
        run.batch(),
        run.batches(),
        lossSum / rowsOfEpoch,
        done / seconds,
        left * (seconds / done));
  }

  /** Takes the place of the line that is redrawn, if there is one. */
  private void print(String text) {
    out.print((isLive ? BACK_TO_THE_LINE : "") + text + "\n");
    out.flush();
    isLive = false;
  }

  private void end(Run run, Epoch epoch) {
    lossSum = 0;
    rowsOfEpoch = 0;
    if (terminal || stays(epoch.number(), run.recipe().epochs())) {
      show(run, epoch);
    }
  }

  /** The first, the last, and others evenly between. */
  static boolean stays(int number, int epochs) {
    if (number == 1 || epochs <= LINES) {
      return true;
    }
    long steps = LINES - 1;
    return (number - 1) * steps / (epochs - 1) != (number - 2) * steps / (epochs - 1);
  }

  private void show(Run run, Epoch epoch) {
    var epochs = Integer.toString(run.recipe().epochs());
    var number = Integer.toString(epoch.number());
    var values =
        epoch.values().entrySet().stream()
            .map(entry -> entry.getKey() + " " + padded(FourDigits.of(entry.getValue())))
            .collect(Collectors.joining("  "));
    var space = " ".repeat(Math.max(0, epochs.length() - number.length()));
    print(("epoch " + space + number + "/" + epochs + "  " + values).stripTrailing());
    lastShown = epoch.number();
  }

  /** As wide as most numbers, so that the next ones stand below each other. */
  private static String padded(String number) {
    return number + " ".repeat(Math.max(0, "0.1234".length() - number.length()));
  }

  private void end(Run run, History history) {
    if (!history.epochs().isEmpty() && history.last().number() != lastShown) {
      show(run, history.last());
    }
    double seconds = (nanoseconds.getAsLong() - began) / 1e9;
    long rows = rows(run) - rowsBefore;
    var ending =
        switch (history.ending()) {
          case UNFINISHED, EPOCHS_DONE -> "done";
          case NO_BETTER -> "stopped early";
          case STOPPED -> "stopped";
        };
    var text =
        String.format(
            Locale.ROOT, "%s: %,d rows in %s", ending, rows, ProgressLine.duration(seconds));
    boolean gaveBack =
        !history.epochs().isEmpty()
            && history.kept() > 0
            && history.kept() != history.last().number();
    print(text + (gaveBack ? "; the weights are those of epoch " + history.kept() : ""));
  }
}
