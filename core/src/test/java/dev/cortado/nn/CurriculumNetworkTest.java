package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.autograd.Autograd;
import dev.cortado.autograd.Parameter;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two-layer perceptron in every notation of the lectures, and what ReLU networks are. */
class CurriculumNetworkTest {

  private static final Tensor X = Rng.of(1).normal(Shape.of(6, 4));

  private static Sequential network() {
    var model = Sequential.of(Dense.of(4, 5, Activation.tanh()), Dense.of(5, 3));
    model.start(Rng.of(2));
    layer(model, 0).bias().set(Rng.of(3).normal(Shape.of(5)));
    layer(model, 1).bias().set(Rng.of(4).normal(Shape.of(3)));
    return model;
  }

  private static Dense layer(Sequential model, int index) {
    return (Dense) model.layers().get(index);
  }

  private static void requireNear(Tensor found, Tensor expected) {
    assertThat(found.shape()).isEqualTo(expected.shape());
    assertThat(found.sub(expected).abs().max().item()).isLessThan(1e-6f);
  }

  @Test
  void rowsAreSamplesAndSoftmaxGoesRowByRow() {
    var model = network();
    var omega1 = layer(model, 0).weight().value();
    var beta1 = layer(model, 0).bias().value();
    var omega2 = layer(model, 1).weight().value();
    var beta2 = layer(model, 1).bias().value();
    var h = X.matmul(omega1).add(beta1).tanh();
    var o = h.matmul(omega2).add(beta2);
    requireNear(model.predict(X), o);
    var p = Activation.softmax().predict(model.predict(X));
    requireNear(p.row(2), o.row(2).softmax(0));
  }

  @Test
  void withColumnsTheWeightsAreTransposed() {
    var model = network();
    var w1 = layer(model, 0).weight().value().transpose();
    var w2 = layer(model, 1).weight().value().transpose();
    var x = X.row(3).expand(1);
    var h = w1.matmul(x).add(layer(model, 0).bias().value().expand(1)).tanh();
    var y = w2.matmul(h).add(layer(model, 1).bias().value().expand(1));
    assertThat(w2.shape()).isEqualTo(Shape.of(3, 5));
    requireNear(y.squeeze(1), model.predict(X).row(3));
  }

  @Test
  void aBiasIsTheWeightOfAnInputThatIsAlwaysOne() {
    var dense = layer(network(), 0);
    var folded = Tensor.concat(0, dense.bias().value().expand(0), dense.weight().value());
    var ones = Tensor.concat(1, Tensor.ones(6, 1), X);
    requireNear(dense.predict(X), ones.matmul(folded).tanh());
    var alone = new Dense(Parameter.of(folded), null, Activation.tanh());
    assertThat(alone.parameters()).hasSize(1);
    requireNear(alone.predict(ones), dense.predict(X));
  }

  @Test
  void aSingleUnitIsLinearOrLogisticRegressionByItsActivation() {
    var w = Tensor.of(new float[][] {{2}, {-1}, {0.5f}, {3}});
    var b = Tensor.of(-0.25f);
    var sum = X.matmul(w).add(b);
    var linear = new Dense(Parameter.of(w), Parameter.of(b), Activation.identity());
    var logistic = new Dense(Parameter.of(w), Parameter.of(b), Activation.sigmoid());
    requireNear(linear.predict(X), sum);
    requireNear(logistic.predict(X), sum.sigmoid());
  }

  @Test
  void theHeadFollowsFromWhatIsAsked() {
    var hidden = Dense.of(4, 5, Activation.relu());
    var number = Sequential.of(hidden, Dense.of(5, 1));
    var binary = Sequential.of(hidden, Dense.of(5, 1, Activation.sigmoid()));
    var classes = Sequential.of(hidden, Dense.of(5, 3));
    number.start(Rng.of(1));
    binary.start(Rng.of(1));
    classes.start(Rng.of(1));
    assertThat(Loss.mse().apply(number.predict(X), Tensor.zeros(6, 1)).item()).isPositive();
    assertThat(
            Loss.binaryCrossEntropyOfProbabilities()
                .apply(binary.predict(X), Tensor.of(0, 1, 1, 0, 1, 0).expand(1))
                .item())
        .isPositive();
    assertThat(binary.predict(X).min().item()).isGreaterThan(0);
    assertThat(binary.predict(X).max().item()).isLessThan(1);
    var oneHot = Tensor.of(0, 1, 2, 0, 1, 2).oneHot(3);
    assertThat(Loss.crossEntropy().apply(classes.predict(X), oneHot).item()).isPositive();
  }

