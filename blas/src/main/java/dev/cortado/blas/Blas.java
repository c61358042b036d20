package dev.cortado.blas;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.cortado.tensor.kernel.Workers;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/**
 * An open library with {@code cblas_sgemm}, called on Java arrays without a copy.
 *
 * <p>A library whose number of threads can be set is set to one, and our {@link Workers} share out
 * its calls: so {@code cortado.threads} holds, threads do not compete for processors, and results
 * do not depend on their number. Any other library keeps its own threads and gets one call at a
 * time.
 *
 * <p>The function handles take the function's address as an argument: handles must be constants for
 * the compiler to inline them.
 */
@SuppressWarnings("restricted")
final class Blas {

  /** The function that a library must have. */
  static final String PRODUCT = "cblas_sgemm";

  private static final int ROW_MAJOR = 101;
  private static final int AS_IT_IS = 111;
  private static final int TRANSPOSED = 112;

  /** What {@code openblas_get_parallel} says of OpenMP, where each thread has its own setting. */
  private static final int OPEN_MP = 2;

  private static final MethodHandle SGEMM =
      Linker.nativeLinker()
          .downcallHandle(
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
  private static final MethodHandle TAKE_INT =
      Linker.nativeLinker().downcallHandle(FunctionDescriptor.ofVoid(JAVA_INT));
  private static final MethodHandle GIVE_INT =
      Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_INT));
  private static final MethodHandle GIVE_TEXT =
      Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(ADDRESS));

  private final String name;
  private final MemorySegment sgemm;
  private final MemorySegment setThreads;
  private final boolean setByEachThread;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  private Blas(
      String name, MemorySegment sgemm, MemorySegment setThreads, boolean setByEachThread) {
    this.name = name;
    this.sgemm = sgemm;
    this.setThreads = setThreads;
    this.setByEachThread = setByEachThread;
  }

  /** Prepares the library of this name. */
  static Blas of(String name, SymbolLookup symbols) throws UnusableException {
    var sgemm = find(symbols, PRODUCT);
    if (sgemm.equals(MemorySegment.NULL)) {
      throw new UnusableException(name + " has no " + PRODUCT);
    }
    var config = text(find(symbols, "openblas_get_config"));
    if (config.contains("USE64BITINT")) {
      throw new UnusableException(name + " counts in 64-bit integers, expected one with 32 bits");
    }
    var blas =
        new Blas(
            describe(name, config),
            sgemm,
            findFirst(symbols, List.of("openblas_set_num_threads", "MKL_Set_Num_Threads")),
            number(find(symbols, "openblas_get_parallel")) == OPEN_MP);
    blas.useOneThread();
    return blas;
  }

  /**
   * Its file and, if the library says it, its name and version: {@code libopenblas.so.0 (OpenBLAS
   * 0.3.21)}.
   */
  String name() {
    return name;
  }

  /** Runs numbered calls, on these threads if the library uses only the calling thread. */
  void share(int calls, IntConsumer call, Workers workers) {
    if (isToldItsThreads()) {
      workers.run(calls, call);
      return;
    }
    oneAtATime.lock();
    try {
      for (int i = 0; i < calls; i++) {
        call.accept(i);
      }
    } finally {
      oneAtATime.unlock();
    }
  }

  /** {@code C = A·B + beta·C} for row-major parts of larger matrices. */
  void multiply(
      MemorySegment a,
      boolean aTransposed,
      int aStep,
      MemorySegment b,
      boolean bTransposed,
      int bStep,
      float beta,
      MemorySegment c,
      int cStep,
      int m,
      int n,
      int k) {
    if (setByEachThread) {
      useOneThread();
    }
    try {
      SGEMM.invokeExact(
          sgemm,
          ROW_MAJOR,
          aTransposed ? TRANSPOSED : AS_IT_IS,
          bTransposed ? TRANSPOSED : AS_IT_IS,
          m,
          n,
          k,
          1f,
          a,
          aStep,
          b,
          bStep,
          beta,
          c,
          cStep);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  private boolean isToldItsThreads() {
    return !setThreads.equals(MemorySegment.NULL);
  }

  private void useOneThread() {
    if (isToldItsThreads()) {
      try {
        TAKE_INT.invokeExact(setThreads, 1);
      } catch (Throwable e) {
        throw failed(e);
      }
    }
  }

  private static String describe(String name, String config) {
    var words = config.split(" ", 3);
    return words.length < 3 ? name : name + " (" + words[0] + " " + words[1] + ")";
  }

  private static int number(MemorySegment function) {
    if (function.equals(MemorySegment.NULL)) {
      return 0;
    }
    try {
      return (int) GIVE_INT.invokeExact(function);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  private static String text(MemorySegment function) {
    if (function.equals(MemorySegment.NULL)) {
      return "";
    }
    try {
      var text = (MemorySegment) GIVE_TEXT.invokeExact(function);
      return text.reinterpret(Integer.MAX_VALUE).getString(0).strip();
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  private static MemorySegment find(SymbolLookup symbols, String name) {
    return symbols.find(name).orElse(MemorySegment.NULL);
  }

  private static MemorySegment findFirst(SymbolLookup symbols, List<String> names) {
    return names.stream()
        .flatMap(name -> symbols.find(name).stream())
        .findFirst()
        .orElse(MemorySegment.NULL);
  }

  private static RuntimeException failed(Throwable e) {
    return switch (e) {
      case Error error -> throw error;
      case RuntimeException exception -> exception;
      default -> new IllegalStateException("blas: the call of a library failed", e);
    };
  }
}
