package dev.cortado.optim;

import java.util.List;

/**
 * The rate as a function of the step, counted from 0; a schedule of your own is a lambda.
 *
 * <pre>{@code
 * var schedule = Schedule.cosine(1e-3, 2_000).warmup(100);
 * schedule.at(0);          // 1.0E-5
 * schedule.at(99);         // 9.939664243328787E-4
 * schedule.at(2_000);      // 0.0
 * }</pre>
 *
 * <p>A schedule has no state: a run that goes on in the middle asks for the same rates. A rate that
 * depends on the results of the training is the task of a plateau, which a recipe may have beside
 * it. Factors of the decay, of dropout and of {@linkplain ParameterGroup groups} are schedules too.
 *
 * <p>The ones made here are {@linkplain Schedules records}: they can be compared and print what
 * they are. Their bits do not depend on the machine.
 */
@FunctionalInterface
public interface Schedule {

  /** The rate of a step. */
  double at(long step);

  /** Always the same. */
  static Schedule constant(double rate) {
    return new Schedules.Constant(rate);
  }

  /** In a straight line, then constant. */
  static Schedule linear(double start, double end, long steps) {
    return new Schedules.Linear(start, end, steps);
  }

  /** {@code start · factor^step}: simple annealing. */
  static Schedule exponential(double start, double factor) {
    return new Schedules.Exponential(start, factor);
  }

  /** By equal factors from {@code start} to {@code end}, either way, then constant. */
  static Schedule geometric(double start, double end, long steps) {
    return new Schedules.Geometric(start, end, steps);
  }

  /** Times {@code factor} after every {@code length} steps. */
  static Schedule step(double start, double factor, long length) {
    return exponential(start, factor).every(length);
  }

  /** Times {@code factor} at each of some steps. */
  static Schedule milestones(double start, double factor, Long... steps) {
    return new Schedules.Milestones(start, factor, List.of(steps));
  }

  /** {@code end + (start − end)·(1 − t)^power} for {@code t} from 0 to 1, then constant. */
  static Schedule polynomial(double start, double end, long steps, double power) {
    return new Schedules.Polynomial(start, end, steps, power);
  }

  /** Half a cosine down to 0, then 0. */
  static Schedule cosine(double start, long steps) {
    return cosine(start, 0, steps);
  }

  /** Half a cosine from {@code start} to {@code end}, then constant. */
  static Schedule cosine(double start, double end, long steps) {
    return new Schedules.Cosine(start, end, steps);
  }

  /**
   * Up and down four times in waves that get longer, from 0 to {@code peak} and back (RealMLP's
   * coslog4).
   */
  static Schedule cosLog(double peak, long steps) {
    return new Schedules.CosLog(peak, steps, 4);
  }

  /** Constant for half of the steps, then half a cosine down to 0. */
  static Schedule flatCosine(double start, long steps) {
    return new Schedules.FlatCosine(start, steps);
  }

  /** Half a cosine down to 0, again and again, each time from the start. */
  static Schedule cosineRestarts(double start, long length) {
    return cosineRestarts(start, 0, length, 1);
  }

  /**
   * Half a cosine from {@code start} to {@code end}, again and again, each {@code growth} times as
   * long as the one before (Loshchilov and Hutter, SGDR, 2017).
   */
  static Schedule cosineRestarts(double start, double end, long length, int growth) {
    return new Schedules.CosineRestarts(start, end, length, growth);
  }

  /** Up and down in straight lines, {@code rise} steps each way (Smith 2017). */
  static Schedule triangular(double low, double high, long rise) {
    return triangular(low, high, rise, 1);
  }

  /** The same with each triangle's height {@code factor} times that of the one before. */
  static Schedule triangular(double low, double high, long rise, double factor) {
    return new Schedules.Triangular(low, high, rise, factor);
  }

  /**
   * Up to {@code peak} over 0.3 of the steps, then down to almost nothing (Smith and Topin 2018,
   * with cosines and the numbers of PyTorch). Only the rate cycles, not the momentum.
   */
  static Schedules.OneCycle oneCycle(double peak, long steps) {
    return new Schedules.OneCycle(peak, steps, 0.3, 25, 1e4);
  }

  /**
   * The same with its first {@code steps} steps scaled by {@code 1/steps, 2/steps, …, 1}; the
   * others stay where they were.
   */
  default Schedule warmup(long steps) {
    return new Schedules.Warmup(this, steps);
  }

  /** This one for {@code steps} steps, then another from its beginning. */
  default Schedule then(long steps, Schedule next) {
    return new Schedules.Chain(this, steps, next);
  }

  /**
   * The same, stretched so that {@code unit} of its steps are the whole run: {@code cosine(1e-3,
   * 100).warmup(5).overRun(100)} warms up for 5 % of the run. A schedule of your own cannot be
   * stretched.
   */
  default Schedule overRun(long unit) {
    return new Schedules.OverRun(this, unit);
  }

  /** The schedule of a run of so many steps: schedules {@link #overRun} are stretched. */
  default Schedule forRun(long steps) {
    return Schedules.forRun(this, steps);
  }

  /** Each value held for {@code length} steps: {@code every(stepsPerEpoch)} counts in epochs. */
  default Schedule every(long length) {
    return new Schedules.Every(this, length);
  }
}