  /** One input, three ReLU units, one output. */
  private static final float[] SLOPES = {1, -2, 0.5f};

  private static final float[] BIASES = {1, 1, -1};
  private static final float[] OUT = {1, 0.5f, -3};

  private static Sequential pieces() {
    return Sequential.of(
        new Dense(
            Parameter.of(Tensor.of(SLOPES).expand(0)),
            Parameter.of(Tensor.of(BIASES)),
            Activation.relu()),
        new Dense(
            Parameter.of(Tensor.of(OUT).expand(1)),
            Parameter.of(Tensor.of(0.25f)),
            Activation.identity()));
  }

  @Test
  void threeRectifiersMakeALineOfFourPiecesWithAJointWhereEachTurnsOn() {
    // Joints at −θ₀/θ₁: −1, ½ and 2.
    var model = pieces();
    double[] inside = {-3, 0, 1, 4};
    for (double at : inside) {
      float expected = 0;
      for (int unit = 0; unit < 3; unit++) {
        expected += SLOPES[unit] * at + BIASES[unit] > 0 ? OUT[unit] * SLOPES[unit] : 0;
      }
      for (double near : new double[] {at - 0.25, at, at + 0.25}) {
        var x = Tensor.of(new float[][] {{(float) near}});
        assertThat(Autograd.grad(() -> model.predict(x).sum(), x).item()).isEqualTo(expected);
      }
    }
    assertThat(Arrays.stream(inside).map(at -> slope(model, at)).distinct()).hasSize(4);
  }

  private static double slope(Sequential model, double at) {
    var x = Tensor.of(new float[][] {{(float) at}});
    return Autograd.grad(() -> model.predict(x).sum(), x).item();
  }

  /**
   * Which units are on, for every region: around each crossing of two lines lie four, and the other
   * units are there as they are at the crossing.
   */
  private static Set<BitSet> regions(Dense layer) {
    int h = layer.bias().value().size();
    var w = layer.weight().value();
    var b = layer.bias().value();
    var patterns = new HashSet<BitSet>();
    for (int i = 0; i < h; i++) {
      for (int j = 0; j < i; j++) {
        double det = (double) w.at(0, i) * w.at(1, j) - (double) w.at(0, j) * w.at(1, i);
        double x = ((double) w.at(1, i) * b.at(j) - (double) w.at(1, j) * b.at(i)) / det;
        double y = ((double) w.at(0, j) * b.at(i) - (double) w.at(0, i) * b.at(j)) / det;
        for (int corner = 0; corner < 4; corner++) {
          var on = new BitSet(h);
          for (int k = 0; k < h; k++) {
            on.set(k, w.at(0, k) * x + w.at(1, k) * y + b.at(k) > 0);
          }
          on.set(i, (corner & 1) == 0);
          on.set(j, (corner & 2) == 0);
          patterns.add(on);
        }
      }
    }
    return patterns;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 10, 20})
  void unitsOfTwoInputsCutThePlaneIntoOnePlusHPlusPairsAndNotTwoToTheH(int h) {
    var layer = Dense.of(2, h, Activation.relu());
    layer.start(Rng.of(5));
    layer.bias().set(Rng.of(6).normal(Shape.of(h)));
    assertThat(regions(layer)).hasSize(1 + h + h * (h - 1) / 2);
    if (h == 2) {
      assertThat(regions(layer)).hasSize(1 << h);
    } else {
      assertThat(regions(layer).size()).isLessThan(1 << h);
    }
  }

  @Test
  void withinARegionTheNetworkIsLinear() {
    var model = pieces();
    var x = Tensor.of(new float[][] {{-0.75f}, {-0.25f}, {0.25f}});
    var y = model.predict(x).flatten();
    assertThat(y.at(1)).isCloseTo((y.at(0) + y.at(2)) / 2, within(1e-6f));
  }
}
