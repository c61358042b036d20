package dev.cortado.tables;

import dev.cortado.tables.read.CsvTable;
import dev.cortado.tables.read.JdbcDriver;
import dev.cortado.tables.read.JdbcTable;
import dev.cortado.tables.read.Places;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Tables out of files, queries and arrays.
 *
 * <pre>{@code
 * var table = Tables.read("adult.csv");
 * table.columns();   // [age, workclass, …]
 * table.facts();     // [delimiter ',', header in the first row]
 * }</pre>
 *
 * <p>Nothing is kept in memory: each {@link TableSource#open} reads the files once more. A file
 * that was written to in between is an error.
 */
public final class Tables {

  private Tables() {}

  /** The table in one or several files of the same kind; names may have {@code *} and {@code ?}. */
  public static TableSource read(String... places) {
    return read(List.of(places), CsvFormat.auto());
  }

  /** The table in a file. */
  public static TableSource read(Path file) {
    return read(List.of(file.toString()), CsvFormat.auto());
  }

  /** The same; {@code -} is standard input. */
  public static TableSource read(List<String> places, CsvFormat format) {
    return read(places, format, System.in);
  }

  /** The same; {@code -} is the stream, which is copied to a temporary file. */
  public static TableSource read(List<String> places, CsvFormat format, InputStream standardInput) {
    return CsvTable.of(Places.sources(places, standardInput), format);
  }

  /**
   * The result of a query.
   *
   * <pre>{@code
   * var table = Tables.jdbc(
   *     "jdbc:postgresql://localhost/shop?user=me",
   *     "select * from orders order by id",
   *     Path.of("postgresql-42.7.4.jar"));
   * }</pre>
   *
   * @param driverJar the driver, whose code is run
   */
  public static TableSource jdbc(String url, String sql, Path driverJar) {
    return JdbcTable.of(url, sql, JdbcDriver.of(driverJar));
  }

  /** The result of a query, with a driver of the class path. */
  public static TableSource jdbc(String url, String sql) {
    return JdbcTable.of(url, sql, JdbcDriver.ofClassPath());
  }
}
