package dev.cortado.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.train.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {

  private static final Rounds.Effort SHORT = new Rounds.Effort(100_000_000, 5_000_000, 5);

  @Test
  void moreWorkTakesLonger() {
    var exercises = List.of(Exercise.usual().width(8), Exercise.usual().width(256));

    var rounds = Rounds.take(exercises, Event.BatchEnded.class, SHORT);

    assertThat(rounds.ratio(1, 0)).isGreaterThan(4);
    assertThat(rounds.nanos(1)).isGreaterThan(rounds.nanos(0));
    assertThat(rounds.middleHalf(1)[0]).isBetween(1.0, rounds.nanos(1));
    assertThat(rounds.middleHalf(1)[1]).isGreaterThanOrEqualTo(rounds.nanos(1));
  }

  @Test
  void anEpochIsTimedAsAWhole() {
    var small = Exercise.usual().rows(128);
    var large = Exercise.usual().rows(128 * 20);

    var rounds = Rounds.take(List.of(small, large), Event.EpochEnded.class, SHORT);

    assertThat(rounds.ratio(1, 0)).isGreaterThan(4);
  }
}
