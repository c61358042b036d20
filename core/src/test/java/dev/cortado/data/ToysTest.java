package dev.cortado.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.tensor.Rng;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToysTest {

  private static final Rng RNG = Rng.of(42);
  private static final double EXACT = 1e-6;

  /** A row of a toy. */
  record Point(int label, float x1, float x2) {}

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 50})
  void moonsAreThoseOfScikitLearn(int rows) throws IOException {
    requireSame(points(Toys.moons(rows, 0, RNG)), golden().get("moons " + rows));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 50})
  void circlesAreThoseOfScikitLearn(int rows) throws IOException {
    requireSame(points(Toys.circles(rows, 0, 0.3, RNG)), golden().get("circles " + rows));
  }

  @Test
  void xorIsItsFourRowsInOrder() {
    assertThat(points(Toys.xor()))
        .containsExactly(
            new Point(0, 0, 0), new Point(1, 0, 1), new Point(1, 1, 0), new Point(0, 1, 1));
  }

  @Test
  void cloudsOfXorLieAroundItsFourRows() {
    assertThat(points(Toys.xor(40, 0, RNG))).hasSameElementsAs(points(Toys.xor()));
    for (var point : points(Toys.xor(400, 0.05, RNG))) {
      assertThat(Math.round(point.x1) ^ Math.round(point.x2)).isEqualTo(point.label);
    }
  }

  @Test
  void spiralsGoOutwardAndAreEachOthersMirrorImage() {
    var points = points(Toys.spirals(60, 0, RNG));
    for (var point : points) {
      assertThat(points)
          .anyMatch(it ->
              it.label != point.label
                  && Math.abs(it.x1 + point.x1) < EXACT
                  && Math.abs(it.x2 + point.x2) < EXACT);
    }
    assertThat(points.stream().mapToDouble(it -> Math.hypot(it.x1, it.x2)).max().orElseThrow())
        .isEqualTo(1, within(EXACT));
  }

  @Test
  void gaussIsAroundTwoCenters() {
    assertThat(points(Toys.gauss(5, 0, RNG)))
        .containsOnly(new Point(0, 1, 1), new Point(1, -1, -1));
  }

  @Test
  void blobsHaveOneCenterForEachClass() {
    var data = Toys.blobs(10, 3, 0, RNG);

    assertThat(data.classCounts()).containsExactly(3, 3, 4);
    assertThat(points(data).stream().distinct()).hasSize(3);
    assertThat(points(data)).allMatch(it -> Math.abs(it.x1) <= 10 && Math.abs(it.x2) <= 10);
  }

  @Test
  void sineIsTheSine() {
    var data = Toys.sine(200, 0, RNG);

    for (int row = 0; row < data.size(); row++) {
      double x = data.x().at(row, 0);
      assertThat(Math.abs(x)).isLessThanOrEqualTo((float) Math.PI);
      assertThat((double) data.y().at(row, 0)).isEqualTo(StrictMath.sin(x), within(EXACT));
    }
    assertThat(data.schema().target()).isEqualTo(Target.numbers("y"));
  }

  static Stream<Supplier<Dataset>> noisy() {
    return Stream.of(
        () -> Toys.moons(4_000, 0.2, RNG),
        () -> Toys.circles(4_000, 0.2, 0.5, RNG),
        () -> Toys.xor(4_000, 0.2, RNG),
        () -> Toys.spirals(4_000, 0.2, RNG),
        () -> Toys.gauss(4_000, 0.2, RNG),
        () -> Toys.blobs(4_000, 2, 0.2, RNG));
  }

  @ParameterizedTest
  @MethodSource("noisy")
  void theSameSourceGivesTheSameBitsInAMixedOrder(Supplier<Dataset> toy) {
    var data = toy.get();

    assertThat(data.x().sameBits(toy.get().x())).isTrue();
    assertThat(data.y().sameBits(toy.get().y())).isTrue();
    assertThat(data.classCounts()).containsExactly(2_000, 2_000);
    assertThat((double) data.y().slice(0, 0, 500).mean().item()).isEqualTo(0.5, within(0.1));
  }

  @Test
  void noiseHasTheDeviationGiven() {
    var clean = Toys.moons(4_000, 0, RNG).x();
    var moved = Toys.moons(4_000, 0.2, RNG).x().sub(clean);

    assertThat((double) moved.mean().item()).isEqualTo(0, within(0.01));
    assertThat((double) moved.variance().sqrt().item()).isEqualTo(0.2, within(0.005));
  }

  @Test
  void theFirstRowsAreWrittenDown() {
    var moons = Toys.moons(100, 0.1, RNG);

    assertThat(moons.x().slice(0, 0, 2).toArray())
        .containsExactly(1.9012101f, 0.071189016f, 1.7216158f, -0.22454445f);
    assertThat(moons.y().slice(0, 0, 2).toArray()).containsExactly(1, 1);
  }

  @Test
  void refusesWhatCannotBeDrawn() {
    assertThatThrownBy(() -> Toys.moons(1, 0, RNG))
        .hasMessage("moons: rows is 1, expected at least 2");
    assertThatThrownBy(() -> Toys.moons(10, -0.1, RNG))
        .hasMessage("moons: noise is -0.1, expected a finite number from 0");
    assertThatThrownBy(() -> Toys.circles(10, 0, 1, RNG))
        .hasMessage("circles: factor 1.0, expected 0 to below 1");
    assertThatThrownBy(() -> Toys.blobs(10, 1, 0, RNG))
        .hasMessage("blobs: classes is 1, expected at least 2");
  }

  private static void requireSame(List<Point> points, List<Point> expected) {
    var order =
        Comparator.comparingInt(Point::label)
            .thenComparingDouble(it -> Math.rint(it.x1 * 1e5))
            .thenComparingDouble(it -> Math.rint(it.x2 * 1e5));
    var mine = points.stream().sorted(order).toList();
    var theirs = expected.stream().sorted(order).toList();
    assertThat(mine).hasSameSizeAs(theirs);
    for (int i = 0; i < mine.size(); i++) {
      assertThat(mine.get(i).label).isEqualTo(theirs.get(i).label);
      assertThat((double) mine.get(i).x1).isEqualTo(theirs.get(i).x1, within(EXACT));
      assertThat((double) mine.get(i).x2).isEqualTo(theirs.get(i).x2, within(EXACT));
    }
  }

  private static List<Point> points(Dataset data) {
    var points = new ArrayList<Point>();
    for (int row = 0; row < data.size(); row++) {
      points.add(new Point((int) data.y().at(row), data.x().at(row, 0), data.x().at(row, 1)));
    }
    return points;
  }

  private static Map<String, List<Point>> golden() throws IOException {
    var cases = new LinkedHashMap<String, List<Point>>();
    try (var stream = ToysTest.class.getResourceAsStream("golden.txt")) {
      var points = new ArrayList<Point>();
      for (var line : new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        var words = line.split(" ");
        if (words[0].equals("==")) {
          points = new ArrayList<>();
          cases.put(words[1] + " " + words[2], points);
        } else {
          points.add(
              new Point(
                  Integer.parseInt(words[1]),
                  Float.parseFloat(words[2]),
                  Float.parseFloat(words[3])));
        }
      }
    }
    return cases;
  }
}
