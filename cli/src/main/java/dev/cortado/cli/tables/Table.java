package dev.cortado.cli.tables;

import dev.cortado.data.Dataset;
import dev.cortado.data.Toys;
import dev.cortado.internal.Errors;
import dev.cortado.tensor.Rng;
import java.util.List;
import java.util.function.Function;

/**
 * A table that comes with the command.
 *
 * <p>{@link #iris} and {@link #digits} are real. The others are {@link Toys}, whose sizes and
 * noises are fixed here, so that a name and a seed determine the rows:
 *
 * <pre>
 * moons     1,000 rows  noise 0.2
 * circles   1,000 rows  noise 0.1   the inner one half as wide
 * xor       1,000 rows  noise 0.2
 * spirals   1,000 rows  noise 0.02
 * gauss     1,000 rows  noise 0.8
 * blobs     1,000 rows  noise 1     three classes
 * sine      1,000 rows  noise 0.1   a number, not a class
 * </pre>
 *
 * @param name on the command line
 * @param about what it is, in a few words
 * @param source makes the rows; random for a toy, always the same for a real table
 */
public record Table(String name, String about, Function<Rng, Dataset> source) {

  private static final int ROWS = 1_000;

  /** All tables, real ones first. */
  public static final List<Table> ALL =
      List.of(
          new Table("iris", "150 flowers of three species, by four lengths", _ -> iris()),
          new Table("digits", "1,797 handwritten digits of 8 by 8 points", _ -> digits()),
          new Table("moons", "two half circles", rng -> Toys.moons(ROWS, 0.2, rng)),
          new Table("circles", "a circle in another", rng -> Toys.circles(ROWS, 0.1, 0.5, rng)),
          new Table("xor", "four clouds, two classes", rng -> Toys.xor(ROWS, 0.2, rng)),
          new Table("spirals", "two arms of a spiral", rng -> Toys.spirals(ROWS, 0.02, rng)),
          new Table("gauss", "two clouds that overlap", rng -> Toys.gauss(ROWS, 0.8, rng)),
          new Table("blobs", "three clouds", rng -> Toys.blobs(ROWS, 3, 1, rng)),
          new Table("sine", "a sine curve, a number for each", rng -> Toys.sine(ROWS, 0.1, rng)));

  /** The names of all tables. */
  public static List<String> names() {
    return ALL.stream().map(Table::name).toList();
  }

  /** The table with this name. */
  public static Table named(String name) {
    return ALL.stream()
        .filter(table -> table.name.equals(name))
        .findFirst()
        .orElseThrow(
            () -> Errors.argument("no table '%s'; known are %s", name, String.join(", ", names())));
  }

  /** Its rows for a seed. */
  public Dataset rows(long seed) {
    return source.apply(Rng.of(seed).at("table"));
  }

  /**
   * 150 flowers of three species of iris, by the lengths and widths of their sepals and petals in
   * centimeters. Measured by Anderson, published by Fisher in 1936.
   */
  public static Dataset iris() {
    return Bundled.IRIS.read();
  }

  /**
   * 1,797 handwritten digits as images of 8 × 8 points, each from 0 to 16: the test images of
   * Alpaydin and Kaynak's "Optical Recognition of Handwritten Digits", 1998.
   */
  public static Dataset digits() {
    return Bundled.DIGITS.read();
  }
}
