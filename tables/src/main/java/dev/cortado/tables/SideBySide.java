package dev.cortado.tables;

import dev.cortado.nn.CompileMode;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Runs tasks that do not depend on each other, as many at a time as there are threads. */
final class SideBySide {

  private SideBySide() {}

  /** The result of a task that has one thread, as each beside others has. */
  static <R> R alone(Supplier<R> task) {
    try (var workers = Workers.of(1)) {
      return Compute.of(Compute.current().kernels(), workers).call(task);
    }
  }

  /** Their results in order; each task shares the threads with those beside it. */
  static <R> List<R> run(List<Supplier<R>> tasks) {
    var compute = Compute.current();
    var mode = CompileMode.current();
    int threads = compute.workers().threads();
    int together = Math.min(threads, tasks.size());
    if (together <= 1) {
      return tasks.stream().map(Supplier::get).toList();
    }
    var futures = new ArrayList<Future<R>>();
    try (var executor = Executors.newFixedThreadPool(together)) {
      try {
        for (var task : tasks) {
          futures.add(
              executor.submit(() -> {
                try (var workers = Workers.of(threads / together)) {
                  return Compute.of(compute.kernels(), workers).call(() -> mode.call(task));
                }
              }));
        }
        var results = new ArrayList<R>();
        for (var future : futures) {
          results.add(future.get());
        }
        return results;
      } catch (InterruptedException e) {
        executor.shutdownNow();
        Thread.currentThread().interrupt();
        throw new IllegalStateException("table: interrupted while networks were trained", e);
      } catch (ExecutionException e) {
        executor.shutdownNow();
        switch (e.getCause()) {
          case RuntimeException cause -> throw cause;
          case Error cause -> throw cause;
          case null, default -> throw new IllegalStateException(e);
        }
      }
    }
  }
}
