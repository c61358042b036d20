package dev.cortado.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.ScalarKernels;
import org.junit.jupiter.api.Test;

class MatricesTest {

  private final Kernels kernels = new ScalarKernels();
  private final Matrices matrices = new Matrices();
  private final float[] b = {1, 2, 3, 4, 5, 6};

  @Test
  void aMatrixIsMadeReadyOnce() {
    var steps = matrices.steps(b, 2, kernels);
    assertThat(matrices.steps(b, 2, kernels)).isSameAs(steps);
  }

  @Test
  void equalNumbersElsewhereAreAnotherMatrix() {
    var steps = matrices.steps(b, 2, kernels);
    assertThat(matrices.steps(b.clone(), 2, kernels)).isNotSameAs(steps);
    assertThat(matrices.steps(b, 3, kernels)).isNotSameAs(steps);
    assertThat(matrices.steps(b, 2, new ScalarKernels())).isNotSameAs(steps);
  }

  @Test
  void whatNoProgramUsesIsForgotten() throws InterruptedException {
    for (int i = 0; i < 50; i++) {
      matrices.steps(new float[] {i}, 1, kernels);
    }
    for (int i = 0; i < 100 && matrices.size() > 1; i++) {
      System.gc();
      Thread.sleep(10);
      matrices.steps(b, 2, kernels);
    }
    assertThat(matrices.size()).isLessThan(50);
  }
}
