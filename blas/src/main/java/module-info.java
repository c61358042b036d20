/** Matrix products by an installed native library, on request; their bits are the library's. */
module dev.cortado.blas {
  requires dev.cortado.core;
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;

  provides dev.cortado.tensor.kernel.ProductProvider with
      dev.cortado.blas.BlasProvider;
}
