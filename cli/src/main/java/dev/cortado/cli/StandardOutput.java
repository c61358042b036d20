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
 * Standard output that throws an exception if it cannot be written; {@link System#out} ignores such
 * errors. An {@link OutputClosed} means that the reader of a pipe is gone, as in {@code cortado
 * demo | head -1}; any other error, such as a full disk, is an {@link UncheckedIOException}.
 */
final class StandardOutput extends OutputStream {

  private static final String NAME = "standard output";

  private final OutputStream file;

  private StandardOutput(OutputStream file) {
    this.file = file;
  }

  /** The standard output of this process, in its encoding, buffered until flushed. */
  static PrintStream open() {
    var encoding = System.out.charset();
    return over(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), encoding);
  }

  /** The same for another stream. */
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

  /** A closed pipe is known only by its message: "Broken pipe", "The pipe is …". */
  private static RuntimeException failed(IOException e) {
    var reason = String.valueOf(e.getMessage());
    if (reason.toLowerCase(Locale.ROOT).contains("pipe")) {
      return new OutputClosed(e);
    }
    var told = new FileSystemException(NAME, null, reason);
    told.initCause(e);
    return new UncheckedIOException(NAME + ": " + reason, told);
  }

  /** The reader of standard output is gone. */
  static final class OutputClosed extends RuntimeException {

    private static final long serialVersionUID = 1;

    OutputClosed(IOException cause) {
      super(cause);
    }
  }
}
