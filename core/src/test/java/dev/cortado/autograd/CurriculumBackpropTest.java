package dev.cortado.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.autograd.check.GradCheck;
import dev.cortado.autograd.graph.Graph;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Backpropagation as lectures derive it, with numbers that can be checked by hand. */
class CurriculumBackpropTest {

  @Test
  void theChainRuleMultipliesLocalSlopesFromTheEndBack() {
    // L = z², z = 3y + 1, y = θ³ at θ = 2: y = 8, z = 25.
    var theta = Tensor.scalar(2);
    var graph =
        Graph.of(name -> {
          var y = name.of("y", name.of("θ", theta).pow(3));
          var z = name.of("z", y.mul(3).add(1));
          return name.of("L", z.square());
        });
    assertThat(gradient(graph, "L")).isEqualTo(1);
    assertThat(gradient(graph, "z")).isEqualTo(2 * 25);
    assertThat(gradient(graph, "y")).isEqualTo(2 * 25 * 3);
    assertThat(gradient(graph, "θ")).isEqualTo(2 * 25 * 3 * 12);
  }

  private static float gradient(Graph graph, String name) {
    return graph.nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow()
        .gradient()
        .item();
  }

  @Test
  void anAddGateDistributesAMaxGateRoutesAMulGateSwitches() {
    var a = Tensor.scalar(3);
    var b = Tensor.scalar(-4);
    var sum = Autograd.valueAndGrad(() -> a.add(b).mul(7), a, b).gradients();
    assertThat(sum.of(a).item()).isEqualTo(7);
    assertThat(sum.of(b).item()).isEqualTo(7);
    var larger = Autograd.valueAndGrad(() -> a.maximum(b).mul(7), a, b).gradients();
    assertThat(larger.of(a).item()).isEqualTo(7);
    assertThat(larger.of(b).item()).isZero();
    var product = Autograd.valueAndGrad(() -> a.mul(b).mul(7), a, b).gradients();
    assertThat(product.of(a).item()).isEqualTo(7 * -4);
    assertThat(product.of(b).item()).isEqualTo(7 * 3);
  }

  @Test
  void gradientsAddUpWhereAValueBranches() {
    var x = Tensor.scalar(5);
    assertThat(Autograd.grad(() -> x.mul(2).add(x.mul(3)).add(x), x).item()).isEqualTo(2 + 3 + 1);
  }

  /** X [2, 2], Ω [2, 3], β [3], Ω′ [3, 2], β′ [2], classes 0 and 1. */
  private static final Tensor X = Tensor.of(new float[][] {{1, 2}, {-1, 1}});

  private static final Tensor W1 = Tensor.of(new float[][] {{1, -1, 0.5f}, {0.5f, 1, -1}});
  private static final Tensor B1 = Tensor.of(0, 0.5f, 0.25f);
  private static final Tensor W2 = Tensor.of(new float[][] {{1, -1}, {0.5f, 2}, {-1, 1}});
  private static final Tensor B2 = Tensor.of(0.1f, -0.1f);
  private static final Tensor CLASSES = Tensor.of(0, 1);

  @Test
  void aTwoLayerPerceptronIsDifferentiatedAsByHand() {
    var net = X.matmul(W1).add(B1);
    var h = net.relu();
    var p = h.matmul(W2).add(B2).softmax(1);

    // Forward is done; back goes p − 1 at the right class, for the mean over two rows.
    var delta2 = p.sub(CLASSES.oneHot(2)).div(2);
    var delta1 = delta2.matmul(W2.transpose()).mul(net.gt(0));

    var found =
        Autograd.valueAndGrad(
                () ->
                    Loss.crossEntropy()
                        .apply(X.matmul(W1).add(B1).relu().matmul(W2).add(B2), CLASSES),
                W1,
                B1,
                W2,
                B2,
                X)
            .gradients();
    requireNear(found.of(W2), h.transpose().matmul(delta2));
    requireNear(found.of(B2), delta2.sum(0));
    requireNear(found.of(W1), X.transpose().matmul(delta1));
    requireNear(found.of(B1), delta1.sum(0));
    requireNear(found.of(X), delta1.matmul(W1.transpose()));
  }

