package dev.cortado.cli;

import dev.cortado.cli.tables.Table;
import dev.cortado.data.Dataset;
import dev.cortado.data.Split;
import dev.cortado.tensor.Rng;

/**
 * A table and a seed. Together they determine the rows and the split, so the receipt of a model is
 * enough to find the rows again that were held back.
 */
record SeededTable(Table table, long seed) {

  /** Finds a table by its name. */
  static final ValueParser<Table> PARSER = ValueParser.oneOf(Table.ALL, Table::name);

  private static final double TRAIN = 0.7;
  private static final double VALID = 0.15;

  String name() {
    return table.name();
  }

  /** All rows. */
  Dataset rows() {
    return table.rows(seed);
  }

  /** 70 % of the rows for training, 15 % for validation, 15 % held back, stratified by class. */
  Split split() {
    var rows = rows();
    var rng = Rng.of(seed);
    return rows.schema().target().classNames().isEmpty()
        ? Split.random(rows, TRAIN, VALID, rng)
        : Split.stratified(rows, TRAIN, VALID, rng);
  }
}
