package dev.cortado.vector;

import dev.cortado.tensor.kernel.KernelProvider;
import jdk.incubator.vector.FloatVector;

/**
 * Offers {@link VectorKernels} where the JVM has the incubating Vector API and the machine has
 * SIMD.
 */
public final class VectorKernelProvider implements KernelProvider {

  private static final String MODULE = "jdk.incubator.vector";
  private static final int NARROWEST = 128;

  @Override
  public Offer offer() {
    if (!isLoaded() && !load()) {
      return new Offer.Unavailable("vector kernels off: add --add-modules jdk.incubator.vector");
    }
    return Supported.offer();
  }

  private static boolean isLoaded() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }

  /**
   * Loads the module into the running JVM with the function by which the JVM loads {@code
   * java.instrument}. Unlike {@code --add-modules}, it prints no warning. Returns false unless
   * java.base exports the function's package: by {@code --add-exports
   * java.base/jdk.internal.module=ALL-UNNAMED} or {@code Add-Exports} in the manifest of the
   * started jar.
   */
  private static boolean load() {
    try {
      Class.forName("jdk.internal.module.Modules")
          .getMethod("loadModule", String.class)
          .invoke(null, MODULE);
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /**
   * All uses of the Vector API's classes, in a class of their own that is loaded only if they
   * exist.
   */
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
