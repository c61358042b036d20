package dev.cortado.examples;

import dev.cortado.optim.Schedule;
import dev.cortado.plot.Chart;
import dev.cortado.plot.Panels;
import dev.cortado.plot.Plot;
import dev.cortado.train.Plateau;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Rates over 200 steps: by schedules, which know the step, and by how the loss goes. */
final class ScheduleSheet {

  private static final int STEPS = 200;

  private ScheduleSheet() {}

  public static void main(String[] args) throws IOException {
    var folder = Files.createDirectories(Path.of(args.length == 0 ? "target" : args[0]));
    var plots = new ArrayList<Plot>();
    IO.println("step                       0       25       50      100      199");
    schedules()
        .forEach((name, schedule) -> {
          var rates = new double[STEPS];
          for (int step = 0; step < STEPS; step++) {
            rates[step] = schedule.at(step);
          }
          print(name, rates);
          plots.add(chart(name, rates));
        });
    print("on a plateau", onPlateau());
    plots.add(chart("on a plateau", onPlateau()));
    var picture = Panels.of("Learning rates", plots.toArray(Plot[]::new)).columns(3);
    Files.writeString(folder.resolve("schedules.svg"), picture.svg());
  }

  private static void print(String name, double[] rates) {
    IO.println(
        String.format(
            Locale.ROOT,
            "%-20s  %.5f  %.5f  %.5f  %.5f  %.5f",
            name,
            rates[0],
            rates[25],
            rates[50],
            rates[100],
            rates[199]));
  }

  private static Map<String, Schedule> schedules() {
    var all = new LinkedHashMap<String, Schedule>();
    all.put("linear", Schedule.linear(0.1, 0, STEPS));
    all.put("exponential", Schedule.exponential(0.1, 0.98));
    all.put("step", Schedule.step(0.1, 0.5, 50));
    all.put("triangular", Schedule.triangular(0.01, 0.1, 25));
    all.put("cosine", Schedule.cosine(0.1, STEPS));
    all.put("warm restarts", Schedule.cosineRestarts(0.1, 50));
    all.put("1cycle", Schedule.oneCycle(0.1, STEPS));
    all.put("cosine with warmup", Schedule.cosine(0.1, STEPS).warmup(20));
    return all;
  }

  /** A loss that falls, and stays: after 20 steps without gain the rate is divided by ten. */
  private static double[] onPlateau() {
    var plateau = Plateau.on("train.loss").patience(20);
    var state = plateau.start(false);
    var rates = new double[STEPS];
    for (int step = 0; step < STEPS; step++) {
      rates[step] = 0.1 * state.scale();
      state = plateau.next(state, Math.max(1, 2 - step / 60.0), false);
    }
    return rates;
  }

  private static Chart chart(String name, double[] rates) {
    var steps = new double[rates.length];
    for (int step = 0; step < steps.length; step++) {
      steps[step] = step;
    }
    return Chart.of(name).x("step").yRange(0, 0.1).line("", steps, rates);
  }
}

// prints
// step                       0       25       50      100      199
// linear                0.10000  0.08750  0.07500  0.05000  0.00050
// exponential           0.10000  0.06035  0.03642  0.01326  0.00179
// step                  0.10000  0.10000  0.05000  0.02500  0.01250
// triangular            0.01000  0.10000  0.01000  0.01000  0.01360
// cosine                0.10000  0.09619  0.08536  0.05000  0.00001
// warm restarts         0.10000  0.05000  0.10000  0.10000  0.00010
// 1cycle                0.00400  0.04061  0.09459  0.08029  0.00000
// cosine with warmup    0.00500  0.09619  0.08536  0.05000  0.00001
// on a plateau          0.10000  0.10000  0.10000  0.01000  0.00000
