package dev.cortado.train.progress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.data.Dataset;
import dev.cortado.data.Toys;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.plot.FourDigits;
import dev.cortado.tensor.Rng;
import dev.cortado.train.Callback;
import dev.cortado.train.Checkpoint;
import dev.cortado.train.EarlyStopping;
import dev.cortado.train.Event;
import dev.cortado.train.Recipe;
import dev.cortado.train.Signal;
import dev.cortado.train.Trainer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {

  private static final Dataset MOONS = Toys.moons(110, 0.1, Rng.of(1));
  private static final Recipe RECIPE =
      Recipe.of(Loss.crossEntropy(), Adam.of(1e-2)).epochs(2).batchSize(50).withoutMetrics();
  private static final String BACK = "\033[1A\r\033[2K";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicLong clock = new AtomicLong(-7_000);

  private static Layer model() {
    return Sequential.of(Dense.of(2, 4, Activation.relu()), Dense.of(4, 2));
  }

  private Progress progress(boolean terminal, int width, Charset charset) {
    return Progress.of(new PrintStream(bytes, true, charset), terminal, width, clock::get);
  }

  /** Each step takes some time. */
  private Callback steps(long milliseconds) {
    return event -> {
      if (event instanceof Event.BatchEnded) {
        clock.addAndGet(milliseconds * 1_000_000);
      }
      return Signal.CONTINUE;
    };
  }

  private String printed() {
    return bytes.toString(UTF_8);
  }

  private static String withoutLosses(String text) {
    return text.replaceAll("loss [0-9.]+ *", "loss * ");
  }

  @Test
  void onATerminalALineIsRedrawnInPlace() {
    var progress = progress(true, 80, UTF_8);
    Trainer.fit(model(), RECIPE, MOONS, steps(500), progress);
    assertThat(withoutLosses(printed()))
        .isEqualTo(
            """
            epoch 1/2 ▕██████▋             ▏ 1/3  loss * 100 rows/s  0:02 left
            <epoch 1/2 ▕█████████████▎      ▏ 2/3  loss * 100 rows/s  0:01 left
            <epoch 1/2 ▕████████████████████▏ 3/3  loss * 73 rows/s  0:02 left
            <epoch 1/2  train.loss *\s
            epoch 2/2 ▕██████▋             ▏ 1/3  loss * 80 rows/s  0:01 left
            <epoch 2/2 ▕█████████████▎      ▏ 2/3  loss * 84 rows/s  0:00 left
            <epoch 2/2 ▕████████████████████▏ 3/3  loss * 73 rows/s  0:00 left
            <epoch 2/2  train.loss *\s
            done: 220 rows in 0:03
            """
                .replace("<", BACK));
  }

  @Test
  void isRedrawnAtMostTenTimesASecond() {
    Trainer.fit(model(), RECIPE.epochs(100), MOONS, steps(10), progress(true, 80, UTF_8));
    long drawn = printed().lines().filter(line -> line.contains("▕")).count();
    assertThat(drawn).isEqualTo(1 + 299 / 10);
  }

  @Test
  void theLossIsTheMeanOfTheEpochSoFar() {
    var history = Trainer.fit(model(), RECIPE, MOONS, steps(500), progress(true, 80, UTF_8));
    var last = printed().lines().filter(line -> line.contains("3/3")).toList().getFirst();
    assertThat(last)
        .contains("loss " + FourDigits.of(history.epochs().getFirst().value("train.loss")));
  }

  @Test
  void elsewhereThereAreOnlyLinesThatStay() {
    Trainer.fit(model(), RECIPE, MOONS, steps(500), progress(false, 80, UTF_8));
    assertThat(withoutLosses(printed()))
        .isEqualTo("epoch 1/2  train.loss * \nepoch 2/2  train.loss * \ndone: 220 rows in 0:03\n");
  }

  @Test
  void ofALongTrainingAboutTwentyLinesStay() {
    Trainer.fit(model(), RECIPE.epochs(150), MOONS, progress(false, 80, UTF_8));
    var lines = printed().lines().toList();
    assertThat(lines).hasSize(21).allMatch(line -> line.chars().allMatch(it -> it >= ' '));
    assertThat(lines.getFirst()).startsWith("epoch   1/150  train.loss ");
    assertThat(lines.get(19)).startsWith("epoch 150/150  train.loss ");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 19, 20, 21, 22, 39, 40, 41, 100, 1000, 2_000_000_000})
  void theFirstAndLastEpochStayAndOthersEvenlyBetween(int epochs) {
    assertThat(Progress.stays(1, epochs)).isTrue();
    assertThat(Progress.stays(epochs, epochs)).isTrue();
    if (epochs <= 1000) {
      var stay =
          IntStream.rangeClosed(1, epochs).filter(it -> Progress.stays(it, epochs)).toArray();
      assertThat(stay).hasSize(Math.min(20, epochs));
      int widest = IntStream.range(1, stay.length).map(i -> stay[i] - stay[i - 1]).max().orElse(0);
      assertThat(widest).isLessThanOrEqualTo(epochs / 19 + 1);
    }
  }

  @Test
  void theEpochThatATrainingEndsWithIsShown() {
    Callback stop =
        event ->
            event instanceof Event.EpochEnded(_, var epoch) && epoch.number() == 12
                ? Signal.STOP
                : Signal.CONTINUE;
    Trainer.fit(model(), RECIPE.epochs(150), MOONS, stop, progress(false, 80, UTF_8));
    assertThat(printed().lines().toList()).hasSize(4);
    assertThat(printed().lines().toList().get(2)).startsWith("epoch  12/150");
    assertThat(printed()).endsWith("stopped: 1,320 rows in 0:00\n");
  }

  @Test
  void tellsWhoseWeightsAreKept() {
    var stopping = EarlyStopping.on("train.loss").patience(1).leastGain(10);
    Trainer.fit(
        model(), RECIPE.epochs(9).earlyStopping(stopping), MOONS, progress(false, 80, UTF_8));
    assertThat(printed())
        .contains("stopped early: ")
        .endsWith("the weights are those of epoch 1\n");
  }

  @Test
  void whatComesAfterAnExceptionStandsOnALineOfItsOwn() {
    Callback fails =
        event -> {
          if (event instanceof Event.BatchEnded(_, long step, _) && step == 2) {
            throw new IllegalStateException("no more");
          }
          return Signal.CONTINUE;
        };
    assertThatThrownBy(() -> Trainer.fit(model(), RECIPE, MOONS, progress(true, 80, UTF_8), fails))
        .hasMessage("no more");
    assertThat(printed()).endsWith("\n");
  }

  @Test
  void aTrainingMayBeShownAfterAnother() {
    var progress = progress(false, 80, UTF_8);
    Trainer.fit(model(), RECIPE, MOONS, steps(500), progress);
    var once = printed();
    Trainer.fit(model(), RECIPE, MOONS, steps(500), progress);
    assertThat(printed()).isEqualTo(once + once);
  }

  @Test
  void aResumedTrainingCountsTheRowsOfItsOwn() {
    var saved = new Checkpoint[1];
    Trainer.fit(
        model(),
        RECIPE,
        MOONS,
        event -> {
          if (event instanceof Event.BatchEnded(var run, long step, _) && step == 4) {
            saved[0] = run.checkpoint();
          }
          return Signal.CONTINUE;
        });
    Trainer.resume(saved[0], model(), RECIPE, MOONS, steps(500), progress(true, 80, UTF_8));
    assertThat(printed())
        .startsWith("epoch 2/2 ▕█████████████▎      ▏ 2/3  loss ")
        .contains("100 rows/s  0:00 left", "done: 60 rows in 0:01");
  }

  @Test
  void aStreamWithoutBlocksGetsAscii() {
    Trainer.fit(model(), RECIPE, MOONS, steps(500), progress(true, 80, US_ASCII));
    assertThat(printed())
        .startsWith("epoch 1/2 [######              ] 1/3  loss ")
        .matches(text -> text.chars().allMatch(it -> it < 128), "ASCII")
        .doesNotContain("?");
  }

  @Test
  void theLineNeverWraps() {
    var state = new ProgressLine.Values(3, 50, 12, 44, 0.3123, 1240, 7);
    for (int width = 1; width < 120; width++) {
      assertThat(new ProgressLine(width, UTF_8).of(state)).hasSizeLessThan(Math.max(width, 1));
    }
    assertThat(new ProgressLine(80, UTF_8).of(state))
        .isEqualTo(
            "epoch  3/50 ▕█████▍              ▏ 12/44  loss 0.3123  1,240 rows/s  0:07 left");
    assertThat(List.of(line(60, state), line(50, state), line(36, state), line(20, state)))
        .containsExactly(
            "epoch  3/50 ▕████           ▏ 12/44  loss 0.3123  0:07 left",
            "epoch  3/50 ▕████▎           ▏ 12/44  loss 0.3123",
            "epoch  3/50 ▕████           ▏ 12/44",
            "epoch  3/50 12/44");
  }

  private static String line(int width, ProgressLine.Values state) {
    return new ProgressLine(width, UTF_8).of(state);
  }

  @Test
  void beforeThereWasTimeNothingIsSaidAboutIt() {
    var infinity = Double.POSITIVE_INFINITY;
    assertThat(line(80, new ProgressLine.Values(1, 2, 1, 4, 0.5, infinity, 0)))
        .isEqualTo("epoch 1/2 ▕█████               ▏ 1/4  loss 0.5");
  }

  @Test
  void durationsAreWrittenAsOnAClock() {
    assertThat(
            List.of(
                ProgressLine.duration(7.4),
                ProgressLine.duration(59.6),
                ProgressLine.duration(754),
                ProgressLine.duration(3723)))
        .containsExactly("0:07", "1:00", "12:34", "1:02:03");
  }

  @Test
  void theEnvironmentDecidesAboutControlCharactersAndWidth() {
    assertThat(Progress.allowsControl(null, null)).isTrue();
    assertThat(Progress.allowsControl("", "xterm")).isTrue();
    assertThat(Progress.allowsControl("1", "xterm")).isFalse();
    assertThat(Progress.allowsControl(null, "dumb")).isFalse();
    assertThat(Progress.width("120")).isEqualTo(120);
    assertThat(List.of(Progress.width(null), Progress.width("0"), Progress.width("wide")))
        .containsOnly(80);
  }

  @Test
  void aStreamThatIsNoTerminalGetsNoControlCharacters() {
    Trainer.fit(model(), RECIPE, MOONS, Progress.of(new PrintStream(bytes, true, UTF_8)));
    Trainer.fit(model(), RECIPE, MOONS, Progress.plain(new PrintStream(bytes, true, UTF_8)));
    assertThat(printed()).startsWith("epoch 1/2  train.loss ").doesNotContain("\033", "\r");
  }
}
