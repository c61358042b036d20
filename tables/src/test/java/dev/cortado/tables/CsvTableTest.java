package dev.cortado.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.data.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvTableTest {

  @TempDir Path folder;

  private TableSource table(String text) throws IOException {
    return Tables.read(Rows.file(folder, "data.csv", text));
  }

  private static List<Object> row(Object... values) {
    return Arrays.asList(values);
  }

  @Test
  void anEmptyCellIsNullUnlessItIsQuoted() throws IOException {
    assertThat(Rows.of(table("a,b,c\n,\"\",x\n"))).containsExactly(row(null, "", "x"));
  }

  @Test
  void blanksAroundACellAreCutOffUnlessItIsQuoted() throws IOException {
    assertThat(Rows.of(table("a , b\n 1 ,\" x \"\n"))).containsExactly(row("1", " x "));
    assertThat(table("a , b\n1,2\n").columns()).containsExactly("a", "b");
  }

  @Test
  void aQuoteMayFollowABlankIfTheFirstRowsShowIt() throws IOException {
    assertThat(Rows.of(table("a, b\n1, \"x, y\"\n"))).containsExactly(row("1", "x, y"));
  }

  @Test
  void aQuoteAfterABlankThatTheFirstRowsDoNotShowIsRefused() throws IOException {
    var table = table("a,b\n" + "1,2\n".repeat(300_000) + "1, \"x\"\n");
    assertThatThrownBy(() -> Rows.of(table)).hasMessageContaining("data.csv:300002: blank before");
  }

  @Test
  void textForMissingValuesIsLeftAsItIs() throws IOException {
    assertThat(Rows.of(table("a,b,c\nNA,?,null\n1,2,3\n"))).contains(row("NA", "?", "null"));
  }

  @Test
  void cellsMayHaveLineBreaksQuotesAndAnyCharacter() throws IOException {
    assertThat(Rows.of(table("a,b\n\"x\r\ny\",\"say \"\"hi\"\"\"\n😀,日本\n")))
        .containsExactly(row("x\r\ny", "say \"hi\""), row("😀", "日本"));
  }

  @Test
  void theDelimiterIsFoundOut() throws IOException {
    assertThat(table("a;b\n1;2\n").facts()).contains("delimiter ';'");
    assertThat(table("a\tb\n1\t2\n").facts()).contains("delimiter tab");
    assertThat(table("a|b\n1|2\n").facts()).contains("delimiter '|'");
    assertThat(table("a,b\n1,2\n").facts()).contains("delimiter ','");
  }

  @Test
  void aDecimalCommaIsNoDelimiter() throws IOException {
    var table = table("1,5;2,5\n3,5;4,5\n");
    assertThat(table.facts()).contains("delimiter ';'", "decimal comma");
    assertThat(Rows.of(table)).containsExactly(row("1.5", "2.5"), row("3.5", "4.5"));
  }

  @Test
  void pointsBeforeThreeDigitsSeparateThousandsIfTheCommaIsDecimal() throws IOException {
    var table = table("a;b;c\n1.234,5;x;2.000\n0,5;y, 1,5;7\n");
    assertThat(table.facts()).contains("decimal comma, thousands separator '.'");
    assertThat(Rows.of(table))
        .containsExactly(row("1234.5", "x", "2000"), row("0.5", "y, 1,5", "7"));
  }

  @Test
  void aPointThatCannotSeparateThousandsMeansThatNoneDoes() throws IOException {
    var table = table("a;b\n1,5;2.000\n0,5;2.5\n0,7;2.5\n0,7;1\n");
    assertThat(table.facts()).contains("decimal comma");
    assertThat(Rows.of(table)).startsWith(row("1.5", "2.000"), row("0.5", "2.5"));
  }

  @Test
  void textWithCommasInATabSeparatedFileIsNoTrouble() throws IOException {
    assertThat(table("id\tname, full\n1\tDoe, John\n").columns())
        .containsExactly("id", "name, full");
  }

  @Test
  void singleQuotesAreFoundOut() throws IOException {
    assertThat(Rows.of(table("a,b\n1,'x, y'\n2,'it''s'\n")))
        .containsExactly(row("1", "x, y"), row("2", "it's"));
  }

  @Test
  void aHeaderIsTextAboveNumbers() throws IOException {
    assertThat(table("a,b\n1,x\n2,y\n").columns()).containsExactly("a", "b");
    assertThat(table("1,x\n2,y\n").columns()).containsExactly("column1", "column2");
    assertThat(table("5.1,3.5,Iris-setosa\n4.9,3.0,Iris-setosa\n").facts())
        .contains("no header, columns are called column1 to column3");
  }

  @Test
  void textAloneHasAHeaderUnlessItsFirstRowLooksLikeTheOthers() throws IOException {
    assertThat(table("color,size\nred,big\nblue,small\n").columns()).contains("color");
    assertThat(table("p,x\ne,x\np,y\n").columns()).contains("column1");
    assertThat(table("p,x,p\ne,z,q\n").columns()).contains("column1");
  }

  @Test
  void theFormatMayBeGiven() throws IOException {
    var file = Rows.file(folder, "data.csv", "a;1,5\nb;2,5\n");
    var format = CsvFormat.auto().delimiter(',').header(true).decimal('.');
    var table = Tables.read(List.of(file.toString()), format);
    assertThat(table.columns()).containsExactly("a;1", "5");
  }

  @Test
  void impossibleFormatsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> CsvFormat.auto().delimiter('\n'));
    assertThatIllegalArgumentException().isThrownBy(() -> CsvFormat.auto().delimiter('"'));
    assertThatIllegalArgumentException().isThrownBy(() -> CsvFormat.auto().quote('x'));
    assertThatIllegalArgumentException().isThrownBy(() -> CsvFormat.auto().decimal(' '));
  }

  @Test
  void severalFilesAreOneTable() throws IOException {
    Rows.file(folder, "part-2.csv", "a,b\n3,4");
    Rows.file(folder, "part-1.csv", "a,b\n1,2\n");
    Rows.file(folder, "part-3.csv", "a,b\n");
    var table = Tables.read(folder + "/part-*.csv");
    assertThat(Rows.of(table)).containsExactly(row("1", "2"), row("3", "4"));
    assertThat(table.facts()).first().asString().startsWith("3 files, ").endsWith("part-3.csv");
  }

  @Test
  void severalFilesMustHaveTheSameHeader() throws IOException {
    Rows.file(folder, "part-1.csv", "a,b\n1,2\n");
    Rows.file(folder, "part-2.csv", "b,a\n3,4\n");
    assertThatThrownBy(() -> Tables.read(folder + "/part-?.csv"))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith("CSV-HEADER: ")
        .hasMessageContaining("part-2.csv:1: columns are b, a; those of ");
  }

  @Test
  void aPatternWithoutFilesIsRefused() {
    assertThatThrownBy(() -> Tables.read(folder + "/*.csv"))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith("CSV-OPEN: ");
  }

  @Test
  void aCompressedFileIsRead() throws IOException {
    var file = folder.resolve("data.csv.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
    }
    var table = Tables.read(file);
    assertThat(Rows.of(table)).containsExactly(row("1", "2"));
    assertThat(table.facts()).contains("compressed by gzip");
  }

  @Test
  void thePlaceOfARowIsItsFileAndLine() throws IOException {
    try (var rows = table("a,b\n\n1,\"x\ny\"\n2,z\n").open()) {
      var values = new Object[2];
      rows.next(values);
      assertThat(rows.place()).endsWith("data.csv:3");
      rows.next(values);
      assertThat(rows.place()).endsWith("data.csv:5");
    }
  }

  @Test
  void theLocaleDoesNotMatter() throws IOException {
    var before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      var table = table("ID;I\n1,5;TRUE\n2,5;FALSE\n");
      assertThat(table.columns()).containsExactly("ID", "I");
      assertThat(Rows.of(table)).contains(row("1.5", "TRUE"));
    } finally {
      Locale.setDefault(before);
    }
  }
}
