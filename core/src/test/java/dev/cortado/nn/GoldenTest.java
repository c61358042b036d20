package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.autograd.Autograd;
import dev.cortado.autograd.Parameter;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every activation, norm and loss against PyTorch in double precision, values and gradients. */
class GoldenTest {

  static List<Golden> all() {
    return Golden.all();
  }

  static List<Golden> batchNorms() {
    return all().stream().filter(golden -> golden.name().startsWith("batchNorm")).toList();
  }

  @Test
  void everyFamilyIsThere() {
    assertThat(all()).hasSize(42);
    assertThat(batchNorms()).hasSize(3);
  }

  @ParameterizedTest
  @MethodSource("all")
  void valuesAgreeWithPyTorch(Golden golden) {
    requireNear(run(golden, inputs(golden)), golden.outputs().get("y"), "y");
  }

  @ParameterizedTest
  @MethodSource("all")
  void gradientsAgreeWithPyTorch(Golden golden) {
    var inputs = inputs(golden);
    var vector = Golden.vector(golden.outputs().get("y").shape());
    var names = List.copyOf(golden.gradients().keySet());
    var sources = names.stream().map(name -> inputs.get(index(golden, name))).toList();
    var gradients =
        Autograd.valueAndGrad(() -> run(golden, inputs).mul(vector).sum(), sources).gradients();
    for (int i = 0; i < names.size(); i++) {
      var expected = golden.gradients().get(names.get(i));
      requireNear(asInLectures(golden, gradients.of(sources.get(i))), expected, names.get(i));
    }
  }

  /**
   * At 0 leaky rectifiers have the derivative 1 here, as in the lectures; PyTorch has the slope.
   */
  private static Tensor asInLectures(Golden golden, Tensor gradient) {
    double slope =
        switch (golden.name()) {
          case "leakyRelu" -> 0.01;
          case "leakyRelu 0.2" -> 0.2;
          case "prelu" -> gradient.size() == 1 ? 1 : 0.25;
          default -> 1;
        };
    if (slope == 1) {
      return gradient;
    }
    assertThat(golden.inputs().get("x").at(0)).isZero();
    assertThat(gradient.at(0)).isEqualTo(1);
    var values = gradient.toArray();
    values[0] = (float) slope;
    return Tensor.of(values);
  }

  @ParameterizedTest
  @MethodSource("batchNorms")
  void runningAveragesAgreeWithPyTorch(Golden golden) {
    var norm = BatchNorm.of(6);
    norm.scale().set(golden.inputs().get("scale"));
    norm.shift().set(golden.inputs().get("shift"));
    var x = golden.inputs().get("x");
    norm.forward(x, Pass.training(Rng.of(0)));
    norm.forward(x, Pass.training(Rng.of(1)));
    requireNear(norm.runningMean().value(), golden.outputs().get("mean"), "mean");
    requireNear(norm.runningVariance().value(), golden.outputs().get("variance"), "variance");
    requireNear(norm.predict(x), golden.outputs().get("used"), "used");
  }

  private static List<Parameter> inputs(Golden golden) {
    return golden.inputs().values().stream().map(Parameter::of).toList();
  }

  private static int index(Golden golden, String name) {
    return List.copyOf(golden.inputs().keySet()).indexOf(name);
  }

  private static void requireNear(Tensor actual, Tensor expected, String what) {
    assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
    float[] values = expected.toArray();
    double scale =
        IntStream.range(0, values.length).mapToDouble(i -> Math.abs(values[i])).max().orElse(0);
    for (int i = 0; i < values.length; i++) {
      assertThat(actual.toArray()[i])
          .as("%s, element %d", what, i)
          .isCloseTo(values[i], within((float) (2e-6 * scale)));
    }
  }

  private static Tensor run(Golden golden, List<Parameter> in) {
    var words = golden.name().split(" ", -1);
    var x = in.getFirst().value();
    var other = in.getLast();
    var pass = Pass.training(Rng.of(0));
    return switch (words[0]) {
      case "mse", "mae", "huber", "binary", "classes", "distribution", "nll" ->
          loss(words).perSample(x, other.value());
      case "batchNorm" -> batchNorm(in).forward(x, pass);
      case "groupNorm" -> new GroupNorm(2, in.get(1), in.get(2), 1e-5).forward(x, pass);
      case "instanceNorm" -> new InstanceNorm(in.get(1), in.get(2), 1e-5).forward(x, pass);
      case "layerNorm" -> new LayerNorm(in.get(1), in.get(2), 1e-5).forward(x, pass);
      default -> activation(golden.name(), other).forward(x, pass).mul(1);
    };
  }

  private static BatchNorm batchNorm(List<Parameter> in) {
    var blank = BatchNorm.of(6);
    return new BatchNorm(
        in.get(1), in.get(2), blank.runningMean(), blank.runningVariance(), 0.1, 1e-5, false);
  }

  private static Activation activation(String name, Parameter slope) {
    return switch (name) {
      case "identity" -> Activation.identity();
      case "sigmoid" -> Activation.sigmoid();
      case "tanh" -> Activation.tanh();
      case "relu" -> Activation.relu();
      case "leakyRelu" -> Activation.leakyRelu();
      case "leakyRelu 0.2" -> Activation.leakyRelu(0.2);
      case "prelu" -> new Activation.Prelu(slope);
      case "elu" -> Activation.elu();
      case "elu 0.5" -> Activation.elu(0.5);
      case "softplus" -> Activation.softplus();
      case "gelu" -> Activation.gelu();
      case "geluByTanh" -> Activation.geluByTanh();
      case "silu" -> Activation.silu();
      case "clip" -> Activation.clip(-1, 2.5);
      case "softmax" -> Activation.softmax();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Loss loss(String[] words) {
    double number =
        words.length > 1 && words[1].matches("[0-9.]+") ? Double.parseDouble(words[1]) : 0;
    boolean weighted = words[words.length - 1].equals("weighted");
    return switch (words[0]) {
      case "mse" -> Loss.mse();
      case "mae" -> Loss.mae();
      case "huber" -> Loss.huber(number);
      case "binary" ->
          words.length == 1
              ? Loss.binaryCrossEntropy()
              : weighted
                  ? Loss.binaryCrossEntropy().classWeights(1, 2.5)
                  : Loss.binaryCrossEntropyOfProbabilities();
      case "nll" -> Loss.nll();
      default -> {
        var loss = Loss.crossEntropy().labelSmoothing(number);
        yield weighted ? loss.classWeights(1, 0.5, 2, 0.25) : loss;
      }
    };
  }
}
