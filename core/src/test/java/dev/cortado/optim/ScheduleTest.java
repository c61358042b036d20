package dev.cortado.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {

  static Stream<Golden> schedules() {
    return Golden.read().stream().filter(it -> it.name().startsWith("schedule-"));
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void agreesWithPyTorch(Golden golden) {
    var schedule = schedule(golden.name().substring("schedule-".length()));
    double[] rates = golden.doubles("rate");
    for (int step = 0; step < rates.length; step++) {
      assertThat(schedule.at(step)).as("step %d", step).isEqualTo(rates[step], within(1e-14));
    }
  }

  private static Schedule schedule(String name) {
    return switch (name) {
      case "linear" -> Schedule.linear(0.1, 0.02, 40);
      case "exponential" -> Schedule.exponential(0.1, 0.9);
      case "step" -> Schedule.step(0.1, 0.5, 7);
      case "milestones" -> Schedule.milestones(0.1, 0.1, 10L, 25L, 26L);
      case "polynomial" -> Schedule.polynomial(0.1, 0, 40, 2);
      case "polynomial-root" -> Schedule.polynomial(0.1, 0, 40, 0.9);
      case "cosine" -> Schedule.cosine(0.1, 40);
      case "cosine-to" -> Schedule.cosine(0.1, 0.01, 60);
      case "restarts" -> Schedule.cosineRestarts(0.1, 13);
      case "restarts-growing" -> Schedule.cosineRestarts(0.1, 0.01, 7, 2);
      case "triangular" -> Schedule.triangular(0.01, 0.1, 9);
      case "triangular-halving" -> Schedule.triangular(0.01, 0.1, 9, 0.5);
      case "one-cycle" -> Schedule.oneCycle(0.1, 62);
      case "one-cycle-numbers" -> Schedule.oneCycle(0.1, 61).rise(0.45).from(10).to(100);
      case "warmup" -> Schedule.exponential(0.1, 0.95).warmup(10);
      case "chain" -> Schedule.constant(0.05).then(15, Schedule.exponential(0.1, 0.9));
      default -> throw new IllegalArgumentException("no such schedule: " + name);
    };
  }

  private static double[] rates(Schedule schedule, long... steps) {
    return LongStream.of(steps).mapToDouble(schedule::at).toArray();
  }

  @Test
  void constantStays() {
    assertThat(rates(Schedule.constant(0.1), 0, 1, Long.MAX_VALUE)).containsOnly(0.1);
  }

  @Test
  void thoseThatEndStayAtTheirEnd() {
    long[] at = {0, 10, 11, Long.MAX_VALUE};
    assertThat(rates(Schedule.linear(0.1, 0.3, 10), at)).containsExactly(0.1, 0.3, 0.3, 0.3);
    assertThat(rates(Schedule.geometric(1e-7, 10, 10), at)).containsExactly(1e-7, 10, 10, 10);
    assertThat(rates(Schedule.polynomial(0.3, 0.1, 10, 3), at)).containsExactly(0.3, 0.1, 0.1, 0.1);
    assertThat(rates(Schedule.cosine(0.3, 0.1, 10), at)).containsExactly(0.3, 0.1, 0.1, 0.1);
    assertThat(rates(Schedule.cosine(0.3, 10), at)).containsExactly(0.3, 0, 0, 0);
  }

  @Test
  void cosLogGoesUpAndDownInWavesThatGetLonger() {
    var schedule = Schedule.cosLog(0.04, 3_000);
    for (int step = 0; step <= 3_000; step++) {
      double turns = StrictMath.log(1 + 15 * step / 3_000.0) / StrictMath.log(2);
      double expected = 0.04 * (1 - StrictMath.cos(2 * Math.PI * turns)) / 2;
      assertThat(schedule.at(step)).as("step %d", step).isEqualTo(expected, within(1e-14));
    }
    assertThat(rates(schedule, 0, 200, 600, 1_400, 3_000, 3_001)).containsOnly(0);
  }

  @Test
  void flatCosineIsFlatForHalfOfTheSteps() {
    var schedule = Schedule.flatCosine(0.3, 100);
    assertThat(rates(schedule, 0, 20, 50)).containsOnly(0.3);
    for (int step = 50; step <= 100; step++) {
      double expected = 0.3 * (1 + StrictMath.cos(Math.PI * (2 * step / 100.0 - 1))) / 2;
      assertThat(schedule.at(step)).as("step %d", step).isEqualTo(expected, within(1e-14));
    }
    assertThat(rates(schedule, 100, 101)).containsOnly(0);
  }

  @Test
  void cosineIsHalfWayInTheMiddle() {
    assertThat(Schedule.cosine(0.5, 0.25, 10).at(5)).isEqualTo(0.375);
  }

  @Test
  void geometricGrowsByEqualFactors() {
    var schedule = Schedule.geometric(1e-6, 1, 6);
    for (int step = 0; step <= 6; step++) {
      double expected = Double.parseDouble("1e" + (step - 6));
      assertThat(schedule.at(step)).isEqualTo(expected, within(1e-12 * expected));
    }
  }

  @Test
  void exponentialIsExactlyTheProduct() {
    assertThat(rates(Schedule.exponential(1, 0.5), 0, 1, 10, 1074))
        .containsExactly(1, 0.5, 0x1p-10, 0x1p-1074);
    assertThat(rates(Schedule.step(1, 0.5, 3), 0, 2, 3, 5, 6))
        .containsExactly(1, 1, 0.5, 0.5, 0.25);
  }

  @Test
  void restartsBeginAgainAtTheStart() {
    var same = Schedule.cosineRestarts(0.4, 10);
    assertThat(rates(same, 0, 5, 10, 15, 1_000_000_000_000L))
        .containsExactly(0.4, 0.2, 0.4, 0.2, 0.4);
    var growing = Schedule.cosineRestarts(0.4, 0, 10, 2);
    assertThat(rates(growing, 0, 10, 20, 30, 50, 70)).containsExactly(0.4, 0.4, 0.2, 0.4, 0.2, 0.4);
  }

  @Test
  void triangularTurnsAtBothEnds() {
    var schedule = Schedule.triangular(0.25, 0.75, 4);
    assertThat(rates(schedule, 0, 2, 4, 6, 8, 12))
        .containsExactly(0.25, 0.5, 0.75, 0.5, 0.25, 0.75);
    var shrinking = Schedule.triangular(0.25, 0.75, 4, 0.5);
    assertThat(rates(shrinking, 4, 8, 12, 16, 20)).containsExactly(0.75, 0.25, 0.5, 0.25, 0.375);
  }

  @Test
  void oneCycleStartsPeaksAndEndsWhereItSays() {
    var schedule = Schedule.oneCycle(0.5, 100);
    assertThat(rates(schedule, 0, 29, 99, 100)).containsExactly(0.02, 0.5, 2e-6, 2e-6);
    assertThat(rates(Schedule.oneCycle(0.5, 1), 0, 1)).containsExactly(2e-6, 2e-6);
    assertThat(rates(Schedule.oneCycle(0.5, 2), 0, 1)).containsExactly(0.5, 2e-6);
  }

  @Test
  void warmupScalesTheFirstStepsAndLeavesTheOthersWhereTheyWere() {
    var cosine = Schedule.cosine(1e-3, 2_000);
    var warm = cosine.warmup(100);
    assertThat(warm.at(0)).isEqualTo(1e-5, within(1e-18));
    assertThat(warm.at(49)).isEqualTo(cosine.at(49) / 2);
    assertThat(warm.at(99)).isEqualTo(cosine.at(99)).isEqualTo(9.939e-4, within(1e-7));
    assertThat(warm.at(1_234)).isEqualTo(cosine.at(1_234));
    assertThat(warm.at(2_000)).isZero();
  }

  @Test
  void chainsStartTheNextFromItsBeginning() {
    var chain = Schedule.linear(0.1, 0.2, 10).then(10, Schedule.exponential(0.2, 0.5));
    assertThat(rates(chain, 0, 10, 11)).containsExactly(0.1, 0.2, 0.1);
    var longer = chain.then(12, Schedule.constant(0.7));
    assertThat(rates(longer, 10, 11, 12)).containsExactly(0.2, 0.1, 0.7);
  }

  @Test
  void countsInEpochs() {
    var schedule = Schedule.exponential(1, 0.5).every(100);
    assertThat(rates(schedule, 0, 99, 100, 250)).containsExactly(1, 1, 0.5, 0.25);
  }

  @Test
  void aLambdaIsASchedule() {
    Schedule schedule = step -> 1.0 / (step + 1);
    assertThat(rates(schedule.warmup(2), 0, 1, 3)).containsExactly(0.5, 0.5, 0.25);
  }

  @Test
  void printsWhatItIsAndEqualsItsLike() {
    assertThat(Schedule.cosine(1e-3, 2_000).warmup(100))
        .hasToString("Warmup[schedule=Cosine[start=0.001, end=0.0, steps=2000], steps=100]")
        .isEqualTo(Schedule.cosine(1e-3, 2_000).warmup(100));
  }

  @Test
  void overARunItIsStretchedToTheStepsOfTheRun() {
    var schedule = Schedule.cosine(1e-3, 100).warmup(5).overRun(100);
    assertThat(schedule.forRun(2_000)).isEqualTo(Schedule.cosine(1e-3, 2_000).warmup(100));
    assertThat(schedule.forRun(10)).isEqualTo(Schedule.cosine(1e-3, 10).warmup(1));
    assertThat(Schedule.constant(0.1).then(70, Schedule.linear(0.1, 0, 30)).overRun(100).forRun(50))
        .isEqualTo(Schedule.constant(0.1).then(35, Schedule.linear(0.1, 0, 15)));
    assertThat(Schedule.milestones(1, 0.1, 5L, 8L).overRun(10).forRun(1_000))
        .isEqualTo(Schedule.milestones(1, 0.1, 500L, 800L));
    assertThat(Schedule.exponential(1, 0.5).every(1).overRun(4).forRun(100))
        .isEqualTo(Schedule.exponential(1, 0.5).every(25));
  }

  @Test
  void anExponentialOverARunEndsWhereItsUnitDoes() {
    var stretched = Schedule.exponential(1, 0.01).overRun(1).forRun(50);
    assertThat(stretched.at(50)).isEqualTo(0.01, within(1e-15));
    assertThat(stretched.at(25)).isEqualTo(0.1, within(1e-15));
  }

  @Test
  void whatIsToldInStepsIsTheSameForAnyRun() {
    Schedule own = step -> 1.0 / (step + 1);
    for (var schedule : List.of(own, Schedule.cosine(1, 10), Schedule.cosine(1, 10).warmup(3))) {
      assertThat(schedule.forRun(1_000)).isEqualTo(schedule);
    }
  }

  @Test
  void partsOfAScheduleMayBeOverTheRun() {
    assertThat(Schedule.cosine(1, 1).overRun(1).warmup(7).forRun(500))
        .isEqualTo(Schedule.cosine(1, 500).warmup(7));
  }

  @Test
  void overARunOfUnknownLengthThereIsNoRate() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Schedule.cosine(1, 1).overRun(1).at(0))
        .withMessage(
            "overRun: the steps of the run are not known; ask schedule.forRun(steps).at(step)");
  }

  @Test
  void aScheduleOfYourOwnCannotBeStretched() {
    Schedule own = step -> 1;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> own.warmup(3).overRun(10))
        .withMessage("overRun: a schedule of your own cannot be stretched; write it in steps");
  }
}
