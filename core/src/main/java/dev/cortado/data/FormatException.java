package dev.cortado.data;

/**
 * A file that is missing, damaged, or not of the expected format. The message is one line: the
 * code, the place, what was found and expected, and what to do.
 */
public final class FormatException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String code;

  /** With a code that programs can test, such as {@code IDX-SIZE}; the message begins with it. */
  public FormatException(String code, String place, String problem) {
    super(code + ": " + place + ": " + problem);
    this.code = code;
  }

  /** The same with a cause. */
  public FormatException(String code, String place, String problem, Throwable cause) {
    this(code, place, problem);
    initCause(cause);
  }

  /** Its code, such as {@code IDX-SIZE}. */
  public String code() {
    return code;
  }
}
