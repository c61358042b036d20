package dev.cortado.tensor.kernel;

/** A service that may bring faster kernels; the {@code vector} module has one. */
public interface KernelProvider {

  /** Its kernels, or why they cannot run here and what to do about it. */
  Offer offer();

  /** What a provider answers. */
  sealed interface Offer {

    /** Kernels that run here. */
    record Available(Kernels kernels) implements Offer {}

    /** Kernels that cannot run here. */
    record Unavailable(String reason) implements Offer {}
  }
}
