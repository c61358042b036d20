package dev.cortado.cli.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.KernelProvider;
import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.Numerics;
import dev.cortado.tensor.kernel.ScalarKernels;
import dev.cortado.tensor.kernel.Workers;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {

  @Test
  void theDigestIsThatOfTheContractsVersion() {
    assertThat(Numerics.VERSION).isEqualTo(1);
    assertThat(Digest.compute().value()).isEqualTo(Digest.VERSION_1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 8})
  void scalarKernelsGiveItWithAnyNumberOfThreads(int threads) {
    assertThat(digest(new ScalarKernels(), threads)).isEqualTo(Digest.VERSION_1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 8})
  void vectorKernelsGiveItWithAnyNumberOfThreads(int threads) {
    assertThat(digest(vectorKernels(), threads)).isEqualTo(Digest.VERSION_1);
  }

  private static String digest(Kernels kernels, int threads) {
    try (var workers = Workers.of(threads)) {
      return Compute.of(kernels, workers).call(() -> Digest.compute().value());
    }
  }

  private static Kernels vectorKernels() {
    var provider = ServiceLoader.load(KernelProvider.class).findFirst().orElseThrow();
    assertThat(provider.offer()).isInstanceOf(KernelProvider.Offer.Available.class);
    return ((KernelProvider.Offer.Available) provider.offer()).kernels();
  }
}
