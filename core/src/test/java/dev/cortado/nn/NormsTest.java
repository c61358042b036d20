package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.cortado.autograd.check.GradCheck;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The four normalizing layers side by side: they differ in the axes that a mean is taken over. */
class NormsTest {

  private static final Pass TRAINING = Pass.training(Rng.of(1));

  /** A layer, an input and the axes over which its output then has mean 0 and variance 1. */
  static Stream<Arguments> axes() {
    return Stream.of(
        arguments(BatchNorm.of(6), Shape.of(9, 6), new int[] {0}),
        arguments(BatchNorm.of(6), Shape.of(4, 6, 5), new int[] {0, 2}),
        arguments(BatchNorm.of(6), Shape.of(3, 6, 4, 2), new int[] {0, 2, 3}),
        arguments(LayerNorm.of(6), Shape.of(4, 6), new int[] {1}),
        arguments(LayerNorm.of(6, 5), Shape.of(4, 6, 5), new int[] {1, 2}),
        arguments(LayerNorm.of(6, 4, 2), Shape.of(3, 6, 4, 2), new int[] {1, 2, 3}),
        arguments(LayerNorm.of(5), Shape.of(4, 6, 5), new int[] {2}),
        arguments(GroupNorm.of(1, 6), Shape.of(4, 6), new int[] {1}),
        arguments(GroupNorm.of(1, 6), Shape.of(4, 6, 5), new int[] {1, 2}),
        arguments(GroupNorm.of(6, 6), Shape.of(4, 6, 5), new int[] {2}),
        arguments(InstanceNorm.of(6), Shape.of(4, 6, 5), new int[] {2}),
        arguments(InstanceNorm.of(6), Shape.of(3, 6, 4, 2), new int[] {2, 3}));
  }

  @ParameterizedTest
  @MethodSource("axes")
  void meanAndVarianceAreTakenOverTheirAxes(Layer norm, Shape shape, int[] axes) {
    norm.start(Rng.of(1));
    var x = Rng.of(2).normal(shape).mul(3).add(5);
    var y = norm.forward(x, TRAINING);
    assertThat(y.shape()).isEqualTo(shape);
    assertThat(y.mean(axes).abs().max().item()).isCloseTo(0, within(1e-5f));
    assertThat(y.variance(axes).sub(1).abs().max().item()).isCloseTo(0, within(1e-3f));
  }

  @ParameterizedTest
  @MethodSource("axes")
  void gradientsAgreeWithMovingEachNumber(Layer norm, Shape shape, int[] axes) {
    norm.start(Rng.of(1));
    var x = Rng.of(2).at("x").normal(shape);
    var weights = Rng.of(2).at("weights").normal(shape);
    GradCheck.of(t -> norm.forward(t, TRAINING).mul(weights), x).requireAgreement();
    GradCheck.of(() -> norm.forward(x, TRAINING).mul(weights), norm.parameters())
        .requireAgreement();
  }

  @Test
  void groupsAreOfNeighboringChannels() {
    var norm = GroupNorm.of(2, 4);
    norm.start(Rng.of(1));
    var y = norm.predict(Tensor.of(new float[][] {{1, 3, 100, 300}})).toArray();
    assertThat(y[0]).isCloseTo(-1, within(1e-4f));
    assertThat(y[1]).isCloseTo(1, within(1e-4f));
    assertThat(y[2]).isCloseTo(-1, within(1e-4f));
    assertThat(y[3]).isCloseTo(1, within(1e-4f));
  }

  @Test
  void allButBatchNormLookAtOneRowAtATime() {
    for (var norm : new Layer[] {LayerNorm.of(6, 5), GroupNorm.of(3, 6), InstanceNorm.of(6)}) {
      norm.start(Rng.of(1));
      var x = Rng.of(2).normal(Shape.of(7, 6, 5));
      var all = norm.forward(x, TRAINING);
      for (int i = 0; i < 7; i++) {
        var alone = norm.predict(x.slice(0, i, i + 1));
        assertThat(alone.reshape(6, 5).sameBits(all.row(i))).isTrue();
      }
    }
  }

  @Test
  void aMeanOfOneValueIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InstanceNorm.of(4).predict(Tensor.ones(2, 4)))
        .withMessage(
            "instanceNorm: [2, 4] is a table, where a channel of a row is one value; use"
                + " layerNorm");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroupNorm.of(4, 4).predict(Tensor.ones(2, 4)))
        .withMessage(
            "groupNorm: [2, 4] has one value for each row and group, which its mean would take "
                + "out; use fewer groups, or layerNorm");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayerNorm.of(1))
        .withMessage("layerNorm: over [1], expected at least 2 values to take a mean of");
  }

  @Test
  void groupsAreOfEqualSize() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroupNorm.of(4, 6))
        .withMessage("groupNorm: 6 channels do not form 4 equal groups");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroupNorm.of(0, 6))
        .withMessage("groupNorm: groups is 0, expected at least 1");
  }

  @Test
  void otherShapesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayerNorm.of(6, 5).predict(Tensor.ones(2, 5, 6)))
        .withMessage("layerNorm: [2, 5, 6], expected its last axes to be [6, 5]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroupNorm.of(2, 6).predict(Tensor.ones(6)))
        .withMessage("groupNorm: [6], expected [rows, 6] or [rows, 6, ...]");
  }
}
