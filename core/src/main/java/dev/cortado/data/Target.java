package dev.cortado.data;

import dev.cortado.internal.Errors;
import java.util.List;

/**
 * What is to be predicted; it determines the layout of {@code y} and the outputs of the last layer.
 */
public sealed interface Target {

  /**
   * One or more numbers for each row, {@code y: [n, names]}; the model gives as many.
   *
   * @param names of the numbers
   */
  record Numbers(List<String> names) implements Target {
    public Numbers {
      names = List.copyOf(names);
      if (names.isEmpty()) {
        throw Errors.argument("target: no names, expected one for each number");
      }
    }
  }

  /**
   * Yes or no, {@code y: [n, 1]} of 0 and 1; the model gives one logit, or its sigmoid.
   *
   * @param name of the target
   * @param negative the name of 0
   * @param positive the name of 1
   */
  record Binary(String name, String negative, String positive) implements Target {}

  /**
   * One of several classes, {@code y: [n]} of whole numbers from 0; the model gives a logit for
   * each class, or their softmax.
   *
   * @param name of the target
   * @param classes the names of 0, 1, …
   */
  record Classes(String name, List<String> classes) implements Target {
    public Classes {
      classes = List.copyOf(classes);
      if (classes.size() < 2) {
        throw Errors.argument("target: '%s' has classes %s, expected at least 2", name, classes);
      }
    }
  }

  /**
   * Any number of labels, {@code y: [n, labels]} of 0 and 1; the model gives a logit for each, or
   * its sigmoid.
   *
   * @param names of the labels
   */
  record Labels(List<String> names) implements Target {
    public Labels {
      names = List.copyOf(names);
      if (names.size() < 2) {
        throw Errors.argument(
            "target: labels %s, expected at least 2; a single one is a binary target", names);
      }
    }
  }

  /** Labels with these names, each of which a row has or has not. */
  static Labels labels(String... names) {
    return new Labels(List.of(names));
  }

  /** Numbers with these names. */
  static Numbers numbers(String... names) {
    return new Numbers(List.of(names));
  }

  /** Two classes for a single output. */
  static Binary binary(String negative, String positive) {
    return new Binary("class", negative, positive);
  }

  /** Classes with these names. */
  static Classes classes(String... names) {
    return new Classes("class", List.of(names));
  }

  /** How many numbers the last layer of a model gives. */
  default int outputs() {
    return switch (this) {
      case Numbers(var names) -> names.size();
      case Labels(var names) -> names.size();
      case Binary _ -> 1;
      case Classes(_, var classes) -> classes.size();
    };
  }

  /** The names of the classes, 0 first; none for numbers and labels. */
  default List<String> classNames() {
    return switch (this) {
      case Numbers _, Labels _ -> List.of();
      case Binary(_, var negative, var positive) -> List.of(negative, positive);
      case Classes(_, var classes) -> classes;
    };
  }
}
