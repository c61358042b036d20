package dev.cortado.blas;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.cortado.tensor.kernel.KernelProvider.Offer;
import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.ScalarKernels;

/** What the tests of products run on: the library of this system, if it has one. */
final class Found {

  private Found() {}

  /** Kernels with its product; without a library the test is skipped and says why. */
  static Kernels kernels() {
    return switch (new BlasProvider().offer(new ScalarKernels())) {
      case Offer.Available(var kernels) -> kernels;
      case Offer.Unavailable(var reason) -> abort(reason);
    };
  }

  /** The library itself. */
  static Blas blas() {
    try {
      return Libraries.find(Libraries.usualNames(System.getProperty("os.name")));
    } catch (UnusableException e) {
      return abort(e.getMessage());
    }
  }
}
