package dev.cortado.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The system's OpenBLAS, called on arrays where they lie; whoever runs a contest allows native
 * access.
 */
@SuppressWarnings("restricted")
final class OpenBlas {

  private static final String LIBRARY = "libopenblas.so.0";
  private static final int ROW_MAJOR = 101;
  private static final int AS_IT_IS = 111;
  private static final int TRANSPOSED = 112;

  private static final MethodHandle SGEMM =
      handle(
          "cblas_sgemm",
          FunctionDescriptor.ofVoid(
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_FLOAT,
              ADDRESS,
              JAVA_INT,
              ADDRESS,
              JAVA_INT,
              JAVA_FLOAT,
              ADDRESS,
              JAVA_INT),
          Linker.Option.critical(true));
  private static final MethodHandle SET_THREADS =
      handle("openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT));
  private static final MethodHandle CONFIG =
      handle("openblas_get_config", FunctionDescriptor.of(ADDRESS));
  private static final MethodHandle CORE =
      handle("openblas_get_corename", FunctionDescriptor.of(ADDRESS));

  private OpenBlas() {}

  /** {@code C = A·B} with the operands' layouts of {@code Kernels.matmul}. */
  static void multiply(
      float[] a,
      boolean aTransposed,
      float[] b,
      boolean bTransposed,
      float[] c,
      int m,
      int n,
      int k) {
    try {
      SGEMM.invokeExact(
          ROW_MAJOR,
          aTransposed ? TRANSPOSED : AS_IT_IS,
          bTransposed ? TRANSPOSED : AS_IT_IS,
          m,
          n,
          k,
          1f,
          MemorySegment.ofArray(a),
          aTransposed ? m : k,
          MemorySegment.ofArray(b),
          bTransposed ? k : n,
          0f,
          MemorySegment.ofArray(c),
          n);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  static void useThreads(int threads) {
    try {
      SET_THREADS.invokeExact(threads);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its version, options and the kernels that it chose for this processor. */
  static String describe() {
    try {
      return text((MemorySegment) CONFIG.invokeExact())
          + ", kernels for "
          + text((MemorySegment) CORE.invokeExact());
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(MemorySegment pointer) {
    return pointer.reinterpret(Integer.MAX_VALUE).getString(0).strip();
  }

  private static MethodHandle handle(
      String name, FunctionDescriptor type, Linker.Option... options) {
    var library = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
    return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), type, options);
  }
}
