package dev.cortado.autograd;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cortado.tensor.Axes;
import dev.cortado.tensor.Op;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A check that cannot fail proves nothing: every primitive is given wrong rules, and is caught. */
class DerivativeCheckTest {

  /** A primitive as an operation of somebody's own, whose gradients are changed on the way. */
  private record Sabotaged(Op.Primitive op, UnaryOperator<Tensor> change) implements Op.Custom {

    @Override
    public List<Tensor> inputs() {
      return op.inputs();
    }

    @Override
    public boolean differentiableIn(int input) {
      return op.differentiableIn(input);
    }

    @Override
    public Tensor evaluate() {
      return Tape.perform(op);
    }

    @Override
    public List<Tensor> pullback(Tensor out, Tensor gradient) {
      return IntStream.range(0, inputs().size())
          .mapToObj(i ->
              differentiableIn(i)
                  ? change.apply(right(gradient, inputs().get(i)))
                  : Tensor.zeros(inputs().get(i).shape()))
          .toList();
    }

    private Tensor right(Tensor gradient, Tensor input) {
      return Autograd.vjp(() -> Tape.perform(op), gradient, input).gradients().of(input);
    }
  }

  static Stream<Named<Class<?>>> differentiable() {
    return OpTest.primitives()
        .filter(type ->
            !Set.of(Op.Compare.class, Op.ArgMax.class, Op.ArgSort.class)
                .contains(type.getPayload()));
  }

  @ParameterizedTest
  @MethodSource("differentiable")
  void rightRulesPass(Class<?> type) {
    var op = someCase(type, Tensor::neg);
    check(op, UnaryOperator.identity());
  }

  @ParameterizedTest
  @MethodSource("differentiable")
  void aWrongSignIsCaught(Class<?> type) {
    requireCaught(type, Tensor::neg);
  }

  @ParameterizedTest
  @MethodSource("differentiable")
  void aMissingFactorIsCaught(Class<?> type) {
    requireCaught(type, gradient -> gradient.mul(0.5));
  }

  @ParameterizedTest
  @MethodSource("differentiable")
  void anErrorOfOneInTenThousandIsCaught(Class<?> type) {
    requireCaught(type, gradient -> gradient.mul(1.0001));
  }

  @ParameterizedTest
  @MethodSource("differentiable")
  void gradientsOneElementTooFarAreCaught(Class<?> type) {
    requireCaught(type, DerivativeCheckTest::shifted);
  }

  @ParameterizedTest
  @MethodSource("differentiable")
  void aMeanOverAnAxisInsteadOfEachIsCaught(Class<?> type) {
    requireCaught(type, DerivativeCheckTest::averaged);
  }

  @Test
  void digitsLostInSinglePrecisionAreCaught() {
    var op = new Op.Neg(Tensor.of(1, 2, 3));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> check(op, gradient -> gradient.add(1e5).sub(1e5)))
        .withMessageContaining("element 0 in single precision")
        .withMessageNotContaining("forward mode");
  }

  /** The exponential, whose rule takes its own result for a constant. */
  private record Forgetful(Tensor x) implements Op.Custom {

    @Override
    public List<Tensor> inputs() {
      return List.of(x);
    }

    @Override
    public Tensor evaluate() {
      return x.exp();
    }

    @Override
    public List<Tensor> pullback(Tensor out, Tensor gradient) {
      return List.of(gradient.mul(out.detach()));
    }
  }

  @Test
  void aGradientThatHasTheWrongGradientIsCaught() {
    var x = Tensor.of(0.5f, -1, 2);
    var check = new DerivativeCheck(new Draw(1, "forgetful", 3));
    check.checkTwice(x::exp, List.of(x));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> check.checkTwice(() -> new Forgetful(x).apply(), List.of(x)))
        .withMessageContaining("forward mode")
        .withMessageContaining("differences");
  }

  private static void requireCaught(Class<?> type, UnaryOperator<Tensor> change) {
    var op = someCase(type, change);
    assertThatExceptionOfType(AssertionError.class)
        .as("%s %s", op.name(), op.inputs().stream().map(Tensor::shape).toList())
        .isThrownBy(() -> check(op, change))
        .withMessageContaining("forward mode")
        .withMessageContaining("differences");
  }

  private static void check(Op.Primitive op, UnaryOperator<Tensor> change) {
    new DerivativeCheck(new Draw(1, "sabotage", 3))
        .check(new Sabotaged(op, change)::apply, Specification.sources(op));
  }

  /** A case with inputs of their own, to whose gradients the change makes a difference. */
  private static Op.Primitive someCase(Class<?> type, UnaryOperator<Tensor> change) {
    for (int number = 3; number < 1_000; number++) {
      var draw = new Draw(1, type.getSimpleName(), number);
      var op = Specification.of(type).draw(draw);
      var sources = Specification.sources(op);
      long reached = IntStream.range(0, op.inputs().size()).filter(op::differentiableIn).count();
      if (sources.size() == reached && differs(op, change, draw)) {
        return op;
      }
    }
    throw new AssertionError("no case of " + type + " tells");
  }

  private static boolean differs(Op.Primitive op, UnaryOperator<Tensor> change, Draw draw) {
    var sources = Specification.sources(op).toArray(Tensor[]::new);
    var vector = draw.between(Tape.perform(op).shape(), -1, 1);
    return Autograd.vjp(() -> Tape.perform(op), vector, sources).gradients().all().stream()
        .anyMatch(gradient -> distance(gradient, change.apply(gradient)) > 1e-6);
  }

  private static double distance(Tensor a, Tensor b) {
    return a.size() == 0 ? 0 : a.sub(b).abs().max().item();
  }

  private static Tensor shifted(Tensor gradient) {
    var row = gradient.flatten();
    int n = row.size();
    return n < 2
        ? gradient
        : Tensor.concat(0, row.slice(0, 1, n), row.slice(0, 0, 1)).reshape(gradient.shape());
  }

  private static Tensor averaged(Tensor gradient) {
    return gradient.shape().rank() == 0
        ? gradient
        : gradient.mean(Axes.kept(-1)).broadcastTo(gradient.shape());
  }
}