  @Test
  void aGradientHasTheShapeOfItsWeightAndABiassIsAColumnSum() {
    // hᵀ·g is [h, q] as the weight is; gᵀ·h would be [q, h].
    var h = Rng.of(1).normal(Shape.of(5, 4));
    var w = Rng.of(2).normal(Shape.of(4, 3));
    var b = Tensor.zeros(3);
    var g = Rng.of(3).normal(Shape.of(5, 3));
    var found = Autograd.valueAndGrad(() -> h.matmul(w).add(b).mul(g).sum(), w, b, h).gradients();
    assertThat(found.of(w).shape()).isEqualTo(w.shape());
    requireNear(found.of(w), h.transpose().matmul(g));
    requireNear(found.of(b), g.sum(0));
    requireNear(found.of(h), g.matmul(w.transpose()));
  }

  @Test
  void theDeltaRuleIsOneStepOfDescent() {
    // Two inputs, two sigmoid units, one linear output, squared error: δ is minus the gradient.
    var x = Tensor.of(new float[][] {{1, -2}});
    var t = Tensor.of(new float[][] {{1}});
    var model = Sequential.of(Dense.of(2, 2, Activation.sigmoid()), Dense.of(2, 1));
    model.start(Rng.of(7));
    var first = (Dense) model.layers().get(0);
    var second = (Dense) model.layers().get(1);
    var h = first.predict(x);
    var y = second.predict(h);

    var deltaY = t.sub(y).mul(2);
    var slope = h.mul(Tensor.scalar(1).sub(h));
    var deltaH = deltaY.matmul(second.weight().value().transpose()).mul(slope);
    double eta = 0.1;

    var gradients =
        Autograd.valueAndGrad(() -> Loss.mse().apply(model.predict(x), t), model.parameters())
            .gradients();
    requireNear(gradients.of(second.weight()).mul(-eta), h.transpose().matmul(deltaY).mul(eta));
    requireNear(gradients.of(second.bias()).mul(-eta), deltaY.sum(0).mul(eta));
    requireNear(gradients.of(first.weight()).mul(-eta), x.transpose().matmul(deltaH).mul(eta));
    requireNear(gradients.of(first.bias()).mul(-eta), deltaH.sum(0).mul(eta));
  }

  @Test
  void aHiddenUnitsErrorIsTheWeightedSumOfTheOutputsErrorsWithAPlus() {
    var h = Tensor.of(new float[][] {{1, 1}});
    var w = Tensor.of(new float[][] {{1, 2, 3}, {-1, 0, 4}});
    var errors = Tensor.of(new float[][] {{0.5f, -1, 0.25f}});
    var back = Autograd.grad(() -> h.matmul(w).mul(errors).sum(), h);
    assertThat(back.toArray()).containsExactly(0.5f - 2 + 0.75f, -0.5f + 1);
  }

  @Test
  void theOutputsErrorIsThatOfItsLoss() {
    var net = Tensor.of(new float[][] {{0.5f}});
    var t = Tensor.of(new float[][] {{1}});
    double f = 1 / (1 + StrictMath.exp(-0.5));
    var squared = Autograd.grad(() -> Loss.mse().apply(net.sigmoid(), t), net);
    assertThat(squared.item()).isCloseTo((float) (-2 * (1 - f) * f * (1 - f)), within(1e-6f));
    var crossEntropy = Autograd.grad(() -> Loss.binaryCrossEntropy().apply(net, t), net);
    assertThat(crossEntropy.item()).isCloseTo((float) -(1 - f), within(1e-6f));
  }

  @Test
  void anyChainOfDifferentiableLayersIsDifferentiatedBackward() {
    var x = Rng.of(1).normal(Shape.of(2, 3));
    var model =
        Sequential.of(
            Dense.of(3, 4, Activation.tanh()),
            Dense.of(4, 4, Activation.softplus()),
            Dense.of(4, 4, Activation.gelu()),
            Dense.of(4, 2, Activation.sigmoid()));
    model.start(Rng.of(2));
    GradCheck.of(() -> model.predict(x).square().sum(), model.parameters()).requireAgreement();
  }

  private static void requireNear(Tensor found, Tensor expected) {
    assertThat(found.shape()).isEqualTo(expected.shape());
    assertThat(found.sub(expected).abs().max().item()).isLessThan(1e-6f);
  }
}
