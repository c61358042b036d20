package dev.cortado.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad tables, each given to the real command: the exit code, one line, and nothing left behind. */
class TableFaultsTest {

  @TempDir private Path folder;

  private static String rows(int count, String line) {
    return IntStream.range(0, count)
        .mapToObj(
            row -> line.replace("#", String.valueOf(row)).replace("%", String.valueOf(row % 2)))
        .collect(Collectors.joining("\n", "a,b,y\n", "\n"));
  }

  static List<Arguments> tables() {
    return List.of(
        Arguments.of("C04", "", "CSV-EMPTY", ": is empty (0 bytes)"),
        Arguments.of("C05", "a,b,y\n", "CSV-EMPTY", ": has a header but no rows"),
        Arguments.of("C06", "\n\n\n", "CSV-EMPTY", ": has only blank lines"),
        Arguments.of("C07", "a,b,y\n1,2,0\n1,2\n", "CSV-WIDTH", ":3: 2 fields, header has 3"),
        Arguments.of("C08", "a,b,y\n1,2,0\n1,2,0,4\n", "CSV-WIDTH", ":3: 4 fields, header has 3"),
        Arguments.of(
            "C09",
            "a,b,y\n1,\"2,0\n1,2,1\n",
            "CSV-QUOTE",
            ":2:3: quote opened here is never closed"),
        Arguments.of(
            "C10", "a,b,y\n1,\"a\"b,0\n", "CSV-QUOTE", ": unexpected 'b' after closing quote"),
        Arguments.of(
            "C11", rows(60, "#,1.5,%") + "abc,1.5,0\n", "CSV-NUMBER", ":62: column 'a': 'abc'"),
        Arguments.of(
            "C20", "\u00ff\u00fea\0,\0", "CSV-ENCODING", ": UTF-16 byte-order mark; convert"),
        Arguments.of("C21", "a,b,y\n\u00e9,1,2\n", "CSV-ENCODING", ": byte offset 6: invalid"),
        Arguments.of("C22", "\u0089PNG\r\n\u001a\n\0\0", "CSV-BINARY", ": byte 0x00 at offset 8"),
        Arguments.of("C24", "a,a,y\n1,2,3\n", "CSV-HEADER", ":1: column 'a' appears twice"),
        Arguments.of("C25", "a,,y\n1,2,3\n", "CSV-HEADER", ":1: column 2 of 3 has no name"),
        Arguments.of("C26", "a,b,Y\n1,2,3\n", "CSV-TARGET", "; did you mean Y?"),
        Arguments.of(
            "C28",
            rows(40, "#,%,cat"),
            "DATA-ONE-CLASS",
            ": target 'y' has one value 'cat' in 40 rows"),
        Arguments.of("C33", rows(3, "#,%,%"), "DATA-SPLIT", ": 3 rows cannot give a"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tables")
  void aBadTableIsNamedInOneLine(String row, String text, String code, String message)
      throws IOException {
    var table = Files.write(folder.resolve("t.csv"), text.getBytes(ISO_8859_1));
    var done = train(table);
    assertThat(done.code()).as(done.err()).isEqualTo(3);
    assertThat(done.err())
        .startsWith("error[" + code + "]: " + table)
        .contains(message)
        .hasLineCount(1);
    assertThat(run()).doesNotExist();
  }

  private Path run() {
    return folder.resolve("run");
  }

  private CommandRun train(Path table, String... more) {
    var words =
        new ArrayList<>(
            List.of(
                "train",
                table.toString(),
                "--target",
                "y",
                "--quality",
                "fast",
                "--epochs",
                "2",
                "--quiet",
                "--out",
                run().toString()));
    words.addAll(List.of(more));
    return CommandRun.run(words.toArray(String[]::new));
  }

  @Test
  void aFileThatIsNotThereAndAFolderAreNamed() {
    assertThat(train(folder.resolve("nowhere.csv")).err())
        .startsWith("error[CSV-OPEN]: " + folder.resolve("nowhere.csv") + ": no such file");
    assertThat(train(folder).err())
        .isEqualTo("error[CSV-OPEN]: " + folder + ": is a directory, expected a file\n");
  }

  @Test
  void aByteOrderMarkAndAnyLineEndsGiveTheSameModel() throws IOException {
    var plain = rows(60, "#,1%.5,%");
    var table = Files.writeString(folder.resolve("t.csv"), plain);
    assertThat(train(table).code()).isZero();
    var model = Files.readAllBytes(run().resolve("model.cortado"));
    for (var other :
        List.of("\uFEFF" + plain, plain.replace("\n", "\r\n"), plain.replace('\n', '\r'))) {
      Files.writeString(table, other);
      var out = Files.createTempDirectory(folder, "out");
      var done = train(table, "--seed", "42");
      assertThat(done.code()).isEqualTo(2);
      assertThat(
              CommandRun.run(
                      "train",
                      table.toString(),
                      "--target",
                      "y",
                      "--quality",
                      "fast",
                      "--epochs",
                      "2",
                      "--quiet",
                      "--out",
                      out.toString())
                  .code())
          .isZero();
      assertThat(Files.readAllBytes(out.resolve("model.cortado"))).isEqualTo(model);
    }
  }

  @Test
  void escapeSequencesOfACellAreShownEscaped() throws IOException {
    var table =
        Files.write(
            folder.resolve("t.csv"),
            (rows(60, "#,1.5,%") + "red\u001b[31m,1.5,0\n").getBytes(UTF_8));
    assertThat(train(table).err()).contains("red\\u001b[31m").doesNotContain("\u001b");
  }

  @Test
  void aFolderThatIsInUseIsRefused() throws IOException {
    var table = Files.writeString(folder.resolve("t.csv"), rows(60, "#,1%.5,%"));
    assertThat(train(table).code()).isZero();
    var again = train(table);
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).startsWith("error[OUT]: " + run() + " is not empty");
  }
}
