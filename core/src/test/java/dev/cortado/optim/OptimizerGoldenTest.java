package dev.cortado.optim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.autograd.Parameter;
import dev.cortado.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule and variant along 20 steps, against PyTorch and formulas in double precision. */
class OptimizerGoldenTest {

  private static final Tensor A = Tensor.of(0.5f, 1, 2, 3, 0.25f, 1.5f, 0.125f);
  private static final Tensor C = Tensor.of(1, -1, 0.5f, 2, 0, -0.25f, 3);

  static Stream<Golden> paths() {
    return Golden.read().stream().filter(it -> it.lines().containsKey("rates"));
  }

  @ParameterizedTest
  @MethodSource("paths")
  void walksTheSamePath(Golden golden) {
    var x = Parameter.of(Tensor.of(golden.floats("x", 0)));
    var updater = Updater.of(rule(golden.name()), x);
    double[] rates = golden.doubles("rates");
    for (int t = 0; t < rates.length; t++) {
      int now = t;
      if (golden.text("on").equals("quadratic")) {
        updater.step(() -> A.mul(x.value().sub(C).square()).sum().div(2), rates[t]);
      } else {
        updater.apply(List.of(Tensor.of(golden.floats("gradient", now))), rates[t]);
      }
      float[] expected = golden.floats("x", t + 1);
      float[] actual = x.value().toArray();
      for (int i = 0; i < expected.length; i++) {
        double within = 3e-6 * Math.max(1, Math.abs(expected[i]));
        assertThat((double) actual[i])
            .as("x[%d] after step %d", i, t + 1)
            .isBetween(expected[i] - within, expected[i] + within);
      }
    }
  }

  private static Optimizer rule(String name) {
    var decay = Decay.coupled(0.125);
    return switch (name) {
      case "sgd" -> Sgd.of(0.1);
      case "sgd-coupled" -> Sgd.of(0.1).decay(decay);
      case "sgd-decoupled" -> Sgd.of(0.1).decay(Decay.decoupled(0.125));
      case "sgd-independent" -> Sgd.of(0.1).decay(Decay.independent(0.0125));
      case "momentum-inside" -> Momentum.of(0.1);
      case "momentum-outside" -> Momentum.of(0.1).rateOutside();
      case "momentum-outside-coupled" -> Momentum.of(0.1).rateOutside().decay(decay);
      case "momentum-outside-anticipating" -> Momentum.of(0.1).rateOutside().anticipating();
      case "nesterov" -> Nesterov.of(0.1);
      case "nesterov-coupled" -> Nesterov.of(0.1).decay(decay);
      case "adagrad" -> AdaGrad.of(0.1);
      case "adagrad-initial" -> AdaGrad.of(0.1).initial(0.1);
      case "adagrad-coupled" -> AdaGrad.of(0.1).decay(decay);
      case "adagrad-inside" -> AdaGrad.of(0.1).epsilon(1e-3).withEpsilonInside();
      case "rmsprop" -> RmsProp.of(0.1);
      case "rmsprop-gamma" -> RmsProp.of(0.1).gamma(0.9).epsilon(1e-3);
      case "rmsprop-coupled" -> RmsProp.of(0.1).decay(decay);
      case "rmsprop-inside" -> RmsProp.of(0.1).epsilon(1e-3).withEpsilonInside();
      case "adam" -> Adam.of(0.1);
      case "adam-betas" -> Adam.of(0.1).betas(0.5, 0.75).epsilon(1e-2);
      case "adam-coupled" -> Adam.of(0.1).decay(decay);
      case "adam-inside" -> Adam.of(0.1).epsilon(1e-3).withEpsilonInside();
      case "adam-decoupled" -> AdamW.of(1e-3, 1e-2);
      case "adam-decoupled-much" -> AdamW.of(1e-3, 0.5);
      case "adam-independent" -> Adam.of(0.1).epsilon(1e-30).decay(Decay.independent(0.0125));
      default -> throw new IllegalArgumentException("no such rule: " + name);
    };
  }
}
