package dev.cortado.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class EarlyStoppingTest {

  private static EarlyStopping.BestSoFar after(
      EarlyStopping rule, boolean higher, double... values) {
    var state = rule.start(higher);
    for (int i = 0; i < values.length; i++) {
      state = rule.next(state, i + 1, values[i], higher);
    }
    return state;
  }

  @Test
  void theFirstEpochIsTheBestSoFar() {
    var state = after(EarlyStopping.on("valid.loss"), false, 3);
    assertThat(state).isEqualTo(new EarlyStopping.BestSoFar(3, 1, 0));
  }

  @Test
  void itIsOverWhenMoreEpochsThanItsPatienceFailInARow() {
    var rule = EarlyStopping.on("valid.loss").patience(2);
    assertThat(rule.isOver(after(rule, false, 3, 2, 4, 4))).isFalse();
    assertThat(rule.isOver(after(rule, false, 3, 2, 4, 4, 2))).isTrue();
    assertThat(rule.isOver(after(rule, false, 3, 2, 4, 4, 1))).isFalse();
  }

  @Test
  void aHigherAccuracyIsBetter() {
    var state = after(EarlyStopping.on("valid.accuracy"), true, 0.5, 0.9, 0.7);
    assertThat(state).isEqualTo(new EarlyStopping.BestSoFar(0.9, 2, 1));
  }

  @Test
  void aGainThatIsTooSmallIsNone() {
    var state = after(EarlyStopping.on("valid.loss").leastGain(0.1), false, 1, 0.95, 0.85);
    assertThat(state).isEqualTo(new EarlyStopping.BestSoFar(0.85, 3, 0));
  }

  @Test
  void whatIsNotANumberIsNeverBetter() {
    var state = after(EarlyStopping.on("valid.loss"), false, Double.NaN, 1, Double.NaN);
    assertThat(state).isEqualTo(new EarlyStopping.BestSoFar(1, 2, 1));
  }

  @Test
  void neverIsNever() {
    var rule = EarlyStopping.never("valid.loss");
    assertThat(rule.isOver(new EarlyStopping.BestSoFar(1, 1, Integer.MAX_VALUE))).isFalse();
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    var rule = EarlyStopping.on("valid.loss");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rule.patience(-1))
        .withMessage("earlyStopping: patience is -1, expected at least 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rule.leastGain(Double.NaN))
        .withMessage("earlyStopping: leastGain is NaN, expected a finite number from 0");
  }
}
