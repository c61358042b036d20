package dev.cortado.cli;

import java.io.IOException;
import java.io.OutputStream;

/** A pipe that nobody reads from. */
final class Closed extends OutputStream {

  @Override
  public void write(int b) throws IOException {
    throw new IOException("Broken pipe");
  }
}
