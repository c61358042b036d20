package dev.cortado.cli;

/** A command line that means nothing; the message says why, and what was perhaps meant. */
final class BadUsage extends RuntimeException {

  private static final long serialVersionUID = 1;

  BadUsage(String message) {
    super(message);
  }
}
