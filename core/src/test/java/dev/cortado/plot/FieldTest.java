package dev.cortado.plot;

import static dev.cortado.plot.Pictures.assertReadable;
import static dev.cortado.plot.Pictures.assertSelfContained;
import static dev.cortado.plot.Pictures.elements;
import static dev.cortado.plot.Pictures.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FieldTest {

  private static final Pattern NUMBERS = Pattern.compile("[ML](-?[0-9.]+)[ ]?(-?[0-9.]+)");

  private static Grid grid(int size, DoubleBinaryOperator of) {
    double[] side = Grid.middles(-2, 2, size);
    var values = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        values[i][j] = of.applyAsDouble(side[j], side[i]);
      }
    }
    return Grid.of(side, side, values);
  }

  private static Field bowl() {
    return Field.of("Bowl", grid(40, (x, y) -> x * x + y * y)).x("w1").y("w2").z("loss");
  }

  private static Field boundary() {
    return Field.of("Two classes", grid(40, (x, y) -> x + y > 0 ? 0.9 : 0.2)).around(0.5);
  }

  private static Field classes() {
    double[] one = {1};
    return Field.of("Classes", grid(40, (x, y) -> x < 0 ? 0 : y < 0 ? 1 : 2))
        .classes("setosa", "versicolor", "virginica")
        .dots("setosa", new double[] {-1}, one)
        .dots("versicolor", one, new double[] {-1});
  }

  static List<Field> fields() {
    return List.of(
        bowl(),
        bowl().logZ().line("descent", new double[] {-2, 0, 1}, new double[] {2, 1, 0}),
        bowl().size(200, 160),
        boundary().zRange(0, 1),
        classes(),
        Field.of("regions", grid(30, (x, y) -> Math.floor(x) * 7 + 14)).regions(),
        Field.of("holes", grid(5, (x, y) -> x > 0 ? Double.NaN : y)),
        Field.of("nothing", grid(2, (x, y) -> Double.NaN)),
        Field.of("flat", grid(3, (x, y) -> 1)),
        Field.of("", Grid.of(new double[] {1}, new double[] {1}, new double[][] {{3}})));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void noTextIsOnAnother(Field field) {
    assertReadable(field);
  }

  @ParameterizedTest
  @MethodSource("fields")
  void needsNothingElse(Field field) {
    assertSelfContained(field);
  }

  @Test
  void saysWhatItShows() {
    assertThat(texts(bowl())).contains("Bowl", "w1", "w2", "loss", "−2.0", "0", "7");
    assertThat(elements(boundary().z("probability"), "desc").getFirst().getTextContent())
        .isEqualTo("Two classes\nprobability: from 0.2 to 0.9 at 40 × 40 places");
  }

  @Test
  void aContourGoesWhereItsValueIs() {
    var field = Field.of("", grid(80, (x, y) -> x * x + y * y)).around(1.5);
    var area = elements(field, "svg").getLast();
    double width = Double.parseDouble(area.getAttribute("width"));
    double height = Double.parseDouble(area.getAttribute("height"));
    int count = 0;
    for (var path : elements(field, "path")) {
      if (path.getAttribute("stroke-opacity").equals("1")) {
        var numbers = NUMBERS.matcher(path.getAttribute("d"));
        while (numbers.find()) {
          double x = Double.parseDouble(numbers.group(1)) / width * 4 - 2;
          double y = Double.parseDouble(numbers.group(2)) / height * 4 - 2;
          assertThat(x * x + y * y).isCloseTo(1.5, within(0.005));
          count++;
        }
      }
    }
    assertThat(count).isGreaterThan(300);
  }

  @Test
  void ofASaddleTheMiddleDecides() {
    double[] two = {0, 1};
    var high = Field.of("", Grid.of(two, two, new double[][] {{3, 0}, {0, 3}})).around(1);
    var low = Field.of("", Grid.of(two, two, new double[][] {{3, 0}, {0, 3}})).around(2);
    assertThat(ends(high)).hasSize(4);
    assertThat(ends(low)).hasSize(4);
    // Where the middle is high, the lines cut off the low corners: each has a positive slope.
    assertThat(slopes(ends(high))).allMatch(slope -> slope > 0);
    assertThat(slopes(ends(low))).allMatch(slope -> slope < 0);
  }

  private static List<double[]> ends(Field field) {
    var ends = new ArrayList<double[]>();
    for (var path : elements(field, "path")) {
      var numbers = NUMBERS.matcher(path.getAttribute("d"));
      while (path.getAttribute("stroke-opacity").equals("1") && numbers.find()) {
        ends.add(
            new double[] {
              Double.parseDouble(numbers.group(1)), -Double.parseDouble(numbers.group(2))
            });
      }
    }
    return ends;
  }

  private static DoubleStream slopes(List<double[]> ends) {
    return DoubleStream.of(slope(ends.get(0), ends.get(1)), slope(ends.get(2), ends.get(3)));
  }

  private static double slope(double[] from, double[] to) {
    return (to[1] - from[1]) / (to[0] - from[0]);
  }

  @Test
  void scalesOfColorGoFromLightToDark() {
    var colors = new Colors(new Coloring.Rising(), extent(0, 1));
    double before = Double.POSITIVE_INFINITY;
    for (int step = 0; step < Colors.STEPS; step++) {
      double lightness = lightness(colors.of((step + 0.5) / Colors.STEPS));
      assertThat(lightness).isLessThan(before);
      before = lightness;
    }
    assertThat(before).isLessThan(50);
  }

  @Test
  void aroundAValueBothSidesGetDarker() {
    var colors = new Colors(new Coloring.Around(0.25), extent(0, 1));
    double middle = lightness(colors.of(0.25));
    assertThat(lightness(colors.of(0))).isLessThan(middle);
    assertThat(lightness(colors.of(0.6))).isLessThan(middle).isGreaterThan(lightness(colors.of(1)));
    assertThat(lightness(colors.of(0))).isGreaterThan(lightness(colors.of(1)));
  }

  private static Extent extent(double from, double to) {
    return Extent.of(Axis.fitted(), DoubleStream.of(from, to), 0);
  }

  private static double lightness(String color) {
    int rgb = Integer.parseInt(color.substring(1), 16);
    return 0.299 * (rgb >> 16) + 0.587 * ((rgb >> 8) & 0xff) + 0.114 * (rgb & 0xff);
  }

  @Test
  void dotsHaveTheColorOfTheirClass() {
    assertThat(classes().svg()).contains(Palette.series(0), Palette.tint(0), Palette.tint(2));
    assertThat(texts(classes())).containsOnlyOnce("setosa", "versicolor", "virginica");
  }

  @Test
  void aHoleHasAColorOfItsOwn() {
    var holes = Field.of("", grid(5, (x, y) -> x > 1 ? Double.NaN : y));
    assertThat(texts(holes)).contains("no value");
    assertThat(holes.svg()).contains(Colors.HOLE);
    assertThat(texts(bowl())).doesNotContain("no value");
  }

  @Test
  void cellsFillTheArea() {
    var field = classes();
    var area = elements(field, "svg").getLast();
    long cells =
        elements(field, "path").stream()
            .filter(path -> path.getParentNode().getNodeName().equals("g"))
            .flatMap(
                path -> Pattern.compile("h(\\d+)v(\\d+)").matcher(path.getAttribute("d")).results())
            .mapToLong(cell -> Long.parseLong(cell.group(1)) * Long.parseLong(cell.group(2)))
            .sum();
    assertThat(cells)
        .isEqualTo(
            Long.parseLong(area.getAttribute("width"))
                * Long.parseLong(area.getAttribute("height")));
  }

  @Test
  void aFineGridMakesASmallFileToo() {
    assertThat(Field.of("", grid(1200, (x, y) -> x * y)).svg()).hasSizeLessThan(250_000);
  }

  @Test
  void badGridsAreRefused() {
    double[] two = {0, 1};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Grid.of(two, new double[] {1, 1}, new double[2][2]))
        .withMessage("grid: y[1] is 1.0, expected ascending numbers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Grid.of(two, two, new double[3][2]))
        .withMessage("grid: 3 rows of values for 2 y");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Grid.of(two, two, new double[2][3]))
        .withMessage("grid: row 0 has 3 values for 2 x");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Grid.of(new double[0], two, new double[2][0]))
        .withMessage("grid: no x, expected at least one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bowl().around(Double.NaN))
        .withMessage("field: colors around NaN, expected a number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bowl().size(10, 10))
        .withMessage("field: 10 × 10 pixels, expected at least 200 × 150");
  }
}
