package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.autograd.Autograd;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import org.junit.jupiter.api.Test;

class StandardizeTest {

  @Test
  void columnsGetMeanZeroAndDeviationOne() {
    var x =
        Rng.of(1).normal(Shape.of(500, 3)).mul(Tensor.of(1, 0.001f, 5000)).add(Tensor.of(5, 0, -1));
    var y = Standardize.fit(x).predict(x);
    assertThat(y.mean(0).abs().max().item()).isCloseTo(0, within(1e-5f));
    assertThat(y.variance(0).sub(1).abs().max().item()).isCloseTo(0, within(1e-4f));
  }

  @Test
  void usesWhatItWasFittedOn() {
    var scaling = Standardize.fit(Tensor.of(new float[][] {{1, 7}, {3, 7}, {5, 7}}));
    assertThat(scaling.predict(Tensor.of(new float[][] {{3, 7}, {5, 9}})))
        .hasToString("[[0.        0.       ]\n [1.2247448 0.       ]]");
    assertThat(scaling.mean().value().toArray()).containsExactly(3, 7);
    assertThat(scaling.deviation().value().at(0)).isCloseTo(1.6329932f, within(1e-6f));
    assertThat(scaling.deviation().value().at(1)).isZero();
  }

  @Test
  void aConstantColumnIsZeroAlsoWhereItsSumIsRounded() {
    for (float value : new float[] {0.1f, 1 / 3f, -1e-30f, 1e30f, 0}) {
      var x = Tensor.full(Shape.of(1001, 1), value);
      assertThat(Standardize.fit(x).predict(x).toArray()).containsOnly(0);
    }
  }

  @Test
  void noGradientThroughAConstantColumn() {
    var scaling = Standardize.fit(Tensor.of(new float[][] {{1, 7}, {3, 7}}));
    var x = Tensor.of(new float[][] {{2, 8}});
    assertThat(Autograd.grad(() -> scaling.predict(x).sum(), x).toArray()).containsExactly(1, 0);
  }

  @Test
  void verySmallAndLargeNumbersKeepTheirDeviation() {
    for (float size : new float[] {1e-30f, 1e-25f, 1e25f, 1e30f}) {
      var x = Tensor.of(new float[][] {{-size}, {size}});
      assertThat(Standardize.fit(x).predict(x).toArray()).containsExactly(-1, 1);
    }
  }

  @Test
  void staysFittedWhenItsModelStarts() {
    var model = Sequential.of(Standardize.fit(Tensor.of(new float[][] {{1}, {3}})), Dense.of(1, 1));
    model.start(Rng.of(1));
    assertThat(model.state().get("layers.0.mean").value().item()).isEqualTo(2);
    assertThat(model.state().get("layers.0.deviation").value().item()).isEqualTo(1);
  }

  @Test
  void rowsMayHaveAnyShape() {
    var x = Rng.of(1).normal(Shape.of(9, 2, 3));
    var scaling = Standardize.fit(x);
    assertThat(scaling.mean().shape()).isEqualTo(Shape.of(2, 3));
    assertThat(scaling.predict(x).shape()).isEqualTo(x.shape());
  }

  @Test
  void saysWhatCannotBeFitted() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Standardize.fit(Tensor.of(new float[][] {{1, 2}, {3, Float.NaN}})))
        .withMessage("standardize: row 1, column 1 is NaN; fill in or leave out what is missing");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Standardize.fit(Tensor.zeros(0, 2)))
        .withMessage("standardize: [0, 2] has no rows to fit on");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Standardize.fit(Tensor.of(new float[][] {{3e38f}, {3e38f}, {2e38f}})))
        .withMessage("standardize: [3, 1] has a column whose sum leaves the range of a float");
  }

  @Test
  void refusesOtherColumns() {
    var scaling = Standardize.fit(Tensor.of(new float[][] {{1, 7}, {3, 7}}));
    for (var x : new Tensor[] {Tensor.ones(2, 3), Tensor.ones(2), Tensor.ones(2, 1)}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> scaling.predict(x))
          .withMessage("standardize: " + x.shape() + ", was fitted on rows of [2]");
    }
  }
}
