package dev.cortado.autograd.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.cortado.autograd.Parameter;
import dev.cortado.autograd.check.GradCheck.Verdict;
import dev.cortado.tensor.Axes;
import dev.cortado.tensor.Op;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GradCheckTest {

  private static final Rng RNG = Rng.of(5);

  private static Tensor normal(String name, int... dims) {
    return RNG.at(name).normal(Shape.of(dims));
  }

  private static Tensor positive(String name, int... dims) {
    return RNG.at(name).uniform(Shape.of(dims), 0.2f, 3);
  }

  private static Arguments unary(String name, UnaryOperator<Tensor> function, Tensor x) {
    return arguments(name, function, x);
  }

  static Stream<Arguments> functionsOfOneTensor() {
    var x = normal("x", 3, 4);
    var positive = positive("p", 3, 4);
    var index = Tensor.of(2, 0, 2, 1);
    return Stream.of(
        unary("neg", Tensor::neg, x),
        unary("abs", Tensor::abs, x),
        unary("square", Tensor::square, x),
        unary("sqrt", Tensor::sqrt, positive),
        unary("reciprocal", Tensor::reciprocal, positive),
        unary("pow", t -> t.pow(3), x),
        unary("power of a fraction", t -> t.pow(1.7), positive),
        unary("exp", Tensor::exp, x),
        unary("expm1", Tensor::expm1, x),
        unary("log", Tensor::log, positive),
        unary("log1p", Tensor::log1p, positive),
        unary("tanh", Tensor::tanh, x),
        unary("sigmoid", Tensor::sigmoid, x),
        unary("softplus", Tensor::softplus, x),
        unary("erf", Tensor::erf, x),
        unary("relu", Tensor::relu, x),
        unary("clip", t -> t.clip(-0.5, 0.5), x),
        unary("sum", t -> t.sum(), x),
        unary("sum of rows", t -> t.sum(1), x),
        unary("mean", t -> t.mean(0), x),
        unary("variance", t -> t.variance(1), x),
        unary("sample variance", t -> t.sampleVariance(), x),
        unary("max", t -> t.max(1), x),
        unary("min", t -> t.min(0), x),
        unary("logSumExp", t -> t.logSumExp(1), x),
        unary("softmax", t -> t.softmax(1), x),
        unary("logSoftmax", t -> t.logSoftmax(0), x),
        unary("reshape", t -> t.reshape(2, 6), x),
        unary("permute", t -> t.transpose(), x),
        unary("broadcastTo", t -> t.broadcastTo(Shape.of(2, 3, 4)), x),
        unary("slice", t -> t.slice(1, 1, 3), x),
        unary("row", t -> t.row(1), x),
        unary("concat with itself", t -> Tensor.concat(1, t, t.exp()), x),
        unary("gather", t -> t.gather(index), x),
        unary("gather columns", t -> t.gather(index, 1), x),
        unary("scatterAdd", t -> t.scatterAdd(index, 1, 3), x),
        unary(
            "standardize",
            t -> t.sub(t.mean(Axes.kept(0))).div(t.variance(Axes.kept(0)).add(1e-5).sqrt()),
            x),
        unary("where", t -> t.gt(0).where(t.exp(), t.mul(t)), x),
        unary("a loss of 1,000 rows", t -> t.logSoftmax(1).mean(), normal("rows", 1000, 3)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functionsOfOneTensor")
  void gradientsOfOneTensorAgree(String name, UnaryOperator<Tensor> function, Tensor x) {
    var check = GradCheck.of(function, x).requireAgreement();
    assertThat(check.count(Verdict.AGREES)).isGreaterThanOrEqualTo(x.size() > 64 ? 4 : x.size());
  }

  private static Arguments binary(
      String name, BinaryOperator<Tensor> function, Tensor a, Tensor b) {
    return arguments(name, function, a, b);
  }

  static Stream<Arguments> functionsOfTwoTensors() {
    var a = normal("a", 3, 4);
    var b = normal("b", 3, 4);
    var row = positive("row", 4);
    return Stream.of(
        binary("add", Tensor::add, a, b),
        binary("add a row", Tensor::add, a, row),
        binary("sub", Tensor::sub, row, a),
        binary("mul", Tensor::mul, a, b),
        binary("div", Tensor::div, a, row),
        binary("maximum", Tensor::maximum, a, b),
        binary("minimum", Tensor::minimum, a, b),
        binary("matmul", Tensor::matmul, a, normal("m", 4, 2)),
        binary("matmul of a transposed", (s, t) -> Tensor.matmul(s, true, t, false), a, b),
        binary("matmul by a transposed", (s, t) -> Tensor.matmul(s, false, t, true), a, b),
        binary("matmul in a batch", Tensor::matmul, normal("batch", 2, 3, 4), normal("n", 4, 2)),
        binary("concat", (s, t) -> Tensor.concat(0, s, t), a, b),
        binary("a layer", (s, t) -> s.matmul(t).relu(), normal("s", 20, 15), normal("t", 15, 10)),
        binary(
            "a wide layer",
            (s, t) -> s.matmul(t).relu().mean(),
            normal("u", 64, 50),
            normal("w", 50, 30)),
        binary("squared error", (s, t) -> s.sub(t).square().mean(), a, b));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functionsOfTwoTensors")
  void gradientsOfTwoTensorsAgree(
      String name, BinaryOperator<Tensor> function, Tensor a, Tensor b) {
    GradCheck.of(function, a, b).requireAgreement();
  }

  @Test
  void aNetworkAgrees() {
    var x = normal("inputs", 16, 5);
    var target = Tensor.range(16).mul(0.1).tanh().expand(1);
    var w1 = Parameter.of(normal("w1", 5, 8));
    var b1 = Parameter.of(Tensor.zeros(8));
    var w2 = Parameter.of(normal("w2", 8, 1));
    var check =
        GradCheck.of(
            () -> {
              var hidden = x.matmul(w1.value()).add(b1.value()).relu();
              return hidden.matmul(w2.value()).sub(target).square().mean();
            },
            w1,
            b1,
            w2);
    check.requireAgreement();
    assertThat(check.comparisons()).hasSize(40 + 8 + 8);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 1e-3, 1, 1e3, 1e6})
  void stepsFitTheSizeOfTheValues(double size) {
    var x = normal("scaled", 6).mul(size);
    GradCheck.of(t -> t.div(size).tanh(), x).requireAgreement();
    GradCheck.of(t -> t.mul(t).sum(), x).requireAgreement();
  }

  /** {@code x · w} with a rule of one's own. */
  private record Product(Tensor x, Tensor w, BinaryOperator<Tensor> toX) implements Op.Custom {
    @Override
    public List<Tensor> inputs() {
      return List.of(x, w);
    }

    @Override
    public Tensor evaluate() {
      return x.matmul(w);
    }

    @Override
    public List<Tensor> pullback(Tensor out, Tensor gradient) {
      return List.of(toX.apply(gradient, w), x.transpose().matmul(gradient));
    }
  }

  private static GradCheck checkProduct(BinaryOperator<Tensor> toX) {
    return GradCheck.of(
        (x, w) -> new Product(x, w, toX).apply(), normal("x", 4, 4), normal("w", 4, 4));
  }

  @Test
  void theRightRuleOfACustomOperationAgrees() {
    assertThat(checkProduct((g, w) -> g.matmul(w.transpose())).agrees()).isTrue();
  }

  static Stream<Arguments> mistakes() {
    var last = Tensor.of(Shape.of(4, 4), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    return Stream.of(
        mistake("sign", (g, w) -> g.matmul(w.transpose()).neg()),
        mistake("factor 2", (g, w) -> g.matmul(w.transpose()).mul(2)),
        mistake("one percent", (g, w) -> g.matmul(w.transpose()).mul(1.01)),
        mistake("not transposed", (g, w) -> g.matmul(w)),
        mistake("result transposed", (g, w) -> g.matmul(w.transpose()).transpose()),
        mistake("nothing", (g, w) -> Tensor.zeros(4, 4)),
        mistake("not a number", (g, w) -> Tensor.full(Shape.of(4, 4), Double.NaN)),
        mistake(
            "rows shifted by one", (g, w) -> g.matmul(w.transpose()).gather(Tensor.of(1, 2, 3, 0))),
        mistake(
            "columns shifted by one",
            (g, w) -> g.matmul(w.transpose()).gather(Tensor.of(1, 2, 3, 0), 1)),
        mistake("one element", (g, w) -> g.matmul(w.transpose()).add(last)));
  }

  private static Arguments mistake(String name, BinaryOperator<Tensor> toX) {
    return arguments(name, toX);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void mistakesAreFound(String name, BinaryOperator<Tensor> toX) {
    var check = checkProduct(toX);
    assertThat(check.agrees()).isFalse();
    assertThat(check.worst().source()).isZero();
    assertThat(check.worst().verdict()).isEqualTo(Verdict.DIFFERS);
  }

  @Test
  void aTermThatWasDetachedIsMissing() {
    assertThat(GradCheck.of(x -> x.mul(x.detach()), normal("x", 3)).agrees()).isFalse();
    // The squares' sum does not change with the mean to first order, so here nothing is missing.
    UnaryOperator<Tensor> squares = x -> x.sub(x.mean().detach()).square().sum();
    assertThat(GradCheck.of(squares, normal("x", 3)).agrees()).isTrue();
  }

  @Test
  void aMistakeInALargeSourceIsFoundAlongDirections() {
    record Wrong(Tensor x, Tensor where) implements Op.Custom {
      @Override
      public List<Tensor> inputs() {
        return List.of(x);
      }

      @Override
      public Tensor evaluate() {
        return x.tanh();
      }

      @Override
      public List<Tensor> pullback(Tensor out, Tensor gradient) {
        var right = gradient.mul(Tensor.scalar(1).sub(out.square()));
        return List.of(where.where(right.neg(), right));
      }
    }
    var x = normal("large", 3000);
    var onePartInFive = Tensor.range(3000).lt(600);
    assertThat(GradCheck.of(t -> new Wrong(t, onePartInFive).apply(), x).agrees()).isFalse();
    assertThat(GradCheck.of(t -> new Wrong(t, Tensor.zeros(3000)).apply(), x).agrees()).isTrue();
  }

  @Test
  void aKinkIsLeftOut() {
    var check = GradCheck.of(Tensor::relu, Tensor.of(-1, 0, 1));
    assertThat(check.comparisons())
        .extracting(GradCheck.Comparison::verdict)
        .containsExactly(Verdict.AGREES, Verdict.LEFT_OUT, Verdict.AGREES);
    assertThat(check.agrees()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(floats = {0.3f, 0.05f, 0.01f, 1e-3f})
  void closeToAKinkThereIsNoFalseAlarm(float x) {
    var tensor = Tensor.of(x, -x, 1, -1);
    assertThat(GradCheck.of(Tensor::relu, tensor).count(Verdict.DIFFERS)).isZero();
    assertThat(GradCheck.of(Tensor::abs, tensor).count(Verdict.DIFFERS)).isZero();
    assertThat(GradCheck.of(t -> t.max(0), tensor).count(Verdict.DIFFERS)).isZero();
  }

  @Test
  void rightNetworksOfManySeedsCauseNoFalseAlarm() {
    var alarms = new ArrayList<String>();
    for (int seed = 0; seed < 100; seed++) {
      var rng = Rng.of(seed);
      var check =
          GradCheck.of(
              (x, w) -> x.matmul(w).relu().matmul(w.transpose()).abs().logSoftmax(1).mean(),
              rng.at("x").normal(Shape.of(12, 6)),
              rng.at("w").normal(Shape.of(6, 9)));
      if (!check.agrees()) {
        alarms.add(seed + ": " + check);
      }
    }
    assertThat(alarms).isEmpty();
  }

  @Test
  void whatDrownsInNoiseIsNotCalledRight() {
    var check = GradCheck.of(x -> x.sum().add(1e7), Tensor.of(1, 2));
    assertThat(check.agrees()).isFalse();
    assertThat(check.count(Verdict.LEFT_OUT)).isEqualTo(2);
  }

  @Test
  void theErrorNamesThePlace() {
    var x = Tensor.of(new float[][] {{1, 2}, {3, 4}});
    var offByOne = Tensor.of(new float[][] {{0, 0}, {0, 1}});
    record Shifted(Tensor x, Tensor shift) implements Op.Custom {
      @Override
      public List<Tensor> inputs() {
        return List.of(x);
      }

      @Override
      public Tensor evaluate() {
        return x.square().sum();
      }

      @Override
      public List<Tensor> pullback(Tensor out, Tensor gradient) {
        return List.of(gradient.mul(x.mul(2).add(shift)));
      }
    }
    assertThatThrownBy(
            () -> GradCheck.of(t -> new Shifted(t, offByOne).apply(), x).requireAgreement())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "gradCheck: source 1 of 1, [2, 2], at [1, 1]: the gradient is 9, moving it gives 8 ± ")
        .hasMessageEndingWith("; 1 of 4 comparisons differ, 0 left out");
  }

  @Test
  void parametersHoldTheirValuesAgain() {
    var w = Parameter.of(normal("w", 5));
    var before = w.value();
    GradCheck.of(() -> w.value().exp(), w);
    assertThat(w.value().sameBits(before)).isTrue();
    var calls = new AtomicInteger();
    assertThatThrownBy(() ->
            GradCheck.of(
                () -> {
                  if (calls.incrementAndGet() > 20) {
                    throw new IllegalStateException("tired");
                  }
                  return w.value().exp();
                },
                w))
        .hasMessage("tired");
    assertThat(w.value().sameBits(before)).isTrue();
  }

  @Test
  void theSameCallGivesTheSameReport() {
    var x = normal("x", 10, 10);
    assertThat(GradCheck.of(t -> t.softmax(1), x)).isEqualTo(GradCheck.of(t -> t.softmax(1), x));
  }

  @Test
  void aRandomFunctionIsRefused() {
    var calls = new AtomicInteger();
    assertThatThrownBy(() -> GradCheck.of(x -> x.mul(calls.incrementAndGet()), Tensor.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "gradCheck: called twice, the function gave different results; it may not be random");
  }
}
