package dev.cortado.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarMatmulTest {

  private static final int[] SIZES = {1, 2, 3, 5, 8, 9, 15, 16, 17, 31, 33, 65, 129};
  private static final int[] LENGTHS = {0, 1, 2, 3, 4, 7, 20, 511, 512, 513, 1025};

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void givesTheBitsOfTheContractAtEverySizeAndTransposition(int threads) {
    try (var workers = Workers.of(threads)) {
      for (var product : cases()) {
        assertThat(product.actual(scalar(workers))).as("%s", product).isEqualTo(product.expected());
      }
    }
  }

  @Test
  void smallProductsGiveTheBitsOfTheContractToo() {
    for (var product : cases()) {
      assertThat(product.actual(SmallMatmul::multiply))
          .as("%s", product)
          .isEqualTo(product.expected());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void tilesMeetWithoutGapOrOverlap(int threads) {
    try (var workers = Workers.of(threads)) {
      for (var product :
          List.of(
              MatmulCase.of(300, 200, 40, false, false),
              MatmulCase.of(257, 259, 513, true, true),
              MatmulCase.of(3, 1025, 200, false, true),
              MatmulCase.of(1025, 2, 200, true, false))) {
        assertThat(product.actual(scalar(workers))).as("%s", product).isEqualTo(product.expected());
      }
    }
  }

  @Test
  void specialValuesGoThroughEveryStepInOrder() {
    try (var workers = Workers.of(2)) {
      for (var product : cases()) {
        product.sprinkled(29, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
        assertThat(product.actual(scalar(workers))).as("%s", product).isEqualTo(product.expected());
        product.sprinkled(1, -0f, 0f, Float.MIN_VALUE, -1e-30f, 1e-20f, -Float.MIN_NORMAL);
        assertThat(product.actual(scalar(workers))).as("%s", product).isEqualTo(product.expected());
      }
    }
  }

  private static MatmulCase.Multiply scalar(Workers workers) {
    var matmul = new ScalarMatmul();
    return (a, aFrom, aTransposed, b, bFrom, bTransposed, c, cFrom, m, n, k) ->
        matmul.multiply(a, aFrom, aTransposed, b, bFrom, bTransposed, c, cFrom, m, n, k, workers);
  }

  /** Every size with two others, every length, each transposition. */
  private static List<MatmulCase> cases() {
    var cases = new ArrayList<MatmulCase>();
    for (int i = 0; i < SIZES.length; i++) {
      for (int l = 0; l < LENGTHS.length; l++) {
        int other = SIZES[(i * 5 + l * 3) % SIZES.length];
        boolean aTransposed = (i + l) % 2 == 1;
        boolean bTransposed = (i + l) / 2 % 2 == 1;
        cases.add(MatmulCase.of(SIZES[i], other, LENGTHS[l], aTransposed, bTransposed));
        cases.add(MatmulCase.of(other, SIZES[i], LENGTHS[l], !aTransposed, bTransposed));
      }
    }
    return cases;
  }
}
