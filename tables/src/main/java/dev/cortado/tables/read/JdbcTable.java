package dev.cortado.tables.read;

import dev.cortado.data.FormatException;
import dev.cortado.internal.SafeText;
import dev.cortado.tables.RowReader;
import dev.cortado.tables.TableSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The result of a query. Each {@link #open} runs the query once more; if that gives other rows than
 * the first time, or the same in another order, reading ends with an error.
 */
public final class JdbcTable implements TableSource {

  private static final int ROWS_AT_A_TIME = 1_000;

  private static final Pattern ORDER =
      Pattern.compile("\\border\\s+by\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern CREDENTIALS = Pattern.compile("(?<=//)[^/@]*@");

  private final JdbcDriver driver;
  private final String url;
  private final String sql;
  private final List<Column> columns;
  private final AtomicReference<@Nullable Content> first = new AtomicReference<>();

  private JdbcTable(JdbcDriver driver, String url, String sql, List<Column> columns) {
    this.driver = driver;
    this.url = url;
    this.sql = sql;
    this.columns = List.copyOf(columns);
  }

  /** A column, and the class of {@code java.time} that its values should have. */
  private record Column(String name, @Nullable Class<?> time) {}

  /** How many rows a pass gave, and a hash of them. */
  private record Content(long rows, long hash) {}

  /** The result of a query; the columns are asked for now. */
  public static JdbcTable of(String url, String sql, JdbcDriver driver) {
    var place = place(url);
    try (var connection = driver.connect(url, place);
        var statement = connection.prepareStatement(sql)) {
      var meta = statement.getMetaData();
      if (meta != null) {
        return new JdbcTable(driver, url, sql, columns(place, meta));
      }
      statement.setMaxRows(1);
      try (var result = statement.executeQuery()) {
        return new JdbcTable(driver, url, sql, columns(place, result.getMetaData()));
      }
    } catch (SQLException e) {
      throw failed(place, e);
    }
  }

  private static List<Column> columns(String place, ResultSetMetaData meta) throws SQLException {
    var columns = new ArrayList<Column>();
    var names = new HashSet<String>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      var name = meta.getColumnLabel(i);
      if (!names.add(name)) {
        throw new FormatException(
            "JDBC-COLUMNS",
            place,
            "column '" + SafeText.of(name) + "' appears twice; rename one by AS");
      }
      columns.add(new Column(name, time(meta.getColumnType(i))));
    }
    return columns;
  }

  /** Read as these, since the older classes depend on the time zone of the machine. */
  private static @Nullable Class<?> time(int type) {
    return switch (type) {
      case Types.DATE -> LocalDate.class;
      case Types.TIME -> LocalTime.class;
      case Types.TIMESTAMP -> LocalDateTime.class;
      case Types.TIMESTAMP_WITH_TIMEZONE -> OffsetDateTime.class;
      default -> null;
    };
  }

  /** The address without user, password and options. */
  private static String place(String url) {
    var address = url.split("[?;]", 2)[0];
    return SafeText.of(CREDENTIALS.matcher(address).replaceAll(""));
  }

  private static FormatException failed(String place, SQLException e) {
    return new FormatException(
        "JDBC-QUERY", place, SafeText.of(String.valueOf(e.getMessage()).strip()), e);
  }

  @Override
  public String name() {
    return place(url);
  }

  @Override
  public List<String> columns() {
    return columns.stream().map(Column::name).toList();
  }

  @Override
  public List<String> facts() {
    return ORDER.matcher(sql).find()
        ? List.of("query")
        : List.of(
            "query", "warning: it has no ORDER BY, so its rows may come in another order later");
  }

  @Override
  public RowReader open() {
    return new Rows();
  }

  /** The rows of one run of the query. */
  private final class Rows implements RowReader {

    private final String place = JdbcTable.place(url);
    private final Connection connection = driver.connect(url, place);
    private final Statement statement;
    private final ResultSet result;
    private final boolean[] asTime = new boolean[columns.size()];
    private long row;
    private long hash;

    Rows() {
      try {
        begin();
        statement =
            connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        statement.setFetchSize(fetchSize());
        result = statement.executeQuery(sql);
      } catch (SQLException e) {
        closeQuietly(connection);
        throw failed(place, e);
      }
      for (int i = 0; i < asTime.length; i++) {
        asTime[i] = columns.get(i).time != null;
      }
    }

    /** PostgreSQL keeps the whole result in memory unless a transaction is open. */
    private void begin() {
      try {
        connection.setAutoCommit(false);
      } catch (SQLException _) {
        // A database without transactions needs none.
      }
    }

    /** MySQL keeps the whole result in memory unless it is asked in this way. */
    private int fetchSize() {
      return url.toLowerCase(Locale.ROOT).startsWith("jdbc:mysql:")
          ? Integer.MIN_VALUE
          : ROWS_AT_A_TIME;
    }

    @Override
    public boolean next(@Nullable Object[] values) {
      try {
        if (!result.next()) {
          requireSame();
          return false;
        }
        row++;
        for (int i = 0; i < columns.size(); i++) {
          values[i] = value(i);
        }
        hash = 31 * hash + Arrays.hashCode(values);
        return true;
      } catch (SQLException e) {
        throw failed(place, e);
      }
    }

    private @Nullable Object value(int i) throws SQLException {
      var time = columns.get(i).time;
      if (asTime[i] && time != null) {
        try {
          return JdbcValue.of(result.getObject(i + 1, time), place(), columns.get(i).name);
        } catch (SQLException _) {
          asTime[i] = false; // SQLite has dates that are text or numbers
        }
      }
      return JdbcValue.of(result.getObject(i + 1), place(), columns.get(i).name);
    }

    private void requireSame() {
      var content = new Content(row, hash);
      var expected = first.compareAndExchange(null, content);
      if (expected != null && !expected.equals(content)) {
        throw new FormatException(
            "JDBC-CHANGED",
            place,
            "the query gave other rows than before ("
                + expected.rows
                + " rows, then "
                + row
                + "); add ORDER BY a key, or write the result to a file first");
      }
    }

    @Override
    public String place() {
      return place + ": row " + row;
    }

    @Override
    public void close() {
      closeQuietly(result);
      closeQuietly(statement);
      closeQuietly(connection);
    }
  }

  private static void closeQuietly(AutoCloseable open) {
    try {
      open.close();
    } catch (Exception _) {
      // Nothing was written.
    }
  }
}
