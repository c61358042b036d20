package dev.cortado.tensor.kernel;

import java.nio.file.Path;

/**
 * A service that may bring a matrix product from outside of Java, faster and with bits of its own:
 * such kernels say in their name that they are outside the numerics contract. The {@code blas}
 * module has one. It is asked only where {@code cortado.blas} wishes for it.
 */
public interface ProductProvider {

  /** These kernels with the product of a library that is found here, or why there is none. */
  KernelProvider.Offer offer(Kernels kernels);

  /** These kernels with the product of this library, or why it cannot be used. */
  KernelProvider.Offer offer(Kernels kernels, Path library);
}
