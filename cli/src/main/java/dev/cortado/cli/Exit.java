package dev.cortado.cli;

/** The exit codes of {@code cortado}. */
enum Exit {
  OK(0),
  /** Any other failure. */
  FAILED(1),
  USAGE(2),
  DATA(3),
  /** An invalid model, checkpoint or file format. */
  MODEL(4),
  FILES(5),
  DIVERGED(6),
  MEMORY(7),
  /** Ctrl-C. This and the codes below are 128 plus the number of the signal. */
  INTERRUPTED(130),
  /** Written to a pipe that nobody reads from, as SIGPIPE. */
  OUTPUT_CLOSED(141),
  TERMINATED(143);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
