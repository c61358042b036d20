package dev.cortado.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * Standard output that notices when nobody reads on, as in {@code cortado demo | head -1}. {@link
 * System#out} would go on writing into the void; this ends the command by an {@link OutputClosed}.
 */
final class StandardOutput extends OutputStream {

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
      throw new OutputClosed(e);
    }
  }

  @Override
  public void flush() {
    try {
      file.flush();
    } catch (IOException e) {
      throw new OutputClosed(e);
    }
  }

  /** Standard output takes no more. */
  static final class OutputClosed extends RuntimeException {

    private static final long serialVersionUID = 1;

    OutputClosed(IOException cause) {
      super(cause);
    }
  }
}
