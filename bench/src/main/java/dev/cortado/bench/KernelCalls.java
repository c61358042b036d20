package dev.cortado.bench;

import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Times each call of the methods of an interface, by name and by its yes-or-no arguments: those of
 * {@code matmul} tell which product it is. A call is slowed down by about 0.1 µs, so this says
 * little about networks whose kernels take less.
 */
final class KernelCalls {

  private final Object behind;
  private final Map<String, LongAdder> nanos = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();

  KernelCalls(Object behind) {
    this.behind = behind;
  }

  /** What to call instead. */
  <T> T timed(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              long from = System.nanoTime();
              try {
                return method.invoke(behind, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              } finally {
                count(kind(method, arguments), System.nanoTime() - from);
              }
            }));
  }

  private static String kind(Method method, Object[] arguments) {
    var flags = new StringBuilder();
    if (arguments != null) {
      for (var argument : arguments) {
        if (argument instanceof Boolean flag) {
          flags.append(flag ? 't' : 'n');
        }
      }
    }
    var product =
        switch (flags.toString()) {
          case "nn" -> " A·B: forward";
          case "nt" -> " A·Bᵀ: backward, to the inputs";
          case "tn" -> " Aᵀ·B: backward, to the weights";
          case "" -> "";
          default -> " " + flags;
        };
    return method.getName() + product;
  }

  private void count(String kind, long took) {
    nanos.computeIfAbsent(kind, _ -> new LongAdder()).add(took);
    calls.computeIfAbsent(kind, _ -> new LongAdder()).increment();
  }

  void reset() {
    nanos.clear();
    calls.clear();
  }

  void print(PrintStream out, long steps, double microsPerStep) {
    out.printf(
        Locale.ROOT,
        "%nkernels, timed call by call (%.2f µs a step)%n%8s %9s %7s%n",
        microsPerStep,
        "µs/step",
        "calls",
        "%");
    nanos.entrySet().stream()
        .sorted(Comparator.comparingLong((Map.Entry<String, LongAdder> it) -> -it.getValue().sum()))
        .forEach(it -> {
          double micros = it.getValue().sum() / 1e3 / steps;
          double count = (double) calls.getOrDefault(it.getKey(), new LongAdder()).sum() / steps;
          out.printf(
              Locale.ROOT,
              "%8.2f %9.1f %7.1f  %s%n",
              micros,
              count,
              100 * micros / microsPerStep,
              it.getKey());
        });
  }
}
