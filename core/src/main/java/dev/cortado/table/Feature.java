package dev.cortado.table;

/**
 * What one number of an encoded row means. The first layers of a network follow from it: a number
 * is scaled, a category is looked up.
 */
public sealed interface Feature {

  /** Its name, such as {@code age} or {@code signed_up year}. */
  String name();

  /** A quantity: larger means more. */
  @SuppressWarnings("AvoidCommonTypeNames") // it is always written Feature.Number
  record Number(String name) implements Feature {}

  /** Yes or no, as 1 and −1, or 0 if the value is missing; or an indicator, as 1 and 0. */
  record Flag(String name) implements Feature {}

  /**
   * One of several categories, as a whole number: 0 if the value is missing, rare or was not seen
   * in training, else 1 to {@code categories − 1}.
   *
   * @param categories how many different numbers there can be, 0 included
   */
  record Category(String name, int categories) implements Feature {}
}
