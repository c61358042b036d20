package dev.cortado.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.FileSystemException;
import java.util.Locale;

/**
 * Standard output that notices when nobody reads on, as in {@code cortado demo | head -1}. {@link
 * System#out} would go on writing into the void; this ends the command by an {@link OutputClosed},
 * and by an {@link UncheckedIOException} if a file that it goes to has no room.
 */
final class StandardOutput extends OutputStream {

  private static final String NAME = "standard output";

  private final OutputStream file;

  private StandardOutput(OutputStream file) {
    this.file = file;
  }

  /** The process's standard output, in its encoding. It keeps text back until flushed. */
  static PrintStream open() {
    var encoding = System.out.charset();
    return over(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), encoding);
  }

  /** Text to a stream that may close. */
  static PrintStream over(OutputStream stream, Charset encoding) {
    return new PrintStream(new StandardOutput(stream), false, encoding);
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int n) {
    try {
      file.write(bytes, from, n);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void flush() {
    try {
      file.flush();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Systems have only words for a pipe that nobody reads from: "Broken pipe", "The pipe is …". */
  private static RuntimeException failed(IOException e) {
    var reason = String.valueOf(e.getMessage());
    if (reason.toLowerCase(Locale.ROOT).contains("pipe")) {
      return new OutputClosed(e);
    }
    var told = new FileSystemException(NAME, null, reason);
    told.initCause(e);
    return new UncheckedIOException(NAME + ": " + reason, told);
  }

  /** Nobody reads standard output any more. */
  static final class OutputClosed extends RuntimeException {

    private static final long serialVersionUID = 1;

    OutputClosed(IOException cause) {
      super(cause);
    }
  }
}
