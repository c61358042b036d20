package dev.cortado.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {

  private static Shape shape(String text) {
    return GoldenCase.tensor(text + " 0".repeat(size(text))).shape();
  }

  private static int size(String text) {
    int size = 1;
    for (var dim : text.replaceAll("[\\[\\]]", "").split(", ", -1)) {
      size *= dim.isEmpty() ? 1 : Integer.parseInt(dim);
    }
    return size;
  }

  @Test
  void knowsItsAxesAndItsSize() {
    var shape = Shape.of(2, 3, 4);
    assertThat(shape.rank()).isEqualTo(3);
    assertThat(shape.size()).isEqualTo(24);
    assertThat(shape.dim(0)).isEqualTo(2);
    assertThat(shape.dim(-1)).isEqualTo(4);
    assertThat(shape.dims()).containsExactly(2, 3, 4);
    assertThat(shape).hasToString("[2, 3, 4]");
  }

  @Test
  void noAxesIsASingleNumber() {
    assertThat(Shape.of().rank()).isZero();
    assertThat(Shape.of().size()).isEqualTo(1);
    assertThat(Shape.of()).hasToString("[]");
  }

  @Test
  void anAxisMayBeEmpty() {
    assertThat(Shape.of(3, 0, 2).size()).isZero();
    assertThat(Shape.of(0).size()).isZero();
  }

  @Test
  void isAValue() {
    assertThat(Shape.of(2, 3)).isEqualTo(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3));
    assertThat(Shape.of(2, 3)).isNotEqualTo(Shape.of(3, 2)).isNotEqualTo(Shape.of(2, 3, 1));
  }

  @Test
  void manyOfAShapeHaveOneMoreAxisInFront() {
    assertThat(Shape.of(4).rows(32)).isEqualTo(Shape.of(32, 4));
    assertThat(Shape.of().rows(3)).isEqualTo(Shape.of(3));
    assertThat(Shape.of(2, 5).rows(0)).isEqualTo(Shape.of(0, 2, 5));
  }

  @Test
  void changingTheArrayGivenOrTakenChangesNothing() {
    int[] dims = {2, 3};
    var shape = Shape.of(dims);
    dims[0] = 7;
    shape.dims()[1] = 7;
    assertThat(shape).isEqualTo(Shape.of(2, 3));
  }

  @Test
  void theLargestArrayFits() {
    assertThat(Shape.of(Shape.MAX_SIZE).size()).isEqualTo(2_147_483_639);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]           | []           | []",
        "[3]          | []           | [3]",
        "[]           | [2, 3]       | [2, 3]",
        "[4, 1]       | [1, 5]       | [4, 5]",
        "[3, 3]       | [3]          | [3, 3]",
        "[3, 3]       | [1, 3]       | [3, 3]",
        "[3, 3]       | [3, 1]       | [3, 3]",
        "[1, 3]       | [3, 1]       | [3, 3]",
        "[10]         | [5, 1]       | [5, 10]",
        "[1, 10]      | [1, 10, 1]   | [1, 10, 10]",
        "[64, 10]     | [1, 10]      | [64, 10]",
        "[2, 1, 4, 1] | [3, 1, 5]    | [2, 3, 4, 5]",
        "[0]          | [1]          | [0]",
        "[2, 1]       | [0]          | [2, 0]",
      })
  void broadcastsAsNumPyDoes(String a, String b, String result) {
    assertThat(shape(a).broadcast(shape(b))).isEqualTo(shape(result));
    assertThat(shape(b).broadcast(shape(a))).isEqualTo(shape(result));
  }
}
