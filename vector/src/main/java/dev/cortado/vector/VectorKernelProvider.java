package dev.cortado.vector;

import dev.cortado.tensor.kernel.KernelProvider;
import jdk.incubator.vector.FloatVector;

/**
 * Offers {@link VectorKernels} where the JVM has the incubating Vector API and the machine has
 * SIMD.
 */
public final class VectorKernelProvider implements KernelProvider {

  private static final int NARROWEST = 128;

  @Override
  public Offer offer() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return new Offer.Unavailable("vector kernels off: add --add-modules jdk.incubator.vector");
    }
    return Supported.offer();
  }

  /** Uses classes of the Vector API, so it is loaded only where the module is present. */
  private static final class Supported {

    private Supported() {}

    static Offer offer() {
      int bits = FloatVector.SPECIES_PREFERRED.vectorBitSize();
      return bits < NARROWEST
          ? new Offer.Unavailable(
              "vector kernels off: this JVM's SIMD has " + bits + " bits, they need " + NARROWEST)
          : new Offer.Available(new VectorKernels());
    }
  }
}
