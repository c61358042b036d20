package dev.cortado.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generated files are read as they were meant, and as DuckDB reads them. */
final class CsvAgreementTest {

  private static final List<String> PIECES =
      List.of(
          "a", "Z", "7", ".", ",", ";", "\t", "|", "\"", "\n", "\r\n", " ", "é", "ß", "日本", "😀",
          "'", "=", "\u0301", "x y", "-1.5", "\\");

  @TempDir Path folder;

  private record Written(String text, List<List<Object>> rows) {}

  /** A file with quotes wherever they are needed, and sometimes where they are not. */
  private static Written written(Random random, char delimiter, String lineEnd) {
    int width = 2 + random.nextInt(4);
    var text = new StringBuilder();
    for (int i = 0; i < width; i++) {
      text.append(i == 0 ? "" : delimiter).append("name").append(i);
    }
    text.append(lineEnd);
    var rows = new ArrayList<List<Object>>();
    int height = 3 + random.nextInt(20);
    for (int row = 0; row < height; row++) {
      var cells = new Object[width];
      for (int i = 0; i < width; i++) {
        text.append(i == 0 ? "" : delimiter);
        var cell = cell(random);
        if (cell.isEmpty() && i > 0) {
          cells[i] = null;
        } else {
          cells[i] = cell;
          boolean quoted = needsQuotes(cell) || random.nextInt(4) == 0;
          text.append(quoted ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
        }
      }
      rows.add(Arrays.asList(cells));
      text.append(row == height - 1 && random.nextBoolean() ? "" : lineEnd);
    }
    return new Written(text.toString(), rows);
  }

  private static boolean needsQuotes(String cell) {
    return cell.isEmpty()
        || !cell.strip().equals(cell)
        || cell.chars().anyMatch(c -> ",;\t|\"'\n\r ".indexOf(c) >= 0);
  }

  private static String cell(Random random) {
    var cell = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      cell.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return cell.toString();
  }

  @Test
  void generatedFilesAreReadAsTheyWereMeant() throws IOException {
    for (int seed = 0; seed < 400; seed++) {
      var random = new Random(seed);
      char delimiter = ",;\t|".charAt(random.nextInt(4));
      var written = written(random, delimiter, List.of("\n", "\r\n", "\r").get(random.nextInt(3)));
      var file = Rows.file(folder, "data.csv", written.text);
      var format = CsvFormat.auto().delimiter(delimiter).header(true).quote('"').decimal('.');
      assertThat(Rows.of(Tables.read(List.of(file.toString()), format)))
          .as("seed %d", seed)
          .isEqualTo(written.rows);
    }
  }

  @Test
  void duckDbReadsTheSame() throws IOException, SQLException {
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement()) {
      for (int seed = 1000; seed < 1060; seed++) {
        var random = new Random(seed);
        char delimiter = ",;\t|".charAt(random.nextInt(4));
        var written = written(random, delimiter, "\n");
        var file = Rows.file(folder, "data.csv", written.text);
        var theirs = new ArrayList<List<Object>>();
        try (var rows =
            statement.executeQuery(
                "select * from read_csv('"
                    + file
                    + "', delim = '"
                    + delimiter
                    + "', header = true, all_varchar = true, quote = '\"', escape = '\"',"
                    + " auto_detect = false, columns = {"
                    + columns(written.rows.getFirst().size())
                    + "})")) {
          while (rows.next()) {
            var values = new Object[written.rows.getFirst().size()];
            for (int i = 0; i < values.length; i++) {
              values[i] = rows.getObject(i + 1);
            }
            theirs.add(Arrays.asList(values));
          }
        }
        var format = CsvFormat.auto().delimiter(delimiter).header(true).quote('"').decimal('.');
        var ours = Rows.of(Tables.read(List.of(file.toString()), format));
        assertThat(emptyAsNull(ours)).as("seed %d", seed).isEqualTo(emptyAsNull(theirs));
      }
    }
  }

  private static String columns(int count) {
    var columns = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      columns.add("'name" + i + "': 'VARCHAR'");
    }
    return String.join(", ", columns);
  }

  /** DuckDB does not tell an empty quoted cell from an empty one in the same way. */
  private static List<List<Object>> emptyAsNull(List<List<Object>> rows) {
    return rows.stream()
        .map(row -> row.stream().map(cell -> "".equals(cell) ? null : cell).toList())
        .toList();
  }
}
