package dev.cortado.cli;

import dev.cortado.formats.json.Json;
import dev.cortado.plot.FourDigits;
import dev.cortado.tables.TableEvent;
import java.io.Console;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Shows how the training of a table goes: on a terminal a line that is redrawn, elsewhere a line at
 * most every two seconds, and always a line for each network that is done.
 *
 * <pre>
 * network 1 of 5: logloss 0.2712, best of 12 epochs at 9
 *   2 of 5  epoch 7/12  loss 0.2630  logloss 0.2745  31,200 rows/s  0:14 left
 * </pre>
 */
final class TableProgress implements Consumer<TableEvent> {

  private static final long TERMINAL_PAUSE = 100_000_000;
  private static final long PLAIN_PAUSE = 2_000_000_000;
  private static final String ERASE = "\r\033[2K";
  private static final double SMOOTH = 0.05;

  /** The first steps are slow, so they tell nothing about the time that is left. */
  private static final int FIRST_STEPS = 50;

  private final PrintStream out;
  private final boolean terminal;
  private final String metric;
  private final LongSupplier nanoseconds;
  private final long began;
  private final Map<Integer, Network> networks = new LinkedHashMap<>();
  private int planned;
  private long drawn;
  private boolean isLive;

  /** How far a network has come. */
  private static final class Network {
    private final int rows;
    private final int epochs;
    private int epoch;
    private long firstStep = -1;
    private long step;
    private long steps = 1;
    private double loss = Double.NaN;
    private double value = Double.NaN;

    Network(int rows, int epochs) {
      this.rows = rows;
      this.epochs = epochs;
    }
  }

  TableProgress(PrintStream out, boolean terminal, String metric, LongSupplier nanoseconds) {
    this.out = out;
    this.terminal = terminal;
    this.metric = metric;
    this.nanoseconds = nanoseconds;
    began = nanoseconds.getAsLong();
    drawn = began;
  }

  /** With a line that is redrawn if the output is a terminal that allows it. */
  static TableProgress of(PrintStream out, String metric) {
    var noColor = System.getenv("NO_COLOR");
    boolean plain = (noColor != null && !noColor.isEmpty()) || "dumb".equals(System.getenv("TERM"));
    boolean terminal =
        out.equals(System.out)
            && Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    return new TableProgress(out, terminal && !plain, metric, System::nanoTime);
  }

  @Override
  public void accept(TableEvent event) {
    switch (event) {
      case TableEvent.Began(int number, int all, int rows, int epochs) -> {
        planned = all;
        networks.put(number, new Network(rows, epochs));
      }
      case TableEvent.Stepped(int number, long step, long steps, double loss) -> {
        var network = network(number);
        if (network.firstStep < 0) {
          network.firstStep = step - 1;
        }
        network.step = step;
        network.steps = steps;
        network.loss =
            Double.isNaN(network.loss) ? loss : network.loss + SMOOTH * (loss - network.loss);
        show(number, network);
      }
      case TableEvent.EpochEnded(int number, var epoch, double value, _) -> {
        network(number).epoch = epoch.number();
        network(number).value = value;
      }
      case TableEvent.Ended(int number, int epoch, double value) -> {
        print(
            String.format(
                Locale.ROOT,
                "network %d of %d: %s %s, best of %d epochs at %d",
                number,
                planned,
                metric,
                FourDigits.of(value),
                network(number).epochs,
                epoch));
      }
    }
  }

  private Network network(int number) {
    return networks.computeIfAbsent(number, _ -> new Network(0, 0));
  }

  private void show(int number, Network network) {
    long now = nanoseconds.getAsLong();
    if (now - drawn < (terminal ? TERMINAL_PAUSE : PLAIN_PAUSE)) {
      return;
    }
    drawn = now;
    var line = line(number, network, (now - began) / 1e9);
    if (terminal) {
      out.print((isLive ? ERASE : "") + line);
      out.flush();
      isLive = true;
    } else {
      print(line);
    }
  }

  private String line(int number, Network network, double seconds) {
    double steps = 0;
    double rows = 0;
    double left = 0;
    for (var it : networks.values()) {
      long taken = it.step - Math.max(0, it.firstStep);
      steps += taken;
      rows += (double) taken * it.rows * it.epochs / it.steps;
      left += it.steps - it.step;
    }
    left += (double) (planned - networks.size()) * network.steps;
    var value =
        Double.isNaN(network.value) ? "" : "  " + metric + " " + FourDigits.of(network.value);
    var time =
        steps < FIRST_STEPS
            ? ""
            : String.format(
                Locale.ROOT,
                "  %s rows/s  %s left",
                Text.grouped(Math.round(rows / seconds)),
                Text.duration(left * seconds / steps));
    return String.format(
        Locale.ROOT,
        "  %d of %d  epoch %d/%d  loss %s%s%s",
        number,
        planned,
        Math.min(network.epoch + 1, network.epochs),
        network.epochs,
        FourDigits.of(network.loss),
        value,
        time);
  }

  /** Takes the place of the line that is redrawn, if there is one. */
  private void print(String line) {
    out.print((isLive ? ERASE : "") + line + "\n");
    out.flush();
    isLive = false;
  }

  /** A number, or null where it is not finite: JSON has no NaN. */
  static Json number(double value) {
    return Double.isFinite(value) ? Json.of(value) : new Json.None();
  }

  /** Events as JSON, an object on each line; steps are left out. */
  static Consumer<TableEvent> json(PrintStream out) {
    return event -> {
      var line =
          switch (event) {
            case TableEvent.Began(int number, int all, int rows, int epochs) ->
                Json.mapping()
                    .with("event", Json.of("network"))
                    .with("network", Json.of(number))
                    .with("networks", Json.of(all))
                    .with("rows", Json.of(rows))
                    .with("epochs", Json.of(epochs));
            case TableEvent.Stepped _ -> null;
            case TableEvent.EpochEnded(int number, var epoch, _, double rowsPerSecond) -> {
              var fields =
                  Json.mapping()
                      .with("event", Json.of("epoch"))
                      .with("network", Json.of(number))
                      .with("epoch", Json.of(epoch.number()));
              for (var value : epoch.values().entrySet()) {
                fields = fields.with(value.getKey(), number(value.getValue()));
              }
              yield fields.with("rows_per_second", Json.of(Math.round(rowsPerSecond)));
            }
            case TableEvent.Ended(int number, int epoch, double value) ->
                Json.mapping()
                    .with("event", Json.of("network_done"))
                    .with("network", Json.of(number))
                    .with("best_epoch", Json.of(epoch))
                    .with("value", number(value));
          };
      if (line != null) {
        out.println(line.text());
        out.flush();
      }
    };
  }
}
