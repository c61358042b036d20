package dev.cortado.plot;

import static dev.cortado.plot.Pictures.assertReadable;
import static dev.cortado.plot.Pictures.assertSelfContained;
import static dev.cortado.plot.Pictures.elements;
import static dev.cortado.plot.Pictures.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

class ChartTest {

  private static final double[] EPOCHS = IntStream.rangeClosed(1, 60).asDoubleStream().toArray();

  private static Chart losses() {
    double[] train = IntStream.range(0, 60).mapToDouble(i -> 1 / (1.0 + i * i)).toArray();
    double[] valid = IntStream.range(0, 60).mapToDouble(i -> 1.2 / (1.0 + i)).toArray();
    return Chart.of("Losses")
        .x("epoch")
        .y("loss")
        .line("train", EPOCHS, train)
        .line("valid", EPOCHS, valid);
  }

  private static Chart crowded() {
    var chart = losses();
    for (int i = 0; i < 9; i++) {
      double[] points = {i, i + 1.5, i + 2};
      chart =
          chart
              .dots("a class with a long name, number " + i, points, points)
              .mark(3 + i * i, "mark " + i)
              .level(1 + 0.2 * i, "level " + i);
    }
    return chart;
  }

  static List<Chart> charts() {
    var long1 =
        "a title that says so much about what is to be seen here that it does not fit ".repeat(3);
    return List.of(
        losses(),
        losses().logY(),
        losses().logX().logY(),
        losses().size(240, 160),
        losses().size(200, 150),
        losses().mark(1, "first").mark(60, "the very last epoch of all").mark(60, "again"),
        crowded(),
        crowded().logY(),
        Chart.of(long1).x(long1).y(long1).line(long1, EPOCHS).mark(3, long1).level(3, long1),
        Chart.of(""),
        Chart.of("nothing").logX().logY(),
        Chart.of("one").line("one", new double[] {1e-9}),
        Chart.of("far").line("", new double[] {-1e308, 1e308}),
        Chart.of("close").line("", new double[] {1.00000001, 1.00000002}),
        Chart.of("not there").line("gone", new double[] {Double.NaN, Double.POSITIVE_INFINITY}));
  }

  @ParameterizedTest
  @MethodSource("charts")
  void noTextIsOnAnother(Chart chart) {
    assertReadable(chart);
  }

  @ParameterizedTest
  @MethodSource("charts")
  void needsNothingElse(Chart chart) {
    assertSelfContained(chart);
  }

  @Test
  void saysWhatItShows() {
    assertThat(texts(losses().mark(12, "best: epoch 12").level(0.5, "target")))
        .contains("Losses", "epoch", "loss", "train", "valid", "best: epoch 12", "target")
        .contains("10", "60", "0.2", "1.0");
    assertThat(elements(losses().logY().mark(12, "best"), "desc").getFirst().getTextContent())
        .isEqualTo(
            """
            Losses
            loss (logarithmic) over epoch
            train: line, 60 points, lowest 0.0002872 at 60, highest 1 at 1
            valid: line, 60 points, lowest 0.02 at 60, highest 1.2 at 1
            best: marked at 12\
            """);
  }

  @Test
  void linesDifferInTheirDashesAndDotsInTheirShapes() {
    double[] two = {1, 2};
    var lines = Chart.of("").line("a", two).line("b", two).line("c", two);
    assertThat(strokes(lines)).extracting(it -> it.getAttribute("stroke")).doesNotHaveDuplicates();
    assertThat(strokes(lines))
        .extracting(it -> it.getAttribute("stroke-dasharray"))
        .doesNotHaveDuplicates();
    var dots = Chart.of("").dots("a", two, two).dots("b", two, two).dots("c", two, two);
    assertThat(series(dots))
        .extracting(it -> it.getAttribute("d").replaceAll("^M[0-9.]+ [0-9.]+|M.*", ""))
        .hasSize(3)
        .doesNotHaveDuplicates();
  }

  /** The paths of the lines and dots, without those of the frame. */
  private static List<Element> series(Chart chart) {
    return elements(chart, "path").stream()
        .filter(path -> path.getParentNode().getNodeName().equals("g"))
        .toList();
  }

  private static List<Element> strokes(Chart chart) {
    return series(chart).stream()
        .filter(path -> path.getAttribute("stroke-width").equals("2.2"))
        .toList();
  }

