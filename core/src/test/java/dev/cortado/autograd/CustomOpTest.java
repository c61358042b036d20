package dev.cortado.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cortado.tensor.Op;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CustomOpTest {

  /** The example of the documentation. */
  private record Cube(Tensor x) implements Op.Custom {

    @Override
    public List<Tensor> inputs() {
      return List.of(x);
    }

    @Override
    public Tensor evaluate() {
      return x.mul(x).mul(x);
    }

    @Override
    public List<Tensor> pullback(Tensor out, Tensor gradient) {
      return List.of(gradient.mul(x.mul(x).mul(3)));
    }
  }

  /** Gives back its input as it is, with some rule. */
  private record Same(Tensor x, Function<Tensor, List<Tensor>> rule) implements Op.Custom {

    @Override
    public List<Tensor> inputs() {
      return List.of(x);
    }

    @Override
    public Tensor evaluate() {
      return x;
    }

    @Override
    public List<Tensor> pullback(Tensor out, Tensor gradient) {
      return rule.apply(gradient);
    }
  }

  /** Looks a value up by a number that no gradient reaches. */
  private record Scaled(Tensor x, Tensor by) implements Op.Custom {

    @Override
    public List<Tensor> inputs() {
      return List.of(x, by);
    }

    @Override
    public boolean differentiableIn(int input) {
      return input == 0;
    }

    @Override
    public Tensor evaluate() {
      return x.mul(by);
    }

    @Override
    public List<Tensor> pullback(Tensor out, Tensor gradient) {
      return List.of(gradient.mul(by), Tensor.zeros(by.shape()));
    }
  }

  @Test
  void hasTheValueAndTheGradientOfItsRules() {
    var x = Tensor.of(2, -1);
    assertThat(new Cube(x).apply().toArray()).containsExactly(8, -1);
    assertThat(Autograd.grad(() -> new Cube(x).apply().sum(), x).toArray()).containsExactly(12, 3);
  }

  @Test
  void itsGradientHasAGradient() {
    var x = Tensor.of(2, -1);
    var second = Autograd.grad(() -> Autograd.grad(() -> new Cube(x).apply().sum(), x).sum(), x);
    assertThat(second.toArray()).containsExactly(12, -6);
  }

  @Test
  void passesTheCheckOfThePrimitives() {
    var draw = new Draw(1, "cube", 3);
    var x = draw.between(draw.ofRank(2), -2, 2);
    new DerivativeCheck(draw).check(() -> new Cube(x).apply(), List.of(x));
    new DerivativeCheck(draw).checkTwice(() -> new Cube(x).apply(), List.of(x));
  }

  @Test
  void isRecordedAsOneOperation() {
    var x = Tensor.of(2, -1);
    try (var tape = new Tape()) {
      var y = tape.record(() -> new Cube(x).apply());
      assertThat(tape.entries()).containsExactly(new Tape.Entry(new Cube(x), y));
    }
  }

  @Test
  void isCalledByTheNameOfItsRecord() {
    assertThat(new Cube(Tensor.scalar(1)).name()).isEqualTo("cube");
  }

  @Test
  void mayGiveBackItsInput() {
    var x = Tensor.of(2, -1);
    var same = new Same(x, gradient -> List.of(gradient.mul(10)));
    assertThat(same.apply()).isNotSameAs(x);
    assertThat(Autograd.grad(() -> same.apply().mul(x).sum(), x).toArray())
        .containsExactly(10 * 2 + 2, 10 * -1 + -1);
    assertThat(x.toArray()).containsExactly(2, -1);
  }

  @Test
  void keepsInputsWithoutAGradientOut() {
    var x = Tensor.scalar(3);
    var y = Tensor.scalar(5);
    var gradients = Autograd.valueAndGrad(() -> new Scaled(x, y).apply().mul(y), x, y).gradients();
    assertThat(gradients.of(x).item()).isEqualTo(25);
    assertThat(gradients.of(y).item()).isEqualTo(15);
  }

  @Test
  void gradientsMustBeAsManyAsInputs() {
    requireRefused(
        gradient -> List.of(gradient, gradient), "same: pullback gave 2 gradients for 1 inputs");
    requireRefused(_ -> List.of(), "same: pullback gave 0 gradients for 1 inputs");
  }

  @Test
  void aGradientMustHaveTheShapeOfItsInput() {
    requireRefused(
        gradient -> List.of(gradient.sum()), "same: pullback gave [] for input 0, which is [2]");
  }

  private static void requireRefused(Function<Tensor, List<Tensor>> rule, String message) {
    var x = Tensor.of(1, 2);
    assertThatIllegalStateException()
        .isThrownBy(() -> Autograd.grad(() -> new Same(x, rule).apply().sum(), x))
        .withMessage(message);
  }
}
