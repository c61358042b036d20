package dev.cortado.optim;

import dev.cortado.internal.Errors;
import dev.cortado.internal.Require;
import dev.cortado.tensor.kernel.Functions;
import dev.cortado.tensor.kernel.Trigonometry;
import java.util.List;

/**
 * The schedules of {@link Schedule}, as data. Where one ends after some steps it stays at its end;
 * {@code t} is the share of those steps that are done, from 0 to 1.
 */
public sealed interface Schedules extends Schedule {

  /** {@code rate}. */
  record Constant(double rate) implements Schedules {
    public Constant {
      Require.notNegative("constant", "rate", rate);
    }

    @Override
    public double at(long step) {
      return rate;
    }
  }

  /** {@code start + (end − start)·t}. */
  record Linear(double start, double end, long steps) implements Schedules {
    public Linear {
      Require.notNegative("linear", "start", start);
      Require.notNegative("linear", "end", end);
      Require.atLeast(1, "linear", "steps", steps);
    }

    @Override
    public double at(long step) {
      return between(start, end, share(step, steps));
    }
  }

  /** {@code start · factor^step}, by repeated squaring. */
  record Exponential(double start, double factor) implements Schedules {
    public Exponential {
      Require.positive("exponential", "start", start);
      Require.factor("exponential", "factor", factor);
    }

    @Override
    public double at(long step) {
      return start * Power.of(factor, step);
    }
  }

  /** {@code start · (end/start)^t}. */
  record Geometric(double start, double end, long steps) implements Schedules {
    public Geometric {
      Require.positive("geometric", "start", start);
      Require.positive("geometric", "end", end);
      Require.atLeast(1, "geometric", "steps", steps);
    }

    @Override
    public double at(long step) {
      double t = share(step, steps);
      return t == 1 ? end : start * Power.of(end / start, t);
    }
  }

  /** {@code start · factor^(milestones behind)}. */
  record Milestones(double start, double factor, List<Long> steps) implements Schedules {
    public Milestones {
      Require.positive("milestones", "start", start);
      Require.factor("milestones", "factor", factor);
      steps = List.copyOf(steps);
      for (int i = 0; i < steps.size(); i++) {
        if (steps.get(i) <= (i == 0 ? 0 : steps.get(i - 1))) {
          throw Errors.argument("milestones: steps are %s, expected ascending from 1", steps);
        }
      }
    }

    @Override
    public double at(long step) {
      return start * Power.of(factor, steps.stream().filter(it -> it <= step).count());
    }
  }

  /** {@code end + (start − end)·(1 − t)^power}. */
  record Polynomial(double start, double end, long steps, double power) implements Schedules {
    public Polynomial {
      Require.notNegative("polynomial", "start", start);
      Require.notNegative("polynomial", "end", end);
      Require.atLeast(1, "polynomial", "steps", steps);
      Require.positive("polynomial", "power", power);
    }

    @Override
    public double at(long step) {
      return between(end, start, Power.of(1 - share(step, steps), power));
    }
  }

  /** {@code end + (start − end)·(1 + cos πt)/2}. */
  record Cosine(double start, double end, long steps) implements Schedules {
    public Cosine {
      Require.positive("cosine", "start", start);
      Require.notNegative("cosine", "end", end);
      Require.atLeast(1, "cosine", "steps", steps);
    }

    @Override
    public double at(long step) {
      return swing(start, end, share(step, steps));
    }
  }

  /** {@code start·}{@link #cosLog(double, int) cosLog}{@code (t, cycles)}. */
  record CosLog(double start, long steps, int cycles) implements Schedules {
    public CosLog {
      Require.positive("cosLog", "start", start);
      Require.atLeast(1, "cosLog", "steps", steps);
      Require.atLeast(1, "cosLog", "cycles", cycles);
      if (cycles > 30) {
        throw Errors.argument("cosLog: cycles is %d, expected at most 30", cycles);
      }
    }

    @Override
    public double at(long step) {
      return start * cosLog(share(step, steps), cycles);
    }
  }

  /** {@code start·}{@link #flatCosine(double) flatCosine}{@code (t)}. */
  record FlatCosine(double start, long steps) implements Schedules {
    public FlatCosine {
      Require.positive("flatCosine", "start", start);
      Require.atLeast(1, "flatCosine", "steps", steps);
    }

