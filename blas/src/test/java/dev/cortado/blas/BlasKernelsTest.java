package dev.cortado.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.data.Toys;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.ScalarKernels;
import dev.cortado.tensor.kernel.UnaryFunction;
import dev.cortado.tensor.kernel.Workers;
import dev.cortado.train.Recipe;
import dev.cortado.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlasKernelsTest {

  private final Kernels kernels = Found.kernels();
  private final Kernels scalar = new ScalarKernels();

  @Test
  void theNameSaysWhatMultipliesAndThatItIsOutsideTheContract() {
    assertThat(kernels.name())
        .startsWith("scalar; products by ")
        .endsWith(", outside the same-bits contract");
  }

  @Test
  void largeProductsAgreeWithScalarKernels() {
    try (var workers = Workers.of(2)) {
      var product = Product.of(200, 150, 400, true, false);
      assertThat(
              product.distance(
                  product.by(kernels, workers, 0), product.byScalarKernels(workers, 0)))
          .isLessThan(1e-5);
    }
  }

  @Test
  void smallProductsAreThoseOfTheOtherKernels() {
    try (var workers = Workers.of(2)) {
      var product = Product.of(21, 20, 23, false, true);
      assertThat(product.by(kernels, workers, 7)).isEqualTo(product.byScalarKernels(workers, 7));
    }
  }

  @Test
  void aProductOverNothingIsZero() {
    try (var workers = Workers.of(2)) {
      var c = Product.of(300, 200, 0, false, false).by(kernels, workers, 7);
      for (int i = 0; i < 300 * 200; i++) {
        assertThat(c[Product.C_FROM + i]).isEqualTo(0f);
      }
    }
  }

  @Test
  void aProductOfNoRowsOrColumnsIsNothing() {
    try (var workers = Workers.of(2)) {
      assertThat(Product.of(0, 200, 300, false, true).by(kernels, workers, 7)).containsOnly(7f);
      assertThat(Product.of(200, 0, 300, true, false).by(kernels, workers, 7)).containsOnly(7f);
    }
  }

  @ParameterizedTest
  @EnumSource
  void functionsAreThoseOfTheOtherKernels(UnaryFunction f) {
    float[] x = {0.25f, 0.5f, 1, 1.5f, 2, 3};
    var ours = new float[x.length];
    var theirs = new float[x.length];
    kernels.map(f, x, 1, ours, 1, 4);
    scalar.map(f, x, 1, theirs, 1, 4);
    assertThat(ours).isEqualTo(theirs);
  }

  @Test
  void reductionsAreThoseOfTheOtherKernels() {
    float[] x = {1, -2, 3.5f, 4, 0.1f, -7};
    assertThat(kernels.sum(x, 1, 5)).isEqualTo(scalar.sum(x, 1, 5));
    assertThat(kernels.max(x, 1, 5)).isEqualTo(4f);
    float[] sums = {0, 0, 0};
    kernels.addRows(x, 0, 3, 2, sums, 1, 2);
    assertThat(sums).containsExactly(0, 5, -1.9f);
    float[] largest = {0, 0, 0};
    kernels.raiseByRows(x, 0, 3, 2, largest, 1, 2);
    assertThat(largest).containsExactly(0, 4, 0.1f);
  }

  @Test
  void aModelTrainsToTheSameLoss() {
    try (var workers = Workers.of(2)) {
      double expected = Compute.of(scalar, workers).call(BlasKernelsTest::lossAfterTraining);
      double actual = Compute.of(kernels, workers).call(BlasKernelsTest::lossAfterTraining);
      assertThat(actual).isCloseTo(expected, within(1e-3)).isLessThan(0.3);
    }
  }

  private static double lossAfterTraining() {
    var relu = Activation.relu();
    var model = Sequential.of(Dense.of(2, 64, relu), Dense.of(64, 48, relu), Dense.of(48, 2));
    var recipe = Recipe.of(Loss.crossEntropy(), Adam.of(3e-3)).epochs(12).batchSize(64);
    return Trainer.fit(model, recipe, Toys.moons(512, 0.1, Rng.of(7))).last().value("train.loss");
  }
}
