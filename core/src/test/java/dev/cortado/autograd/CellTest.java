package dev.cortado.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cortado.tensor.Tensor;
import org.junit.jupiter.api.Test;

class CellTest {

  @Test
  void holdsWhatWasSetLast() {
    for (Cell cell : cells()) {
      cell.set(Tensor.of(5, 6));
      assertThat(cell.value().toArray()).containsExactly(5, 6);
    }
  }

  @Test
  void keepsItsShape() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Parameter.of(Tensor.of(1, 2)).set(Tensor.ones(2, 1)))
        .withMessage("parameter: set to [2, 1], expected [2]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Buffer.of(Tensor.of(1, 2)).set(Tensor.scalar(1)))
        .withMessage("buffer: set to [], expected [2]");
  }

  @Test
  void outlivesTheStepThatComputedItsValue() {
    var x = Tensor.of(1, 2);
    for (Cell cell : cells()) {
      Autograd.grad(
          () -> {
            var y = x.mul(3);
            cell.set(y);
            return y.sum();
          },
          x);
      assertThat(cell.value().toArray()).containsExactly(3, 6);
    }
  }

  @Test
  void aCellOfItsOwnForEachParameter() {
    var start = Tensor.of(1, 2);
    var a = Parameter.of(start);
    var b = Parameter.of(start);
    var gradients =
        Autograd.valueAndGrad(() -> a.value().mul(3).add(b.value().mul(5)).sum(), a, b).gradients();
    assertThat(gradients.of(a).toArray()).containsExactly(3, 3);
    assertThat(gradients.of(b).toArray()).containsExactly(5, 5);
  }

  @Test
  void saysWhatItIs() {
    assertThat(Parameter.of(Tensor.ones(2, 3))).hasToString("Parameter[2, 3]");
    assertThat(Buffer.of(Tensor.scalar(1))).hasToString("Buffer[]");
  }

  private static Cell[] cells() {
    return new Cell[] {Parameter.of(Tensor.of(1, 2)), Buffer.of(Tensor.of(1, 2))};
  }
}
