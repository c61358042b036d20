package dev.cortado.autograd;

import static dev.cortado.tensor.Tensor.matmul;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.tensor.Axes;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written with primitives has the right gradients too, and so have these. */
class DerivedTest {

  private static final int CASES = 3;

  static Stream<Named<UnaryOperator<Tensor>>> functions() {
    return Stream.of(
        named("minimum", x -> x.minimum(x.mul(x))),
        named("clip", x -> x.mul(2).clip(2, 4)),
        named("square", Tensor::square),
        named("reciprocal", Tensor::reciprocal),
        named("pow(1)", x -> x.pow(1)),
        named("pow(5)", x -> x.pow(5)),
        named("pow(-3)", x -> x.pow(-3)),
        named("pow(1.5)", x -> x.pow(1.5)),
        named("sub and div of numbers", x -> x.sub(0.5).div(3)),
        named("sum", Tensor::sum),
        named("sum(1)", x -> x.sum(1)),
        named("sum of outer axes", x -> x.sum(0, 2)),
        named("mean of inner axes, kept", x -> x.sub(x.mean(Axes.kept(1, 2)))),
        named("mean(-1)", x -> x.mean(-1)),
        named("variance", x -> x.variance(0, 1)),
        named("sampleVariance", x -> x.sampleVariance(2)),
        named("max(0, 2)", x -> x.mul(x).max(0, 2)),
        named("min", x -> x.mul(x).min(1)),
        named("prod", x -> x.prod(1)),
        named("prod of all", x -> x.mul(0.3).prod()),
        named("cumsum", x -> x.cumsum(1)),
        named("sort", x -> x.mul(x).sort(2)),
        named("topK", x -> x.mul(x).topK(2, 0)),
        named("sin and cos", x -> x.sin().mul(x.cos())),
        named("softmax", x -> x.softmax(1)),
        named("logSoftmax", x -> x.logSoftmax(-1)),
        named("logSumExp", x -> x.logSumExp(0)),
        named("flatten", x -> x.flatten().slice(0, 1, x.size())),
        named("expand and squeeze", x -> x.expand(1).mul(x.expand(-1)).sum(1).expand(0).squeeze(0)),
        named("transpose", x -> x.transpose().mul(Tensor.range(3).expand(1))),
        named("row", x -> x.row(-1).mul(x.row(0))),
        named("gather", x -> x.gather(Tensor.of(1, 0, 1))),
        named("stack", x -> Tensor.stack(1, x, x.exp(), x)),
        named("matmul of a row", x -> x.row(0).row(0).matmul(x)),
        named("matmul with a column", x -> x.matmul(x.row(0).row(0))),
        named("matmul of rows", x -> x.row(0).row(0).matmul(x.row(1).row(1))),
        named("matmul of a transposed batch", x -> matmul(x, true, x.row(0), false)),
        named(
            "matmul of two transposed",
            x -> matmul(x, true, x, false).add(matmul(x, true, x.transpose(), true))));
  }

  private static Named<UnaryOperator<Tensor>> named(String name, UnaryOperator<Tensor> function) {
    return Named.of(name, function);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void hasTheRightGradients(UnaryOperator<Tensor> function) {
    for (int number = 3; number < 3 + CASES; number++) {
      var draw = new Draw(1, "derived", number);
      var x = draw.apart(Shape.of(2, 3, 3), 0.5).add(1.5);
      new DerivativeCheck(draw).check(() -> function.apply(x), List.of(x));
      new DerivativeCheck(draw).checkTwice(() -> function.apply(x), List.of(x));
    }
  }

  @Test
  void aWholePowerIsThatManyFactors() {
    var x = Tensor.of(2, -3, 0.5f);
    var product = Tensor.ones(3);
    for (int n = 0; n < 12; n++) {
      assertThat(x.pow(n).toArray()).isEqualTo(product.toArray());
      assertThat(x.pow(-n).toArray()).isEqualTo(product.reciprocal().toArray());
      product = product.mul(x);
    }
  }
}
