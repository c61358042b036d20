package dev.cortado.nn;

import dev.cortado.internal.Errors;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Whether training steps and predictions are compiled, as the system property {@code
 * cortado.compile} says: {@code auto} (the default), {@code off}, or {@code require}. It changes
 * speed and never bits.
 *
 * <pre>{@code
 * CompileMode.OFF.call(() -> Trainer.fit(model, recipe, data));
 * }</pre>
 */
public enum CompileMode {
  /** Compiled where possible; the reason is logged where it is not. */
  AUTO,
  /** Run operation by operation. */
  OFF,
  /** Where it is not possible, an error says why. */
  REQUIRE;

  private static final ScopedValue<CompileMode> CURRENT = ScopedValue.newInstance();

  /** The mode here: that of the innermost {@link #call}, else the system property's. */
  public static CompileMode current() {
    return CURRENT.isBound() ? CURRENT.get() : of(System.getProperty("cortado.compile", "auto"));
  }

  /** The mode of a name, such as {@code auto}. */
  static CompileMode of(String name) {
    for (var mode : values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(name)) {
        return mode;
      }
    }
    throw Errors.argument("cortado.compile is '%s', expected auto, off or require", name);
  }

  /** Runs {@code body} in this mode, whatever the system property says. */
  public <R> R call(Supplier<R> body) {
    return ScopedValue.where(CURRENT, this).call(body::get);
  }
}
