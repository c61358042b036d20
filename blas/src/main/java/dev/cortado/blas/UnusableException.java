package dev.cortado.blas;

/** Says why a library cannot be used. */
final class UnusableException extends Exception {

  private static final long serialVersionUID = 1;

  UnusableException(String reason) {
    super(reason);
  }
}
