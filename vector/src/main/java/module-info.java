/** SIMD kernels with the bits of the plain ones. On the module path they need no further option. */
module dev.cortado.vector {
  requires dev.cortado.core;
  requires jdk.incubator.vector;
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;

  provides dev.cortado.tensor.kernel.KernelProvider with
      dev.cortado.vector.VectorKernelProvider;
}
