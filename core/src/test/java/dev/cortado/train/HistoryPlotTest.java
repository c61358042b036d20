package dev.cortado.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.train.History.Ending;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class HistoryPlotTest {

  private static History history(int epochs, int kept, Ending ending, IntToDoubleFunction valid) {
    var all = new ArrayList<Epoch>();
    for (int i = 1; i <= epochs; i++) {
      var values = new LinkedHashMap<String, Double>();
      values.put("train.loss", 0.7 / i);
      values.put("valid.loss", valid.applyAsDouble(i));
      values.put("valid.accuracy", 1 - 0.5 / i);
      all.add(new Epoch(i, 44L * i, 0.01, values));
    }
    return new History(all, 0.7, kept, ending);
  }

  /** The picture without what it says in words. */
  private static String drawn(History history) {
    return history.svg().replaceAll("(?s)<desc>.*</desc>", "");
  }

  @Test
  void showsLossesMetricsAndRate() {
    var svg = drawn(history(10, 10, Ending.EPOCHS_DONE, i -> 0.8 / i));
    assertThat(svg)
        .contains(">Training: 10 epochs<", ">train<", ">valid<", ">loss<", ">accuracy<", ">rate<")
        .contains(">best: epoch 10<")
        .doesNotContain("kept");
  }

  @Test
  void marksTheBestEpochAndThatItsWeightsAreKept() {
    var svg = drawn(history(12, 7, Ending.NO_BETTER, i -> 0.1 * Math.abs(i - 7) + 0.1));
    assertThat(svg)
        .contains(">Training: stopped early after 12 epochs<")
        .contains(">best: epoch 7, its weights are kept<");
  }

  @Test
  void marksWhichWeightsAreKeptIfAnotherLossIsLower() {
    var svg = drawn(history(12, 9, Ending.NO_BETTER, i -> 0.1 * Math.abs(i - 7) + 0.1));
    assertThat(svg).contains(">best: epoch 7<", ">kept: weights of epoch 9<");
  }

  @Test
  void farReachingLossesHaveALogarithmicAxis() {
    var words = "loss (logarithmic) over epoch";
    assertThat(history(10, 10, Ending.EPOCHS_DONE, i -> 0.8 / i).svg()).doesNotContain(words);
    assertThat(history(40, 40, Ending.EPOCHS_DONE, i -> 0.8 / i).svg()).contains(words);
    assertThat(history(40, 40, Ending.EPOCHS_DONE, i -> i == 3 ? 0 : 0.8 / i).svg())
        .doesNotContain(words);
  }

  @Test
  void valuesThatAreNotFiniteAreLeftOut() {
    var svg = history(10, 10, Ending.STOPPED, i -> i > 5 ? Double.NaN : 0.8 / i).svg();
    assertThat(svg).contains("best: epoch 5", "stopped after 10 epochs").doesNotContain("NaN\"");
  }

  @Test
  void aLineLooksTheSameInEveryPanel() {
    var svg = history(10, 10, Ending.EPOCHS_DONE, i -> 0.8 / i).svg();
    var colors =
        svg.lines()
            .filter(line -> line.contains("<g><title>valid</title>"))
            .map(line -> line.replaceAll(".*(stroke=\"#\\w+\").*", "$1"))
            .toList();
    assertThat(colors).hasSize(2);
    assertThat(colors.getFirst()).startsWith("stroke=").isEqualTo(colors.getLast());
  }

  @Test
  void anEpochOrNoneMakesAPictureToo() {
    assertThat(drawn(history(1, 1, Ending.EPOCHS_DONE, i -> 1))).contains("Training: 1 epoch<");
    assertThat(new History(List.of(), Double.NaN, 0, Ending.UNFINISHED).svg())
        .contains("0 epochs so far");
  }
}
