package dev.cortado.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.data.FormatException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.TimeZone;
import org.h2.Driver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JdbcTableTest {

  private static final String VALUES =
      "(1, 'Ann', 2.5, DATE '2026-03-29', TIMESTAMP '2026-03-29 02:30:00'), (2, NULL, NULL, NULL,"
          + " NULL)";

  @TempDir Path folder;

  private static Path jar(Class<?> driver) {
    try {
      return Path.of(driver.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A database with a table t of five columns and two rows. */
  private String filled(String url, String types) throws SQLException {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute("create table t (" + types + ")");
      statement.execute("insert into t values " + VALUES);
    }
    return url;
  }

  private String h2() throws SQLException {
    return filled(
        "jdbc:h2:" + folder.resolve("h2"),
        "id int, name varchar, score double precision, born date, seen timestamp");
  }

  private static void assertRows(TableSource table) {
    assertThat(table.columns())
        .map(String::toLowerCase)
        .containsExactly("id", "name", "score", "born", "seen");
    var expected =
        List.of(
            Arrays.<Object>asList(
                1, "Ann", 2.5, LocalDate.of(2026, 3, 29), LocalDateTime.of(2026, 3, 29, 2, 30)),
            Arrays.<Object>asList(2, null, null, null, null));
    assertThat(Rows.of(table)).isEqualTo(expected);
    assertThat(Rows.of(table)).isEqualTo(expected);
  }

  @Test
  void aQueryOfH2IsReadByADriverOutOfItsJar() throws SQLException {
    assertRows(Tables.jdbc(h2(), "select * from t order by id", jar(Driver.class)));
  }

  @Test
  void aQueryOfDuckDbIsRead() throws SQLException {
    var url =
        filled(
            "jdbc:duckdb:" + folder.resolve("duck"),
            "id integer, name varchar, score double, born date, seen timestamp");
    assertRows(Tables.jdbc(url, "select * from t order by id"));
  }

  @Test
  void aQueryOfSqliteIsRead() throws SQLException {
    var url = "jdbc:sqlite:" + folder.resolve("lite");
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute("create table t (id integer, name text, score real, born date)");
      statement.execute(
          "insert into t values (1, 'Ann', 2.5, '2026-03-29'), (2, null, null, null)");
    }
    assertThat(Rows.of(Tables.jdbc(url, "select * from t order by id", jar(org.sqlite.JDBC.class))))
        .containsExactly(
            Arrays.asList(1, "Ann", 2.5, LocalDate.of(2026, 3, 29)),
            Arrays.asList(2, null, null, null));
  }

  @Test
  void timesDoNotDependOnTheTimeZone() throws SQLException {
    var before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin")); // 02:30 did not exist that night
      assertRows(Tables.jdbc(h2(), "select * from t order by id", jar(Driver.class)));
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void aQueryWithoutOrderIsAWarning() throws SQLException {
    var url = h2();
    assertThat(Tables.jdbc(url, "select * from t").facts())
        .anyMatch(fact -> fact.startsWith("warning: it has no ORDER BY"));
    assertThat(Tables.jdbc(url, "select * from t Order  by id").facts()).containsExactly("query");
  }

  @Test
  void otherRowsInASecondPassAreRefused() throws SQLException {
    var url = h2();
    var table = Tables.jdbc(url, "select * from t order by id");
    Rows.of(table);
    try (var connection = DriverManager.getConnection(url)) {
      update(connection, "update t set score = 3 where id = 1");
    }
    assertThatThrownBy(() -> Rows.of(table))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith("JDBC-CHANGED: jdbc:h2:")
        .hasMessageContaining("(2 rows, then 2); add ORDER BY");
  }

  private static void update(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aTableOfManyRowsIsStreamed() throws SQLException {
    var url = "jdbc:h2:" + folder.resolve("many");
    var table = Tables.jdbc(url, "select x, x * 0.5 as y from system_range(1, 100000) order by x");
    assertThat(Rows.of(table)).hasSize(100_000).last().asString().isEqualTo("[100000, 50000.0]");
  }

  @Test
  void faultsAreToldWithoutThePassword() throws IOException, SQLException {
    var url = h2();
    assertFault(url, "select nothing from t", "JDBC-QUERY: jdbc:h2:");
    assertFault(url, "select id, id from t", "JDBC-COLUMNS: jdbc:h2:");
    assertThatThrownBy(() -> Rows.of(Tables.jdbc(url, "select X'0102' as b")))
        .hasMessageStartingWith("JDBC-TYPE: ")
        .hasMessageContaining("column 'B' is of type byte[]");
    assertThatThrownBy(
            () -> Tables.jdbc("jdbc:none://me:secret@host/x?password=secret", "select 1"))
        .hasMessageStartingWith("JDBC-OPEN: jdbc:none://host/x: cannot connect")
        .satisfies(e -> assertThat(e.getMessage().split(": cannot")[0]).doesNotContain("secret"));
    assertThatThrownBy(() -> Tables.jdbc(url, "select 1", Path.of("none.jar")))
        .hasMessage("JDBC-DRIVER: none.jar: no such file; name the driver's JAR file");
    var jar = Files.write(folder.resolve("x.jar"), new byte[] {1, 2, 3});
    assertThatThrownBy(() -> Tables.jdbc(url, "select 1", jar))
        .hasMessageStartingWith("JDBC-DRIVER: ")
        .hasMessageContaining("has no driver for jdbc:h2:");
  }

  private static void assertFault(String url, String sql, String message) {
    assertThatThrownBy(() -> Tables.jdbc(url, sql))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith(message);
  }
}
