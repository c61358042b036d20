package dev.cortado.cli;

import dev.cortado.cli.tables.Table;
import dev.cortado.tables.CsvFormat;
import dev.cortado.tables.RowReader;
import dev.cortado.tables.TableSource;
import dev.cortado.tables.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * A CSV file that comes with the command, read like one of the user's.
 *
 * @param name on the command line
 * @param target the column to predict
 */
record BundledCsv(String name, String target) {

  /** Who paid back a loan; what {@code cortado train} alone trains on. */
  static final BundledCsv CREDIT = new BundledCsv("credit", "status");

  /** The table, by its name in place of that of a file. */
  private record Named(String name, TableSource table) implements TableSource {
    @Override
    public List<String> columns() {
      return table.columns();
    }

    @Override
    public List<String> facts() {
      return table.facts();
    }

    @Override
    public RowReader open() {
      return table.open();
    }
  }

  TableSource source() {
    try (var stream =
        Objects.requireNonNull(Table.class.getResourceAsStream(name + ".csv"), name)) {
      return new Named(name, Tables.read(List.of("-"), CsvFormat.auto(), stream));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