    @Override
    public double at(long step) {
      return start * flatCosine(share(step, steps));
    }
  }

  /** {@link Cosine} for {@code length} steps, for {@code length·growth}, and so on. */
  record CosineRestarts(double start, double end, long length, int growth) implements Schedules {
    public CosineRestarts {
      Require.positive("cosineRestarts", "start", start);
      Require.notNegative("cosineRestarts", "end", end);
      Require.atLeast(1, "cosineRestarts", "length", length);
      Require.atLeast(1, "cosineRestarts", "growth", growth);
    }

    @Override
    public double at(long step) {
      if (growth == 1) {
        return swing(start, end, share(step % length, length));
      }
      long into = step;
      long cycle = length;
      while (into >= cycle) {
        into -= cycle;
        cycle = Math.multiplyExact(cycle, growth);
      }
      return swing(start, end, share(into, cycle));
    }
  }

  /** {@code low + (high − low)·factor^cycle·(1 − |x − 1|)}, {@code x} from 0 to 2 in each cycle. */
  record Triangular(double low, double high, long rise, double factor) implements Schedules {
    public Triangular {
      Require.notNegative("triangular", "low", low);
      Require.positive("triangular", "high", high);
      Require.atLeast(1, "triangular", "rise", rise);
      Require.factor("triangular", "factor", factor);
    }

    @Override
    public double at(long step) {
      long cycle = step / rise / 2;
      long fromPeak = Math.abs(step - cycle * rise * 2 - rise);
      double height = Power.of(factor, cycle) * (1 - share(fromPeak, rise));
      return between(low, high, height);
    }
  }

  /**
   * {@link Cosine}s from {@code peak/from} up to {@code peak}, then down to {@code peak/from/to},
   * which step {@code steps − 1} reaches.
   *
   * @param rise the share of the steps that go up; the peak is at step {@code rise·steps − 1}
   */
  record OneCycle(double peak, long steps, double rise, double from, double to)
      implements Schedules {
    public OneCycle {
      Require.positive("oneCycle", "peak", peak);
      Require.atLeast(1, "oneCycle", "steps", steps);
      Require.share("oneCycle", "rise", rise);
      Require.positive("oneCycle", "from", from);
      Require.positive("oneCycle", "to", to);
    }

    /** The same with another share of the steps that go up. */
    public OneCycle rise(double other) {
      return new OneCycle(peak, steps, other, from, to);
    }

    /** The same from {@code peak/from}; 25. */
    public OneCycle from(double other) {
      return new OneCycle(peak, steps, rise, other, to);
    }

    /** The same down to the start divided by {@code to}; 10,000. */
    public OneCycle to(double other) {
      return new OneCycle(peak, steps, rise, from, other);
    }

    @Override
    public double at(long step) {
      double top = Math.max(0, rise * steps - 1);
      if (step < top) {
        return swing(peak / from, peak, step / top);
      }
      double length = steps - 1 - top;
      double t = length <= 0 ? 1 : Math.min(1, (step - top) / length);
      return swing(peak, peak / from / to, t);
    }
  }

  /** A schedule whose first steps are scaled by {@code (step + 1)/steps}. */
  record Warmup(Schedule schedule, long steps) implements Schedules {
    public Warmup {
      Require.atLeast(1, "warmup", "steps", steps);
    }

    @Override
    public double at(long step) {
      double rate = schedule.at(step);
      return step < steps ? rate * ((double) (step + 1) / steps) : rate;
    }
  }

  /** One schedule, then another. */
  record Chain(Schedule first, long steps, Schedule next) implements Schedules {
    public Chain {
      Require.atLeast(1, "chain", "steps", steps);
    }

    @Override
    public double at(long step) {
      return step < steps ? first.at(step) : next.at(step - steps);
    }
  }

  /** A schedule in which {@code length} steps count as one. */
  record Every(Schedule schedule, long length) implements Schedules {
    public Every {
      Require.atLeast(1, "every", "length", length);
    }

    @Override
    public double at(long step) {
      return schedule.at(step / length);
    }
  }

  /** A schedule stretched so that {@code unit} of its steps are the whole run. */
  record OverRun(Schedule schedule, long unit) implements Schedules {
    public OverRun {
      Require.atLeast(1, "overRun", "unit", unit);
      stretched(schedule, unit, unit);
    }

