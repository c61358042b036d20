package dev.cortado.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {

  private static final Tensor LOGITS = Tensor.of(1, 0, 0, 1, 2, 2).oneHot(3);
  private static final Tensor TARGET = Tensor.of(1, 0, 0, 2, 2, 0);

  @Test
  void countsTheTrueInRowsAndThePredictedInColumns() {
    var matrix = matrix();

    assertThat(matrix.total()).isEqualTo(6);
    assertThat(matrix.count(0, 0)).isEqualTo(2);
    assertThat(matrix.count(0, 2)).isEqualTo(1);
    assertThat(matrix.count(2, 1)).isEqualTo(1);
    assertThat(matrix.count(2, 0)).isZero();
    assertThat(matrix.support(2)).isEqualTo(2);
    assertThat(matrix.accuracy()).isEqualTo(4 / 6.0);
    assertThat(matrix.precision(2)).isEqualTo(0.5);
    assertThat(matrix.recall(0)).isEqualTo(2 / 3.0);
    assertThat(matrix.f1(0)).isEqualTo(0.8);
  }

  @Test
  void printsATable() {
    assertThat(matrix().toString())
        .isEqualTo(
            """
            actual \\ predicted    cat    dog    cow  recall
            cat                     2      0      1   0.667
            dog                     0      1      0   1.000
            cow                     0      1      1   0.500
            precision           1.000  0.500  0.500   0.667\
            """);
  }

  @Test
  void aScoreWithoutACaseIsZero() {
    var matrix =
        ConfusionMatrix.of(Tensor.of(0, 0).oneHot(3), Tensor.of(0, 1), List.of("a", "b", "c"));

    assertThat(matrix.precision(1)).isZero();
    assertThat(matrix.recall(2)).isZero();
    assertThat(matrix.f1(2)).isZero();
    assertThat(matrix.recall(Average.MACRO)).isEqualTo(0.5);
  }

  @Test
  void aSingleOutputHasTwoClasses() {
    var matrix =
        ConfusionMatrix.of(
            Tensor.of(new float[][] {{-1}, {2}}),
            Tensor.of(new float[][] {{1}, {1}}),
            List.of("no", "yes"));

    assertThat(matrix.count(1, 0)).isEqualTo(1);
    assertThat(matrix.recall(1)).isEqualTo(0.5);
  }

  @Test
  void needsANameForEachClass() {
    assertThatThrownBy(() -> ConfusionMatrix.of(LOGITS, TARGET, List.of("a", "b")))
        .hasMessage("confusionMatrix: 2 names for 3 classes");
  }

  private static ConfusionMatrix matrix() {
    return ConfusionMatrix.of(LOGITS, TARGET, List.of("cat", "dog", "cow"));
  }
}
