package dev.cortado.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.autograd.Autograd;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation against PyTorch in double precision. {@code tools/golden.py} wrote the numbers
 * and says how far a result may be off, and why.
 */
class GoldenTest {

  static List<GoldenCase> all() {
    return GoldenCase.read();
  }

  static List<GoldenCase> withGradients() {
    return all().stream().filter(golden -> golden.vector() != null).toList();
  }

  @Test
  void thereAreHundreds() {
    assertThat(all()).hasSizeGreaterThan(300);
    assertThat(withGradients()).hasSizeGreaterThan(200);
  }

  @ParameterizedTest
  @MethodSource("all")
  void resultsAgreeWithPyTorch(GoldenCase golden) {
    check(golden + ", result", run(golden), golden.out(), tolerance(golden));
  }

  @ParameterizedTest
  @MethodSource("withGradients")
  void gradientsAgreeWithPyTorch(GoldenCase golden) {
    var sources = new ArrayList<Tensor>();
    for (int i = 0; i < golden.inputs().size(); i++) {
      if (golden.gradients().get(i) != null) {
        sources.add(golden.inputs().get(i));
      }
    }
    var step = Autograd.vjp(() -> run(golden), vector(golden), sources.toArray(Tensor[]::new));
    var expected = golden.gradients().stream().filter(gradient -> gradient != null).toList();
    for (int i = 0; i < sources.size(); i++) {
      var gradient = step.gradients().all().get(i);
      double scale = 1e-6 * Math.max(scale(expected.get(i)), differenceOf(golden));
      check(golden + ", gradient " + i, gradient, expected.get(i), _ -> scale);
    }
  }

  private static double differenceOf(GoldenCase golden) {
    return golden.within().equals("scale") ? scale(vector(golden)) : 0;
  }

  private static Tensor vector(GoldenCase golden) {
    var vector = golden.vector();
    return vector == null ? golden.out() : vector;
  }

  private static void check(
      String name, Tensor actual, Tensor expected, IntToDoubleFunction tolerance) {
    assertThat(actual.shape()).as(name).isEqualTo(expected.shape());
    float[] found = actual.toArray();
    float[] wanted = expected.toArray();
    for (int i = 0; i < found.length; i++) {
      boolean same = Float.compare(found[i], wanted[i]) == 0;
      // false for NaN and for infinities that are not the same
      boolean near = Math.abs((double) found[i] - wanted[i]) <= tolerance.applyAsDouble(i);
      assertThat(same || near)
          .as(
              "%s: element %d is %s, expected %s ± %s",
              name, i, found[i], wanted[i], tolerance.applyAsDouble(i))
          .isTrue();
    }
  }

  private static IntToDoubleFunction tolerance(GoldenCase golden) {
    float[] expected = golden.out().toArray();
    var words = golden.within().split(" ", -1);
    return switch (words[0]) {
      case "exact" -> _ -> -1;
      case "ulp" -> i -> Integer.parseInt(words[1]) * Math.ulp(expected[i]);
      case "scale" -> {
        double scale = 1e-6 * scale(golden.out());
        yield _ -> scale;
      }
      case "sum" -> {
        float[] magnitude = golden.magnitude().toArray();
        double terms = Integer.parseInt(words[1]);
        yield i -> terms * 0x1p-24 * magnitude[i] + Math.ulp(expected[i]);
      }
      default -> throw new IllegalArgumentException(golden.within());
    };
  }

  private static double scale(Tensor tensor) {
    float[] values = tensor.toArray();
    return IntStream.range(0, values.length)
        .mapToDouble(i -> Math.abs(values[i]))
        .filter(Double::isFinite)
        .max()
        .orElse(0);
  }

  private static Tensor run(GoldenCase golden) {
    var x = golden.inputs();
    var a = x.getFirst();
    var b = x.get(x.size() > 1 ? 1 : 0);
    int[] n = golden.whole();
    double[] d = golden.numbers();
    return switch (golden.operation()) {
      case "add" -> a.add(b);
      case "sub" -> a.sub(b);
      case "mul" -> a.mul(b);
      case "div" -> a.div(b);
      case "maximum" -> a.maximum(b);
      case "minimum" -> a.minimum(b);
      case "addNumber" -> a.add(d[0]);
      case "subNumber" -> a.sub(d[0]);
      case "mulNumber" -> a.mul(d[0]);
      case "divNumber" -> a.div(d[0]);
      case "eq" -> a.eq(b);
      case "ne" -> a.ne(b);
      case "lt" -> a.lt(b);
      case "le" -> a.le(b);
      case "gt" -> a.gt(b);
      case "ge" -> a.ge(b);
      case "where" -> a.where(b, x.get(2));
      case "clip" -> a.clip(d[0], d[1]);
      case "neg" -> a.neg();
      case "abs" -> a.abs();
      case "square" -> a.square();
      case "sqrt" -> a.sqrt();
      case "reciprocal" -> a.reciprocal();
      case "sign" -> a.sign();
      case "relu" -> a.relu();
      case "exp" -> a.exp();
      case "expm1" -> a.expm1();
      case "log" -> a.log();
      case "log1p" -> a.log1p();
      case "tanh" -> a.tanh();
      case "sigmoid" -> a.sigmoid();
      case "softplus" -> a.softplus();
      case "erf" -> a.erf();
      case "pow" -> d[0] == n[0] ? a.pow(n[0]) : a.pow(d[0]);
      case "sum" -> a.sum(n);
      case "sumKept" -> a.sum(Axes.kept(n));
      case "mean" -> a.mean(n);
      case "meanKept" -> a.mean(Axes.kept(n));
      case "variance" -> a.variance(n);
      case "sampleVariance" -> a.sampleVariance(n);
      case "max" -> a.max(n);
      case "min" -> a.min(n);
      case "argMax" -> a.argMax(n[0]);
      case "argMin" -> a.argMin(n[0]);
      case "logSumExp" -> a.logSumExp(n[0]);
      case "softmax" -> a.softmax(n[0]);
      case "logSoftmax" -> a.logSoftmax(n[0]);
      case "reshape" -> a.reshape(n);
      case "flatten" -> a.flatten();
      case "expand" -> a.expand(n[0]);
      case "squeeze" -> a.squeeze(n[0]);
      case "transpose" -> a.transpose();
      case "permute" -> a.permute(n);
      case "broadcastTo" -> a.broadcastTo(Shape.of(n));
      case "slice" -> a.slice(n[0], n[1], n[2]);
      case "row" -> a.row(n[0]);
      case "gather" -> a.gather(b, n[0]);
      case "scatterAdd" -> a.scatterAdd(b, n[0], n[1]);
      case "oneHot" -> a.oneHot(n[0]);
      case "concat" -> Tensor.concat(n[0], x.toArray(Tensor[]::new));
      case "stack" -> Tensor.stack(n[0], x.toArray(Tensor[]::new));
      case "matmul" -> a.matmul(b);
      case "matmulTransposed" -> Tensor.matmul(a, n[0] == 1, b, n[1] == 1);
      case "linearSoftmax" -> a.matmul(b).add(x.get(2)).softmax(-1);
      default -> throw new IllegalArgumentException("no such operation: " + golden.operation());
    };
  }
}
