package dev.cortado.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every example prints what the comment at its end says, and the pictures in the docs are those
 * that it draws.
 */
class ExamplesTest {

  private static final Path MODULE = Path.of(System.getProperty("basedir", "."));
  private static final Path SOURCES = MODULE.resolve("src/main/java");
  private static final Path PICTURES = MODULE.resolve("../docs/images");
  private static final String MARK = "// prints";

  static List<Path> examples() throws IOException {
    try (var files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .map(SOURCES::relativize)
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void printsWhatItsLastCommentSays(Path example, @TempDir Path folder) throws Exception {
    boolean readsDigits = example.endsWith("Digits.java");
    if (readsDigits) {
      FloorsTest.assumeDigits();
    }
    assertThat(printed(example, readsDigits ? FloorsTest.DATA : folder))
        .isEqualTo(promised(example));
    for (var picture : pictures(folder)) {
      assertThat(PICTURES.resolve(picture.getFileName()))
          .as("run %s with docs/images to draw it anew", example.getFileName())
          .hasSameTextualContentAs(picture);
    }
  }

  private static List<Path> pictures(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".svg")).toList();
    }
  }

  private static String promised(Path example) throws IOException {
    var lines = Files.readAllLines(SOURCES.resolve(example));
    assertThat(lines)
        .as("%s ends with a comment that begins with %s", example, MARK)
        .contains(MARK);
    return lines.subList(lines.lastIndexOf(MARK) + 1, lines.size()).stream()
        .map(line -> line.replaceFirst("^// ?", ""))
        .collect(joining("\n"))
        .strip();
  }

  private static String printed(Path example, Path folder) throws Exception {
    var name = example.toString().replace(".java", "").replaceAll("[/\\\\]", ".");
    var main = Class.forName(name).getDeclaredMethod("main", String[].class);
    main.setAccessible(true);
    var bytes = new ByteArrayOutputStream();
    var before = System.out;
    System.setOut(new PrintStream(bytes, true, UTF_8));
    try {
      main.invoke(null, (Object) new String[] {folder.toString()});
    } finally {
      System.setOut(before);
    }
    return bytes.toString(UTF_8).lines().map(String::stripTrailing).collect(joining("\n")).strip();
  }
}
