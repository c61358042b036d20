package dev.cortado.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.tensor.Rng;
import dev.cortado.tensor.kernel.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlasProductTest {

  private static final double TOLERANCE = 1e-5;
  private static final float AROUND = 1234.5f;

  private final Blas blas = Found.blas();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void agreesWithScalarKernelsAtEverySizeAndTransposition(int threads) {
    try (var workers = Workers.of(threads)) {
      for (var product : products()) {
        assertAgrees(product, CallTiling.of(product.m(), product.n(), product.k()), workers);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void tilesMeetWithoutGapOrOverlap(int threads) {
    try (var workers = Workers.of(threads)) {
      for (int way = 0; way < 4; way++) {
        var product = Product.of(70, 45, 33, way % 2 == 1, way / 2 == 1);
        assertAgrees(product, new CallTiling(16, 20, 7, 3, 15), workers);
        assertAgrees(product, new CallTiling(70, 1, 33, 45, 45), workers);
        assertAgrees(product, new CallTiling(1, 45, 1, 1, 70), workers);
      }
    }
  }

  @Test
  void whatWasInTheResultIsNotRead() {
    try (var workers = Workers.of(2)) {
      var product = Product.of(70, 45, 33, false, true);
      var tiling = new CallTiling(16, 20, 7, 3, 15);
      var c = product.by(blas, workers, tiling, Float.NaN);
      assertThat(product.distance(c, product.byScalarKernels(workers, Float.NaN)))
          .isLessThan(TOLERANCE);
    }
  }

  @Test
  void aNanInAnOperandShowsInItsRow() {
    try (var workers = Workers.of(1)) {
      var product = Product.of(40, 30, 20, false, false);
      product.a()[3 + 7 * 20 + 2] = Float.NaN;
      var c = product.by(blas, workers, CallTiling.of(40, 30, 20), AROUND);
      for (int i = 0; i < 40 * 30; i++) {
        assertThat(Float.isNaN(c[Product.C_FROM + i])).as("element %d", i).isEqualTo(i / 30 == 7);
      }
    }
  }

  @Test
  void theNumberOfThreadsDoesNotShow() {
    var product = Product.of(300, 500, 700, false, true);
    var tiling = CallTiling.of(300, 500, 700);
    assertThat(tiling.tiles()).isGreaterThan(4);
    try (var one = Workers.of(1);
        var four = Workers.of(4)) {
      assertThat(product.by(blas, four, tiling, AROUND))
          .isEqualTo(product.by(blas, one, tiling, AROUND));
    }
  }

  @Test
  void productsFromSeveralThreadsAtOnceAreAllRight() {
    var product = Product.of(64, 256, 784, false, true);
    try (var workers = Workers.of(2)) {
      var expected = product.byScalarKernels(workers, AROUND);
      var distances =
          IntStream.range(0, 64)
              .parallel()
              .mapToObj(_ -> product.by(blas, workers, CallTiling.of(64, 256, 784), AROUND))
              .map(c -> product.distance(c, expected))
              .toList();
      assertThat(distances).allMatch(distance -> distance < TOLERANCE);
    }
  }

  @Test
  void anOperandThatIsTooShortIsNotHandedOut() {
    var short9 = new float[9];
    var enough = new float[100];
    assertThatThrownBy(() -> BlasProduct.of(short9, 0, false, enough, 0, false, enough, 0, 2, 5, 5))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(
            () -> BlasProduct.of(enough, 0, false, enough, 80, false, enough, 0, 2, 5, 5))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() ->
            BlasProduct.of(
                enough, 0, false, enough, 0, false, enough, 0, 1 << 16, 1 << 16, 1 << 16))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private void assertAgrees(Product product, CallTiling tiling, Workers workers) {
    var c = product.by(blas, workers, tiling, AROUND);
    assertThat(product.distance(c, product.byScalarKernels(workers, AROUND)))
        .as("%s", product)
        .isLessThan(TOLERANCE);
    assertThat(product.isUntouchedAround(c, AROUND)).as("around %s", product).isTrue();
  }

  /** Random sizes, thin ones and ones that are cut, each with all four transpositions. */
  private static List<Product> products() {
    var sizes =
        new ArrayList<>(
            List.of(
                new int[] {1, 1, 1},
                new int[] {1, 50, 60},
                new int[] {50, 1, 60},
                new int[] {50, 60, 1},
                new int[] {1, 1, 900},
                new int[] {600, 1, 1},
                new int[] {130, 520, 301},
                new int[] {9, 700, 2_100}));
    for (int i = 0; i < 25; i++) {
      var random = Rng.of(4).at(i).permutation(120);
      sizes.add(new int[] {1 + random[0], 1 + random[1], 1 + random[2]});
    }
    return sizes.stream()
        .flatMap(s ->
            IntStream.range(0, 4)
                .mapToObj(way -> Product.of(s[0], s[1], s[2], way % 2 == 1, way / 2 == 1)))
        .toList();
  }
}
