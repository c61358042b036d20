package dev.cortado.cli;

/** How a command ended, as a shell is told. */
enum Exit {
  OK(0),
  /** Something went wrong that no other number stands for. */
  FAILED(1),
  USAGE(2),
  DATA(3),
  /** A model, a checkpoint or the format of a file. */
  MODEL(4),
  FILES(5),
  DIVERGED(6),
  MEMORY(7),
  /** Ctrl-C: 128 and the number of the signal, as for those below. */
  INTERRUPTED(130),
  /** What a shell says of a program that wrote to a pipe whose reader is gone. */
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
