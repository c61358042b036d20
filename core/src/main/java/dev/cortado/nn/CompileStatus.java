package dev.cortado.nn;

/**
 * How a training step or a prediction is run.
 *
 * @param path which way it takes
 * @param reason why it is not compiled, with the repair; empty otherwise
 */
public record CompileStatus(Path path, String reason) {

  /** A way to run a step. */
  public enum Path {
    /** Operation by operation, while the first steps are recorded. */
    RECORDING,
    /** As a program. */
    COMPILED,
    /** Operation by operation. */
    EAGER
  }

  /** Whether it runs as a program. */
  public boolean isCompiled() {
    return path == Path.COMPILED;
  }

  @Override
  public String toString() {
    return switch (path) {
      case RECORDING -> "recording";
      case COMPILED -> "compiled";
      case EAGER -> "not compiled: " + reason;
    };
  }
}
