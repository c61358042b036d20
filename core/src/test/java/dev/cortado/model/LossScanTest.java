package dev.cortado.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.data.Dataset;
import dev.cortado.data.Target;
import dev.cortado.nn.Loss;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import org.junit.jupiter.api.Test;

class LossScanTest {

  @Test
  void theBestPointOfAFineGridIsThatOfTheFormula() {
    var x = Tensor.of(new float[][] {{0}, {1}, {2}, {3}});
    var y = Tensor.of(new float[][] {{1}, {3}, {4}, {7}});
    var scan =
        LossScan.of(
            (w, b) -> Loss.mse().apply(x.mul(w).add(b), y).item(),
            Tensor.linspace(0, 4, 41),
            Tensor.linspace(-2, 2, 41));
    var line = LinearRegression.fit(Dataset.of(x, y, Target.numbers("y")));
    assertThat(scan.best().first())
        .isEqualTo(line.coefficients("y").weights().get("x1"), within(1e-6f));
    assertThat(scan.best().second()).isEqualTo(line.coefficients("y").bias(), within(1e-6f));
    assertThat(scan.best().loss()).isEqualTo(0.175f, within(1e-6f));
  }

  @Test
  void rowsAreTheFirstNumberAndColumnsTheSecond() {
    var scan = LossScan.of((a, b) -> 10 * a + b, Tensor.of(1, 2), Tensor.of(3, 4, 5));
    assertThat(scan.losses().shape()).isEqualTo(Shape.of(2, 3));
    assertThat(scan.losses().toArray()).containsExactly(13, 14, 15, 23, 24, 25);
  }

  @Test
  void thePictureHasTheFirstNumberToTheRight() {
    var grid = LossScan.of((a, b) -> 10 * a + b, Tensor.of(1, 2), Tensor.of(3, 4, 5)).grid();
    assertThat(grid.columns()).isEqualTo(2);
    assertThat(grid.rows()).isEqualTo(3);
    assertThat(grid.value(2, 1)).isEqualTo(25);
    assertThat(grid.x(1)).isEqualTo(2);
    assertThat(grid.y(2)).isEqualTo(5);
  }

  @Test
  void whatIsNotANumberIsNotLow() {
    var scan = LossScan.of((a, _) -> a < 2 ? Double.NaN : a, Tensor.of(1, 3, 2), Tensor.of(0));
    assertThat(scan.best()).isEqualTo(new LossScan.Point(2, 0, 2));
  }

  @Test
  void aGridHasARowOfEachNumber() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LossScan.of((a, b) -> a, Tensor.zeros(2, 2), Tensor.of(1)))
        .withMessage("lossScan: values [2, 2] and [1], expected a row of each");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LossScan.of((a, b) -> a, Tensor.zeros(0), Tensor.of(1)))
        .withMessage("lossScan: values [0] and [1], expected a row of each");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LossScan(Tensor.of(1), Tensor.of(1), Tensor.of(1)))
        .withMessage("lossScan: losses [1], expected [1, 1]");
  }
}
