package dev.cortado.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.data.FormatException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that DuckDB writes. */
final class ParquetTableTest {

  @TempDir Path folder;

  private Path write(String query, String codec) throws SQLException {
    return write("data.parquet", query, codec);
  }

  private Path write(String name, String query, String codec) throws SQLException {
    var file = folder.resolve(name);
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement()) {
      statement.execute("set threads = 1");
      statement.execute(
          "copy (" + query + ") to '" + file + "' (format parquet, codec '" + codec + "')");
    }
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"uncompressed", "snappy", "gzip"})
  void valuesOfAllTypesAreRead(String codec) throws SQLException {
    var types =
        "select 1::TINYINT a, -2::SMALLINT b, 3::INTEGER c, 4::BIGINT d, 4000000000::UINTEGER e,"
            + " 18446744073709551615::UBIGINT f, 1.5::FLOAT g, 2.5::DOUBLE h,"
            + " 12.34::DECIMAL(9,2) i, -12.34::DECIMAL(30,2) j, true k, 'text é' l,"
            + " 'x'::ENUM('x', 'y') m, DATE '2026-01-02' n, TIME '03:04:05' o,"
            + " TIMESTAMP '2026-01-02 03:04:05.678901' p,"
            + " TIMESTAMPTZ '2026-01-02 03:04:05+02' q,"
            + " 'e6d4bc3a-9d55-4a4a-8a4e-9a0f5d7e6c11'::UUID r, NULL::INTEGER s";
    var table = Tables.read(write(types, codec));
    assertThat(table.columns()).containsExactly("abcdefghijklmnopqrs".split(""));
    assertThat(table.facts()).containsExactly("Parquet", "compression " + codec);
    assertThat(Rows.of(table))
        .containsExactly(
            Arrays.asList(
                (byte) 1,
                (short) -2,
                3,
                4L,
                4_000_000_000L,
                new BigInteger("18446744073709551615"),
                1.5f,
                2.5,
                new BigDecimal("12.34"),
                new BigDecimal("-12.34"),
                true,
                "text é",
                "x",
                LocalDate.of(2026, 1, 2),
                LocalTime.of(3, 4, 5),
                LocalDateTime.of(2026, 1, 2, 3, 4, 5, 678_901_000),
                LocalDateTime.of(2026, 1, 2, 1, 4, 5),
                "e6d4bc3a-9d55-4a4a-8a4e-9a0f5d7e6c11",
                null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"uncompressed", "snappy", "gzip"})
  void manyRowsAreThoseThatDuckDbReads(String codec) throws SQLException {
    var file =
        write(
            "select i, case when i % 7 = 0 then null else hash(i) / 3.0 end as x, case when i % 5 ="
                + " 0 then null else 'é' || repeat(chr((65 + i % 26)::INTEGER), i % 40) end as s,"
                + " hash(i)::VARCHAR t, i % 3 = 0 as b from range(100000) r(i)",
            codec);
    var expected = new ArrayList<List<Object>>();
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select * from '" + file + "'")) {
      while (rows.next()) {
        expected.add(
            Arrays.asList(
                rows.getObject(1),
                rows.getObject(2),
                rows.getObject(3),
                rows.getObject(4),
                rows.getObject(5)));
      }
    }
    assertThat(Rows.of(Tables.read(file)).equals(expected)).isTrue();
  }

  @Test
  void nestedColumnsAreLeftOutAndTold() throws SQLException {
    var table =
        Tables.read(
            write(
                "select 1 a, [1, 2] b, {'x': 2} c, 3 x, INTERVAL 3 DAY d, 'z'::BLOB e, 5 as"
                    + " \"f.g\"",
                "snappy"));
    assertThat(table.columns()).containsExactly("a", "x", "f.g");
    assertThat(Rows.of(table)).containsExactly(List.of(1, 3, 5));
    assertThat(table.facts())
        .contains(
            "column 'b' is left out: nested",
            "column 'c' is left out: nested",
            "column 'd' is left out: INTERVAL",
            "column 'e' is left out: BYTE_ARRAY");
  }

  @Test
  void severalFilesAreOneTable() throws SQLException {
    write("a1.parquet", "select 1 a", "snappy");
    write("a2.parquet", "select 2 a", "gzip");
    assertThat(Rows.of(Tables.read(folder + "/a*.parquet")))
        .containsExactly(List.of(1), List.of(2));
    write("a3.parquet", "select 2 b", "gzip");
    assertThatThrownBy(() -> Tables.read(folder + "/a*.parquet"))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith("PARQUET-SCHEMA: ")
        .hasMessageContaining("columns are b INT32; those of ");
  }

  @Test
  void faultsAreTold() throws SQLException, IOException {
    assertThatThrownBy(() -> Tables.read(folder.resolve("none.parquet")))
        .hasMessageStartingWith("PARQUET-OPEN: ")
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> Tables.read(write("select 1 a where false", "snappy")))
        .hasMessageStartingWith("PARQUET-EMPTY: ");
    var zstd = Tables.read(write("select 1 a", "zstd"));
    assertThatThrownBy(() -> Rows.of(zstd))
        .hasMessageStartingWith("PARQUET-CODEC: ")
        .hasMessageContaining("com.github.luben:zstd-jni; or write it with Snappy or gzip");
    byte[] whole = Files.readAllBytes(write("select range a from range(1000)", "snappy"));
    var cut = Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> Tables.read(cut)).hasMessageStartingWith("PARQUET-DATA: ");
    var table = Tables.read(write("select 1 a", "snappy"));
    write("select 1 a, 2 b", "snappy");
    assertThatThrownBy(table::open).hasMessageStartingWith("PARQUET-CHANGED: ");
  }
}
