package dev.cortado.tables;

import dev.cortado.internal.Errors;
import dev.cortado.internal.Records;
import dev.cortado.tables.read.ByteSource;
import dev.cortado.tables.read.CsvTable;
import dev.cortado.tables.read.FileKind;
import dev.cortado.tables.read.IdxTable;
import dev.cortado.tables.read.JdbcDriver;
import dev.cortado.tables.read.JdbcTable;
import dev.cortado.tables.read.NpyTable;
import dev.cortado.tables.read.ParquetTable;
import dev.cortado.tables.read.Places;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /**
   * The table in one or several files of the same kind, which is found out: CSV (see {@link
   * CsvFormat}), Parquet, NumPy's {@code .npy} and {@code .npz}, or a pair of IDX files. Names may
   * have {@code *} and {@code ?}.
   */
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
    var sources = Places.sources(places, standardInput);
    return switch (FileKind.of(sources.getFirst())) {
      case CSV -> CsvTable.of(sources, format);
      case PARQUET -> ParquetTable.of(sources);
      case NPY -> NpyTable.ofArray(single(sources));
      case NPZ -> NpyTable.ofArchive(single(sources));
      case IDX -> IdxTable.of(sources);
    };
  }

  private static ByteSource single(List<ByteSource> sources) {
    if (sources.size() > 1) {
      throw Errors.argument("%d files, of NumPy's one can be read at a time", sources.size());
    }
    return sources.getFirst();
  }

  /** The table of rows in memory, in the order of the columns; null is a missing value. */
  public static TableSource of(
      List<String> columns, List<? extends List<? extends @Nullable Object>> rows) {
    return MemoryTable.of(columns, rows);
  }

  /** The table of numbers in memory; NaN is a missing value. */
  public static TableSource of(List<String> columns, double[][] rows) {
    return MemoryTable.of(columns, rows);
  }

  /** The same. */
  public static TableSource of(List<String> columns, float[][] rows) {
    return MemoryTable.of(columns, rows);
  }

  /** The table of records in memory; their components are the columns. */
  public static <R extends Record> TableSource ofRecords(Class<R> type, List<R> rows) {
    var columns = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    return MemoryTable.of(
        columns,
        rows.stream()
            .map(row -> Records.components(row).stream().map(Records.Component::value).toList())
            .toList());
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
