package dev.cortado.tensor.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.ScalarKernels;
import org.junit.jupiter.api.Test;

class PackedMatricesTest {

  private final Kernels kernels = new ScalarKernels();
  private final PackedMatrices matrices = new PackedMatrices();
  private final float[] b = {1, 2, 3, 4, 5, 6};

  @Test
  void aMatrixIsMadeReadyOnce() {
    var packed = matrices.packed(b, 2, kernels);
    assertThat(matrices.packed(b, 2, kernels)).isSameAs(packed);
  }

  @Test
  void equalNumbersElsewhereAreAnotherMatrix() {
    var packed = matrices.packed(b, 2, kernels);
    assertThat(matrices.packed(b.clone(), 2, kernels)).isNotSameAs(packed);
    assertThat(matrices.packed(b, 3, kernels)).isNotSameAs(packed);
    assertThat(matrices.packed(b, 2, new ScalarKernels())).isNotSameAs(packed);
  }

  @Test
  void whatNoProgramUsesIsForgotten() throws InterruptedException {
    for (int i = 0; i < 50; i++) {
      matrices.packed(new float[] {i}, 1, kernels);
    }
    for (int i = 0; i < 100 && matrices.size() > 1; i++) {
      System.gc();
      Thread.sleep(10);
      matrices.packed(b, 2, kernels);
    }
    assertThat(matrices.size()).isLessThan(50);
  }
}
