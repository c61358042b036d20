package dev.cortado.data;

/**
 * A file, or what is in it, is not what it should be. The message is one line: the code, the place,
 * what was found and expected, and what to do.
 */
public final class FormatException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String code;

  /**
   * Of a kind that programs can tell apart, such as {@code IDX-SIZE}; the message begins with it.
   */
  public FormatException(String code, String place, String problem) {
    super(code + ": " + place + ": " + problem);
    this.code = code;
  }

  /** The same, and what it comes from. */
  public FormatException(String code, String place, String problem, Throwable cause) {
    this(code, place, problem);
    initCause(cause);
  }

  /** Its kind, such as {@code IDX-SIZE}. */
  public String code() {
    return code;
  }
}
