package dev.cortado.cli;

/**
 * A word that a command takes by its place.
 *
 * @param label stands for it in the help
 * @param purpose what it names
 * @param required whether it must be there
 */
record Argument(String label, String purpose, boolean required) {

  /** As it stands in a usage line. */
  String usage() {
    return required ? label : "[" + label + "]";
  }
}
