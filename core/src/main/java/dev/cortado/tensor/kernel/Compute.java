package dev.cortado.tensor.kernel;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/**
 * What computes: kernels and workers. One is chosen for the process; another may be put in its
 * place for the duration of a call, which changes speed and never bits.
 *
 * <pre>{@code
 * Compute.with(Workers.of(4)).call(() -> model.predict(x));
 * }</pre>
 *
 * <p>Three system properties steer the choice: {@code cortado.vector} is {@code auto} (SIMD kernels
 * if they can run, else one warning), {@code off}, or {@code require}; {@code cortado.threads} is
 * how many threads work, by default one for each processor. {@code cortado.blas}, by default {@code
 * off}, lets a native library multiply matrices, which does change bits: {@code auto} (one that is
 * installed, else one warning), {@code require}, or the absolute path of a library.
 */
public final class Compute {

  private static final ScopedValue<Compute> CURRENT = ScopedValue.newInstance();

  private final Kernels kernels;
  private final Workers workers;
  private final String reason;

  private Compute(Kernels kernels, Workers workers, String reason) {
    this.kernels = kernels;
    this.workers = workers;
    this.reason = reason;
  }

  /** These kernels and these workers, for whoever compares them. */
  public static Compute of(Kernels kernels, Workers workers) {
    return new Compute(kernels, workers, "asked for");
  }

  /** The process's kernels with these workers. */
  public static Compute with(Workers workers) {
    var standard = standard();
    return new Compute(standard.kernels, workers, standard.reason);
  }

  /** The one in force here: the innermost {@link #call}'s, else the process's. */
  public static Compute current() {
    return CURRENT.isBound() ? CURRENT.get() : standard();
  }

  /** The process's, chosen at first use. */
  public static Compute standard() {
    return Standard.INSTANCE;
  }

  /** Runs {@code body} with this in force. */
  public <R> R call(Supplier<R> body) {
    return ScopedValue.where(CURRENT, this).call(body::get);
  }

  /** The loops. */
  public Kernels kernels() {
    return kernels;
  }

  /** The threads. */
  public Workers workers() {
    return workers;
  }

  /** Why these kernels, for people. */
  public String reason() {
    return reason;
  }

  /** Holds the process's choice, made when first asked for. */
  private static final class Standard {
    private static final System.Logger LOG = System.getLogger(Compute.class.getName());
    static final Compute INSTANCE = choose();

    private static Compute choose() {
      var portable = portable(Workers.of(threads()));
      var wish = System.getProperty("cortado.blas", "off");
      return switch (wish.toLowerCase(Locale.ROOT)) {
        case "off" -> portable;
        case "auto" -> withProduct(portable, wish, false, it -> it.offer(portable.kernels));
        case "require" -> withProduct(portable, wish, true, it -> it.offer(portable.kernels));
        default -> {
          var library = libraryAt(wish);
          yield withProduct(portable, wish, true, it -> it.offer(portable.kernels, library));
        }
      };
    }

    /** What a provider of products is asked for. */
    private interface Question {
      KernelProvider.Offer ask(ProductProvider provider);
    }

    private static Compute withProduct(
        Compute portable, String wish, boolean required, Question question) {
      var reason = "native BLAS off: the cortado-blas jar is not on the class path";
      for (var provider :
          ServiceLoader.load(ProductProvider.class, Compute.class.getClassLoader())) {
        switch (question.ask(provider)) {
          case KernelProvider.Offer.Available(var kernels) -> {
            LOG.log(System.Logger.Level.INFO, "cortado.blas=" + wish + ": " + kernels.name());
            var outside = "; cortado.blas=" + wish + ", outside the same-bits contract";
            return new Compute(kernels, portable.workers, portable.reason + outside);
          }
          case KernelProvider.Offer.Unavailable(var why) -> reason = why;
        }
      }
      if (required) {
        throw new IllegalStateException("cortado.blas=" + wish + ", but " + reason);
      }
      LOG.log(System.Logger.Level.WARNING, reason);
      return new Compute(portable.kernels, portable.workers, portable.reason + "; " + reason);
    }

    private static Path libraryAt(String wish) {
      try {
        var path = Path.of(wish);
        if (path.isAbsolute()) {
          return path;
        }
      } catch (InvalidPathException _) {
        // as little a path as a relative one, which would depend on where the program was started
      }
      throw new IllegalArgumentException(
          "cortado.blas: '"
              + wish
              + "', expected off, auto, require or the absolute path of a library");
    }

    private static Compute portable(Workers workers) {
      var wish = System.getProperty("cortado.vector", "auto").toLowerCase(Locale.ROOT);
      return switch (wish) {
        case "off" -> new Compute(new ScalarKernels(), workers, "cortado.vector=off");
        case "auto", "require" -> search(workers, wish.equals("require"));
        default ->
            throw new IllegalArgumentException(
                "cortado.vector: '" + wish + "', expected auto, off or require");
      };
    }

    private static Compute search(Workers workers, boolean required) {
      var reason = "vector kernels off: the cortado-vector jar is not on the class path";
      for (var provider :
          ServiceLoader.load(KernelProvider.class, Compute.class.getClassLoader())) {
        switch (provider.offer()) {
          case KernelProvider.Offer.Available(var kernels) -> {
            return new Compute(kernels, workers, "found " + provider.getClass().getName());
          }
          case KernelProvider.Offer.Unavailable(var why) -> reason = why;
        }
      }
      if (required) {
        throw new IllegalStateException("cortado.vector=require, but " + reason);
      }
      LOG.log(System.Logger.Level.WARNING, reason);
      return new Compute(new ScalarKernels(), workers, reason);
    }

    private static int threads() {
      var wish = System.getProperty("cortado.threads");
      if (wish == null) {
        return Runtime.getRuntime().availableProcessors();
      }
      if (!wish.matches("[1-9][0-9]{0,2}")) {
        throw new IllegalArgumentException(
            "cortado.threads: '" + wish + "', expected a whole number from 1 to 999");
      }
      return Integer.parseInt(wish);
    }
  }
}