    @Override
    public double at(long step) {
      throw Errors.state(
          "overRun: the steps of the run are not known; ask schedule.forRun(steps).at(step)");
    }
  }

  /** The schedule of a run of so many steps. */
  static Schedule forRun(Schedule schedule, long run) {
    Require.atLeast(1, "forRun", "steps", run);
    return switch (schedule) {
      case OverRun(var inner, long unit) -> stretched(inner, run, unit);
      case Warmup(var inner, long steps) -> new Warmup(forRun(inner, run), steps);
      case Chain(var first, long steps, var next) ->
          new Chain(forRun(first, run), steps, forRun(next, run));
      case Every(var inner, long length) -> new Every(forRun(inner, run), length);
      default -> schedule;
    };
  }

  /** The same with {@code from} of its steps stretched to {@code to}. */
  private static Schedule stretched(Schedule schedule, long to, long from) {
    if (!(schedule instanceof Schedules known)) {
      throw Errors.argument(
          "overRun: a schedule of your own cannot be stretched; write it in steps");
    }
    return switch (known) {
      case Constant constant -> constant;
      case Linear(double start, double end, long steps) ->
          new Linear(start, end, length(steps, to, from));
      case Exponential(double start, double factor) ->
          new Exponential(start, Power.of(factor, (double) from / to));
      case Geometric(double start, double end, long steps) ->
          new Geometric(start, end, length(steps, to, from));
      case Milestones(double start, double factor, var steps) ->
          new Milestones(start, factor, steps.stream().map(it -> length(it, to, from)).toList());
      case Polynomial(double start, double end, long steps, double power) ->
          new Polynomial(start, end, length(steps, to, from), power);
      case Cosine(double start, double end, long steps) ->
          new Cosine(start, end, length(steps, to, from));
      case CosLog(double start, long steps, int cycles) ->
          new CosLog(start, length(steps, to, from), cycles);
      case FlatCosine(double start, long steps) -> new FlatCosine(start, length(steps, to, from));
      case CosineRestarts(double start, double end, long length, int growth) ->
          new CosineRestarts(start, end, length(length, to, from), growth);
      case Triangular(double low, double high, long rise, double factor) ->
          new Triangular(low, high, length(rise, to, from), factor);
      case OneCycle(double peak, long steps, double rise, double start, double end) ->
          new OneCycle(peak, length(steps, to, from), rise, start, end);
      case Warmup(var inner, long steps) ->
          new Warmup(stretched(inner, to, from), length(steps, to, from));
      case Chain(var first, long steps, var next) ->
          new Chain(stretched(first, to, from), length(steps, to, from), stretched(next, to, from));
      // Each value is held longer; the values stay the same.
      case Every(var inner, long length) -> new Every(inner, length(length, to, from));
      case OverRun inner -> forRun(inner, to);
    };
  }

  private static long length(long steps, long to, long from) {
    return Math.max(1, (long) ((double) steps * to / from + 0.5));
  }

  /**
   * {@code (1 − cos(2π·log₂(1 + (2^cycles − 1)·t)))/2}: up and down {@code cycles} times while
   * {@code t} goes from 0 to 1, each time twice as long. With 4 cycles this is RealMLP's coslog4
   * (Holzmüller et al., 2024).
   */
  static double cosLog(double t, int cycles) {
    double turns = Functions.log(1 + ((1L << cycles) - 1) * t) / Functions.log(2.0);
    double part = turns - Math.floor(turns);
    return (1 - Trigonometry.cosPi(Math.min(2 * part, 2 - 2 * part))) / 2;
  }

  /**
   * {@code (1 + cos(π·(max(1, 2t) − 1)))/2}: 1 until half of the run, then half a cosine down to 0.
   */
  static double flatCosine(double t) {
    return (1 + Trigonometry.cosPi(Math.max(1, 2 * t) - 1)) / 2;
  }

  private static double share(long step, long steps) {
    return step >= steps ? 1 : (double) step / steps;
  }

  private static double between(double atZero, double atOne, double t) {
    return t == 1 ? atOne : atZero + (atOne - atZero) * t;
  }

  private static double swing(double start, double end, double t) {
    return between(end, start, (1 + Trigonometry.cosPi(t)) / 2);
  }
}
