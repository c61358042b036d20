package dev.cortado.tensor.kernel;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/** Scalar kernels for which a program joins operations as it does for the vector kernels. */
public final class KernelsWithFormulas {

  private KernelsWithFormulas() {}

  public static Kernels scalar() {
    var scalar = new ScalarKernels();
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (_, method, arguments) ->
                method.getName().equals("likesFormulas") ? true : method.invoke(scalar, arguments));
  }

  /** Scalar kernels that count what is asked of them. */
  public static Kernels counting(AtomicInteger calls) {
    var scalar = new ScalarKernels();
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (_, method, arguments) -> {
              calls.incrementAndGet();
              return method.invoke(scalar, arguments);
            });
  }
}