  @Test
  void placesAreToTheHundredthOfAPixel() {
    var chart = Chart.of("").line("", new double[] {0, 3, 4}, new double[] {0, 1, 3});
    var path = strokes(chart).getFirst().getAttribute("d");
    assertThat(path).matches("M0 \\d+(\\.\\d{1,2})?L\\d+(\\.\\d{1,2})? \\S+L\\d+ \\S+");
  }

  @Test
  void whereAValueIsNotFiniteThereIsAGap() {
    double[] ys = {1, 2, Double.NaN, 3, Double.POSITIVE_INFINITY, 5, 6};
    assertThat(strokes(Chart.of("").line("", ys)).getFirst().getAttribute("d").split("M"))
        .hasSize(4);
  }

  @Test
  void onALogarithmicAxisWhatIsNotPositiveIsAGap() {
    double[] ys = {1, 2, 0, 3, -1, 5, 6};
    assertThat(strokes(Chart.of("").logY().line("", ys)).getFirst().getAttribute("d").split("M"))
        .hasSize(4);
  }

  @Test
  void aSingleEpochIsSeen() {
    var chart = Chart.of("").line("train", new double[] {0.5});
    assertThat(series(chart)).anyMatch(path -> path.getAttribute("d").endsWith("h0"));
  }

  @Test
  void aMillionPointsMakeASmallFile() {
    var random = new Random(1);
    double[] ys = random.doubles(1_000_000).toArray();
    double[] xs = random.doubles(1_000_000).toArray();
    assertThat(Chart.of("").line("noise", ys).svg()).hasSizeLessThan(60_000);
    assertThat(Chart.of("").line("to and fro", xs, ys).svg()).hasSizeLessThan(80_000);
    assertThat(Chart.of("").dots("cloud", xs, ys).svg()).hasSizeLessThan(150_000);
  }

  @Test
  void theSameNumbersGiveTheSameBytesWhateverTheLocale() {
    var before = Locale.getDefault();
    var svg = crowded().svg();
    try {
      Locale.setDefault(Locale.of("ar", "EG"));
      assertThat(crowded().svg()).isEqualTo(svg);
      Locale.setDefault(Locale.GERMANY);
      assertThat(crowded().svg()).isEqualTo(svg);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void theBytesAreThoseOfEveryMachine() {
    var chart =
        Chart.of("Rates").x("step").y("rate").logY().line("a", new double[] {0.5, 0.02, 0.0003});
    assertThat(chart.size(300, 200).mark(2, "here").svg())
        .contains("d=\"M0 3.27L99 31.67L198 68.73\"", "d=\"M179 152V78\"")
        .contains("d=\"M80 80V157M179 80V157M278 80V157M75 138.1H278M75 117.79H278M75 97.47H278\"");
  }

  @Test
  void namesAreEscaped() {
    var odd = "<script>alert(\"&'\u0001\")</script>";
    var chart = Chart.of(odd).x(odd).y(odd).line(odd, EPOCHS).mark(1, odd).level(2, odd);
    assertThat(elements(chart, "script")).isEmpty();
    assertThat(chart.svg()).doesNotContain("<script", "\u0001");
  }

  @Test
  void aChartIsNotChanged() {
    var chart = losses();
    var svg = chart.svg();
    assertThat(chart.logY().mark(3, "three").line("more", EPOCHS).x("other").yRange(1, 2).svg())
        .isNotEqualTo(svg);
    assertThat(chart.svg()).isEqualTo(svg);
    double[] ys = {1, 2, 3};
    var own = Chart.of("").line("", ys);
    svg = own.svg();
    ys[1] = 100;
    assertThat(own.svg()).isEqualTo(svg);
  }

  @Test
  void whatIsOutOfTheRangeIsCutOff() {
    var chart = losses().xRange(10, 20).yRange(0, 0.1).mark(30, "out of sight");
    assertThat(texts(chart)).contains("10", "20", "0.10").doesNotContain("30", "out of sight");
    assertThat(elements(chart, "svg").getLast().getAttribute("overflow")).isEqualTo("hidden");
  }

  @Test
  void badChartsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> losses().line("x", new double[3], new double[4]))
        .withMessage("points: 3 x and 4 y, expected as many");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> losses().mark(Double.NaN, "best"))
        .withMessage("plot: mark 'best' is at NaN, expected a number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> losses().xRange(3, 3))
        .withMessage("axis: from 3.0 to 3.0, expected two numbers in ascending order");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> losses().logY().yRange(0, 3))
        .withMessage("axis: from 0.0 to 3.0, a logarithmic one is above 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> losses().size(100, 100))
        .withMessage("chart: 100 × 100 pixels, expected at least 200 × 150");
  }
}
