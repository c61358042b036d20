/**
 * Matrix products by a native BLAS: OpenBLAS, Intel MKL, Apple's Accelerate, or any other library
 * with {@code cblas_sgemm} and 32-bit integers. The rest is left to the kernels that would have run
 * without it.
 *
 * <p>It is off unless asked for, since a BLAS adds in an order of its own: with it, results are
 * outside the same-bits contract. They are still the same on the same machine with the same
 * library, on any number of threads, where the library lets us decide about its threads.
 *
 * <p>Put the {@code cortado-blas} jar on the class path and start Java with
 *
 * <pre>{@code
 * --enable-native-access=ALL-UNNAMED -Dcortado.blas=auto
 * }</pre>
 *
 * (on the module path {@code --enable-native-access=dev.cortado.blas}). {@code cortado.blas} is
 * {@code off} (the default), {@code auto} (a library if one is found, else one warning), {@code
 * require} (else an error), or the absolute path of a library. Nothing is downloaded or unpacked:
 * {@code auto} and {@code require} take a library that the program has loaded by {@link
 * System#load}, else one that the system knows by its usual name, {@code libopenblas.so.0} for
 * instance, which Debian's package {@code libopenblas0} brings.
 */
@NullMarked
package dev.cortado.blas;

import org.jspecify.annotations.NullMarked;
