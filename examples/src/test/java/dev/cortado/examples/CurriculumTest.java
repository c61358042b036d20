package dev.cortado.examples;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page on the curriculum has a row for every item of the lectures, and what it names is there:
 * classes, examples, tests and pictures.
 */
class CurriculumTest {

  private static final Path ROOT = Path.of(System.getProperty("basedir", "."), "..").normalize();
  private static final Path DOCS = ROOT.resolve("docs");

  /** What is told and shown in words or pictures, and does not run. */
  private static final Set<String> TOLD =
      Set.of(
          "P1", "P13", "M6", "M11", "M14", "M15", "G18", "O10", "E8r", "N2", "N5", "D5", "V15",
          "E33", "E35");

  private static final Pattern ROW = Pattern.compile("\\| ([A-Z]\\d+r?) \\|(.*)\\|(.*)\\|(.*)\\|");
  private static final Pattern DEFINITION = Pattern.compile("\\[`([^`]+)`]: (\\S+)");
  private static final Pattern NAME = Pattern.compile("\\[`([^`]+)`]");
  private static final Pattern METHOD = Pattern.compile("\\bvoid (\\w+)\\(");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)\\)");

  /** A row of a table. */
  private record Row(String id, String what, String where, String shownBy) {}

  /** All items: P of perceptrons, M of networks, and so on; E are the lectures' errors. */
  private static List<String> ids() {
    var last = new LinkedHashMap<String, Integer>();
    last.put("P", 13);
    last.put("M", 16);
    last.put("A", 15);
    last.put("S", 7);
    last.put("L", 9);
    last.put("G", 18);
    last.put("T", 15);
    last.put("O", 10);
    last.put("R", 6);
    last.put("I", 6);
    last.put("N", 6);
    last.put("D", 8);
    last.put("B", 8);
    last.put("V", 15);
    last.put("K", 11);
    last.put("E", 36);
    var ids = new ArrayList<String>();
    last.forEach((letter, count) -> numbered(letter, count, "").forEach(ids::add));
    numbered("E", 8, "r").forEach(ids::add);
    return ids;
  }

  private static Stream<String> numbered(String letter, int count, String suffix) {
    return IntStream.rangeClosed(1, count).mapToObj(number -> letter + number + suffix);
  }

  private static List<String> page() throws IOException {
    return Files.readAllLines(DOCS.resolve("curriculum.md"));
  }

  private static List<Row> rows() throws IOException {
    return page().stream()
        .map(ROW::matcher)
        .filter(row -> row.matches())
        .map(row -> new Row(row.group(1), row.group(2), row.group(3), row.group(4)))
        .toList();
  }

  /** What names in backquotes and brackets stand for. */
  private static Map<String, Path> definitions() throws IOException {
    return page().stream()
        .map(DEFINITION::matcher)
        .filter(line -> line.matches())
        .collect(toMap(line -> line.group(1), line -> DOCS.resolve(line.group(2)).normalize()));
  }

  private static List<String> names(String text) {
    return NAME.matcher(text).results().map(found -> found.group(1)).toList();
  }

  @Test
  void everyItemHasExactlyOneRow() throws IOException {
    assertThat(rows()).extracting(Row::id).containsExactlyInAnyOrderElementsOf(ids());
  }

  @Test
  void everyRowSaysWhatAndWhereAndWhatRunsIsShownByATest() throws IOException {
    for (var row : rows()) {
      assertThat(row.what()).as(row.id()).isNotBlank();
      assertThat(row.where()).as(row.id()).isNotBlank();
      if (!TOLD.contains(row.id())) {
        assertThat(names(row.shownBy())).as("what shows %s", row.id()).isNotEmpty();
      }
    }
  }

  @Test
  void everyNameIsDefinedOnceAndUsed() throws IOException {
    var used = new TreeSet<String>();
    for (var line : page()) {
      if (!DEFINITION.matcher(line).matches()) {
        used.addAll(names(line));
      }
    }
    assertThat(definitions().keySet()).containsExactlyInAnyOrderElementsOf(used);
  }

  @Test
  void everyClassAndEveryExampleIsWhereItsLinkSays() throws IOException {
    var definitions = definitions();
    for (var row : rows()) {
      for (var name : names(row.where())) {
        var path = definitions.get(name);
        assertThat(path).as("%s of %s", name, row.id()).isRegularFile();
        assertThat(path.toString()).as(name).endsWith("/" + name.replace('.', '/') + ".java");
      }
    }
  }

  @Test
  void everyTestIsInTheClassThatItsLinkSays() throws IOException {
    var definitions = definitions();
    for (var row : rows()) {
      for (var shown : row.shownBy().strip().split("<br>", -1)) {
        for (var name : names(shown)) {
          var path = definitions.get(name);
          assertThat(path).as("%s of %s", name, row.id()).isRegularFile();
          assertThat(path.toString()).contains("/src/test/").endsWith("/" + name + ".java");
          assertThat(methods(path)).as(name).contains(sentences(shown));
        }
      }
    }
  }

  /** The sentences behind the name of a test, without what tells them from a method's name. */
  private static String[] sentences(String shown) {
    return Arrays.stream(shown.substring(shown.indexOf(':') + 1).split(";", -1))
        .map(CurriculumTest::letters)
        .toArray(String[]::new);
  }

  private static Set<String> methods(Path file) throws IOException {
    return METHOD
        .matcher(Files.readString(file))
        .results()
        .map(found -> letters(found.group(1)))
        .collect(toSet());
  }

  private static String letters(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  @Test
  void noLinkIsDead() throws IOException {
    for (var line : page()) {
      for (var link : LINK.matcher(line).results().map(found -> found.group(1)).toList()) {
        assertThat(DOCS.resolve(link)).as(line).exists();
      }
    }
    for (var definition : definitions().entrySet()) {
      assertThat(definition.getValue()).as(definition.getKey()).isRegularFile();
    }
  }
}
