package dev.cortado.nn;

import dev.cortado.autograd.Cell;
import dev.cortado.internal.Errors;
import dev.cortado.internal.Internal;
import dev.cortado.tensor.Tensor;
import java.util.Collection;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether something is compiled, remembers why not, and says so once: by the logger {@code
 * dev.cortado.compile}, or under {@link CompileMode#REQUIRE} by an error. Internal.
 */
@Internal
@SuppressWarnings("exports")
public final class Compilation {

  /** Arrays that change more often than this are not worth a new program each time. */
  private static final int MOST_CHANGES = 3;

  private static final System.Logger LOGGER = System.getLogger("dev.cortado.compile");

  private final String what;
  private final System.Logger.Level level;
  private final CompileMode mode = CompileMode.current();
  private final Traceability parts;
  private volatile CompileStatus status = new CompileStatus(CompileStatus.Path.RECORDING, "");
  private int changes;
  private boolean mentioned;

  /**
   * Of a step made of parts.
   *
   * @param what is compiled, in the message
   * @param parts whatever takes part, by name: {@code model}, {@code loss}
   */
  public Compilation(
      String what, System.Logger.Level level, SequencedMap<String, ? extends Object> parts) {
    this.what = what;
    this.level = level;
    this.parts = Traceability.of(parts);
    if (mode == CompileMode.OFF) {
      status = new CompileStatus(CompileStatus.Path.EAGER, "cortado.compile is off");
    } else {
      prevent(this.parts.problem());
    }
  }

  /** How it is run. */
  public CompileStatus status() {
    return status;
  }

  /** Whether it is, or may still be, compiled. */
  public boolean isPossible() {
    return status.path() != CompileStatus.Path.EAGER;
  }

  /** Cells in the parts, whether a state lists them or not. */
  public Collection<Cell> cells() {
    return parts.cells();
  }

  /** Tensors among the parts, which do not change. */
  public Collection<Tensor> constants() {
    return parts.tensors();
  }

  /** A program is ready. */
  public void succeeded() {
    if (isPossible()) {
      status = new CompileStatus(CompileStatus.Path.COMPILED, "");
    }
  }

  /** Whether arrays among the parts hold what they held when it was last recorded. */
  public boolean isUnchanged() {
    return parts.isUnchanged();
  }

  /** To be recorded anew with the arrays as they are now. */
  public void changed() {
    parts.refresh();
    changes++;
    if (changes > MOST_CHANGES) {
      prevent("an array component changes again and again; keep it in a Buffer");
    }
  }

  /** Logs, once, that a part of it runs operation by operation. */
  public synchronized void mention(String exception) {
    if (!mentioned) {
      mentioned = true;
      LOGGER.log(level, "{0}: {1}", what, exception);
    }
  }

  /** Rules out compilation if there is a reason. */
  public synchronized void prevent(@Nullable String reason) {
    if (reason == null || !isPossible()) {
      return;
    }
    status = new CompileStatus(CompileStatus.Path.EAGER, reason);
    if (mode == CompileMode.REQUIRE) {
      throw Errors.state("%s not compiled: %s", what, reason);
    }
    LOGGER.log(level, "{0} not compiled: {1}", what, reason);
  }
}
