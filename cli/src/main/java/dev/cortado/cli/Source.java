package dev.cortado.cli;

import dev.cortado.cli.tables.Table;
import dev.cortado.data.Dataset;
import dev.cortado.data.Split;
import dev.cortado.tensor.Rng;

/**
 * Where rows are from: a table and a seed, which say together what the rows are and which of them
 * are held back. So a model's receipt is enough to find the rows again that it has never seen.
 */
record Source(Table table, long seed) {

  private static final double TRAIN = 0.7;
  private static final double VALID = 0.15;

  /** All rows. */
  Dataset rows() {
    return table.rows(seed);
  }

  /**
   * 70 % of the rows to train on, 15 % to choose by and 15 % held back, each class in each part.
   */
  Split split() {
    var rows = rows();
    var rng = Rng.of(seed);
    return rows.schema().target().classNames().isEmpty()
        ? Split.random(rows, TRAIN, VALID, rng)
        : Split.stratified(rows, TRAIN, VALID, rng);
  }

  /** The table with this name; an unknown one is answered by what was perhaps meant. */
  static Table table(String command, String name) {
    var names = Table.names();
    if (!names.contains(name)) {
      throw Failure.usage(
          "%s: unknown table %s%s; known are %s",
          command, Text.quoted(name), Suggestion.of(name, names), String.join(", ", names));
    }
    return Table.named(name);
  }
}
