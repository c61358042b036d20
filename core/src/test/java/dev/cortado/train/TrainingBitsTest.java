package dev.cortado.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.ScalarKernels;
import dev.cortado.tensor.kernel.Workers;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Six trainings from the first random number to the last weight, in bits, with scalar kernels. */
class TrainingBitsTest {

  private static final Kernels SCALAR = new ScalarKernels();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 8})
  void anyNumberOfThreadsTrainsToTheSameBits(int threads) {
    var all = on(threads, SCALAR, SixModels::trainAll);
    assertThat(SixModels.hash(all))
        .as(() -> "of " + all.stream().map(it -> it.how() + " " + it.hash()).toList())
        .isEqualTo(SixModels.HASH);
  }

  /** A training that stands still would have equal bits too. */
  @ParameterizedTest
  @EnumSource
  void everyModelLearns(SixModels how) {
    var losses = on(2, SCALAR, how::train).losses();
    assertThat(losses.getLast()).isLessThan(0.7 * losses.getFirst());
  }

  @ParameterizedTest
  @EnumSource(names = {"DENSE", "LAYER_NORM"})
  void theWideModelsShareTheirProducts(SixModels how) {
    var watching = SixModelsKernels.watching(SCALAR);
    on(2, watching, how::train);
    assertThat(watching.sharedProducts()).isGreaterThan(30);
  }

  @Test
  void threadsThatFallAsleepTrainToTheSameBits() {
    var expected = on(1, SCALAR, SixModels.LAYER_NORM::train).hash();
    for (int repeat = 0; repeat < 20; repeat++) {
      var sleeping = SixModelsKernels.sleeping(SCALAR, 0.01);
      assertThat(on(4, sleeping, SixModels.LAYER_NORM::train).hash()).isEqualTo(expected);
      assertThat(sleeping.threads()).isGreaterThan(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRowsPredictionDoesNotDependOnItsCompany(SixModels how) {
    var trained = on(2, SCALAR, how::train);
    assertThat(on(4, SCALAR, () -> SixModelsRows.changedByCompany(trained))).isEmpty();
  }

  private static <R> R on(int threads, Kernels kernels, Supplier<R> body) {
    try (var workers = Workers.of(threads)) {
      return Compute.of(kernels, workers).call(body);
    }
  }
}
