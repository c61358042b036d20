package dev.cortado.blas;

import dev.cortado.tensor.kernel.KernelProvider.Offer;
import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.ProductProvider;
import java.nio.file.Path;
import java.util.List;

/** Offers the product of a native BLAS if one is found and native access is enabled. */
public final class BlasProvider implements ProductProvider {

  private final List<String> names;

  /** A provider that looks for the usual libraries of this system. */
  public BlasProvider() {
    this(Libraries.usualNames(System.getProperty("os.name", "")));
  }

  /** A provider that looks for libraries of these names. */
  BlasProvider(List<String> names) {
    this.names = List.copyOf(names);
  }

  @Override
  public Offer offer(Kernels kernels) {
    return offer(kernels, () -> Libraries.find(names));
  }

  @Override
  public Offer offer(Kernels kernels, Path library) {
    return offer(kernels, () -> Libraries.open(library));
  }

  /** Opens a library. */
  private interface Search {
    Blas run() throws UnusableException;
  }

  private static Offer offer(Kernels kernels, Search search) {
    try {
      requireNativeAccess();
      return new Offer.Available(new BlasKernels(search.run(), kernels));
    } catch (UnusableException e) {
      return new Offer.Unavailable("native BLAS off: " + e.getMessage());
    }
  }

  private static void requireNativeAccess() throws UnusableException {
    var module = BlasProvider.class.getModule();
    if (!module.isNativeAccessEnabled()) {
      throw new UnusableException(
          "add --enable-native-access=" + (module.isNamed() ? module.getName() : "ALL-UNNAMED"));
    }
  }
}
