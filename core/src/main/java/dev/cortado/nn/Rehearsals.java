package dev.cortado.nn;

import dev.cortado.autograd.Cell;
import dev.cortado.autograd.Parameter;
import dev.cortado.tensor.Matrices;
import dev.cortado.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a model does as long as its cells hold what they hold now. */
final class Rehearsals {

  private final Cell[] cells;

  /** What they hold; blank ones nothing. */
  private final @Nullable Tensor[] values;

  /** Weights that are multiplied by single rows. */
  private final Matrices matrices = new Matrices();

  /** One for each length of a piece. */
  private final Shelf[] shelves = new Shelf[log2(Pieces.LONGEST) + 1];

  Rehearsals(Cell[] cells) {
    this.cells = cells;
    values = Arrays.stream(cells).map(Rehearsals::value).toArray(Tensor[]::new);
    Arrays.setAll(shelves, _ -> new Shelf());
  }

  /** Whether nothing was set since, be it to equal numbers. */
  boolean areCurrent() {
    for (int i = 0; i < cells.length; i++) {
      if (value(cells[i]) != values[i]) {
        return false;
      }
    }
    return true;
  }

  /** Those for pieces of a length. */
  Shelf shelf(int length) {
    return shelves[log2(length)];
  }

  /** What all of them share. */
  Matrices matrices() {
    return matrices;
  }

  private static @Nullable Tensor value(Cell cell) {
    return cell instanceof Parameter parameter && parameter.isBlank() ? null : cell.value();
  }

  private static int log2(int power) {
    return Integer.numberOfTrailingZeros(power);
  }
}
