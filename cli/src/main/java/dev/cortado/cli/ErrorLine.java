package dev.cortado.cli;

import dev.cortado.data.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.Set;

/**
 * The error message of a command, one line of the form {@code error[CODE]: what, where, what to
 * do}, and its exit code.
 */
record ErrorLine(Exit exit, String text) {

  /**
   * First parts of the codes of {@link FormatException} that mean bad data rather than a bad file.
   */
  private static final Set<String> DATA = Set.of("CSV", "DATA");

  /** Parts of the messages that systems give for a full disk or an exceeded quota. */
  private static final Set<String> FULL = Set.of("No space left", "not enough space", "quota");

  private static ErrorLine of(Exit exit, String code, String message) {
    return new ErrorLine(exit, "error[" + code + "]: " + Text.oneLine(message));
  }

  /** The line for an exception. Unexpected exceptions are reported as bugs. */
  static ErrorLine of(Throwable thrown) {
    return switch (thrown) {
      case Failure e -> of(e.exit(), e.code(), e.message());
      case FormatException e -> ofFormat(e);
      case UncheckedIOException e -> ofFiles(e);
      case OutOfMemoryError _ -> of(Exit.MEMORY, "MEM", memory());
      case ExceptionInInitializerError e -> ofProperty(e);
      default -> ofBug(thrown);
    };
  }

  private static ErrorLine ofBug(Throwable thrown) {
    return of(Exit.FAILED, "BUG", thrown + "; a bug in cortado, run again with --debug");
  }

  private static ErrorLine ofFormat(FormatException e) {
    var family = e.code().split("-", 2)[0];
    var message = String.valueOf(e.getMessage());
    return of(
        DATA.contains(family) ? Exit.DATA : isAboutFiles(e.code()) ? Exit.FILES : Exit.MODEL,
        e.code(),
        message.substring(Math.min(message.length(), e.code().length() + 2)));
  }

  /** Whether a file could not be opened or written, whatever it contains. */
  private static boolean isAboutFiles(String code) {
    return code.endsWith("-OPEN") || code.endsWith("-WRITE");
  }

  /** Thrown by {@code Compute} for a system property with an invalid value. */
  private static ErrorLine ofProperty(ExceptionInInitializerError e) {
    return switch (e.getCause()) {
      case IllegalArgumentException told ->
          of(Exit.USAGE, "USAGE", String.valueOf(told.getMessage()));
      case IllegalStateException told -> of(Exit.USAGE, "USAGE", String.valueOf(told.getMessage()));
      case null, default -> ofBug(e);
    };
  }

  private static ErrorLine ofFiles(UncheckedIOException e) {
    var cause = Objects.requireNonNull(e.getCause());
    var reason =
        String.valueOf(
            cause instanceof FileSystemException why ? why.getReason() : cause.getMessage());
    var code = FULL.stream().anyMatch(reason::contains) ? "DISK" : "FILE";
    boolean says = !cause.toString().equals(e.getMessage());
    return of(Exit.FILES, code, says ? String.valueOf(e.getMessage()) : files(cause));
  }

  private static String files(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> missing.getFile() + ": no such file";
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case FileSystemException other when other.getReason() != null ->
          other.getFile() + ": " + other.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }

  private static String memory() {
    return "the heap of "
        + Text.bytes((double) Runtime.getRuntime().maxMemory())
        + " is too small; choose a smaller network or batch, or a larger heap by"
        + " CORTADO_JAVA_OPTS=-Xmx8g";
  }
}
