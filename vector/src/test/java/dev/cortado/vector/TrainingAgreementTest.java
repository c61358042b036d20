package dev.cortado.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.Workers;
import dev.cortado.train.NewParts;
import dev.cortado.train.SixModels;
import dev.cortado.train.SixModelsRows;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Six trainings with SIMD kernels: the bits are those of the scalar kernels, at every width. */
class TrainingAgreementTest {

  private static final Kernels SIMD = VectorKernels.fromTheFirst();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 8})
  void anyNumberOfThreadsTrainsToTheSameBits(int threads) {
    assertHash(on(threads, SIMD, SixModels::trainAll));
  }

  @Test
  void kernelsThatAreStillScalarTrainToTheSameBits() {
    assertHash(on(2, new VectorKernels(), SixModels::trainAll));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void partsForTablesTrainToTheSameBits(int threads) {
    assertThat(NewParts.hash(on(threads, SIMD, NewParts::trainAll))).isEqualTo(NewParts.HASH);
  }

  @ParameterizedTest
  @EnumSource
  void aRowsPredictionDoesNotDependOnItsCompany(SixModels how) {
    var trained = on(2, SIMD, how::train);
    assertThat(on(4, SIMD, () -> SixModelsRows.changedByCompany(trained))).isEmpty();
  }

  private static void assertHash(List<SixModels.Trained> all) {
    assertThat(SixModels.hash(all))
        .as(() -> "of " + all.stream().map(it -> it.how() + " " + it.hash()).toList())
        .isEqualTo(SixModels.HASH);
  }

  private static <R> R on(int threads, Kernels kernels, Supplier<R> body) {
    try (var workers = Workers.of(threads)) {
      return Compute.of(kernels, workers).call(body);
    }
  }
}
