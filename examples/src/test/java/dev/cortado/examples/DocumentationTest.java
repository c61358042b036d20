package dev.cortado.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every Java snippet of the README and the docs compiles, runs, and prints what its comments say.
 */
class DocumentationTest {

  private static final Path ROOT = Path.of(System.getProperty("basedir", "."), "..");

  /** What snippets call {@code credit.csv}: the table that {@code cortado train} trains on. */
  private static final Path CREDIT =
      ROOT.resolve("cli/src/main/resources/dev/cortado/cli/tables/credit.csv").normalize();

  private static final Pattern SNIPPET = Pattern.compile("(?ms)^```java\\R(.*?)^```$");

  /** One block of code in a page. */
  private record Snippet(String place, String code) {

    String asClass(int number) {
      return """
      import module java.base;
      import dev.cortado.autograd.*;
      import dev.cortado.autograd.check.*;
      import dev.cortado.autograd.graph.*;
      import dev.cortado.data.*;
      import dev.cortado.data.image.*;
      import dev.cortado.doctor.*;
      import dev.cortado.formats.*;
      import dev.cortado.metric.*;
      import dev.cortado.model.*;
      import dev.cortado.nn.*;
      import dev.cortado.optim.*;
      import dev.cortado.optim.lbfgs.*;
      import dev.cortado.plot.*;
      import dev.cortado.table.*;
      import dev.cortado.tables.*;
      import dev.cortado.tensor.*;
      import dev.cortado.train.*;
      import dev.cortado.train.checkpoint.*;
      import dev.cortado.train.progress.*;

      public class Snippet%d {
        public static void run() throws Exception {
          %s
        }
      }
      """
          .formatted(number, code.replace("\"credit.csv\"", "\"" + CREDIT + "\""));
    }

    /** What its comments say it prints: each comment directly below the code that prints it. */
    String promised() {
      return code.lines()
          .filter(line -> line.startsWith("// "))
          .map(line -> line.substring(3))
          .collect(joining("\n"));
    }
  }

  @Test
  void snippetsPrintWhatTheirCommentsSay(@TempDir Path folder) throws Exception {
    var snippets = snippets();
    assertThat(snippets).isNotEmpty();
    compile(snippets, folder);
    try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      for (int i = 0; i < snippets.size(); i++) {
        var run = loader.loadClass("Snippet" + i).getMethod("run");
        assertThat(printed(() -> run.invoke(null)).stripTrailing())
            .as(snippets.get(i).place())
            .isEqualTo(snippets.get(i).promised());
      }
    }
  }

  private static List<Snippet> snippets() throws IOException {
    var snippets = new ArrayList<Snippet>();
    for (var page : pages()) {
      var text = Files.readString(page);
      var found = SNIPPET.matcher(text);
      while (found.find()) {
        long line = text.substring(0, found.start()).lines().count() + 1;
        snippets.add(new Snippet(page.getFileName() + ":" + line, found.group(1)));
      }
    }
    return snippets;
  }

  private static List<Path> pages() throws IOException {
    try (var docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
          .filter(page -> page.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  private static void compile(List<Snippet> snippets, Path folder) throws IOException {
    var files = new ArrayList<Path>();
    for (int i = 0; i < snippets.size(); i++) {
      var file = folder.resolve("Snippet" + i + ".java");
      files.add(Files.writeString(file, snippets.get(i).asClass(i)));
    }
    var compiler = ToolProvider.getSystemJavaCompiler();
    var messages = new StringWriter();
    try (var manager = compiler.getStandardFileManager(null, null, UTF_8)) {
      var options = List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
      var sources = manager.getJavaFileObjectsFromPaths(files);
      boolean compiled = compiler.getTask(messages, manager, null, options, null, sources).call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }

  /** Code that may throw. */
  @FunctionalInterface
  private interface Code {
    void run() throws Exception;
  }

  private static String printed(Code code) throws Exception {
    var bytes = new ByteArrayOutputStream();
    var before = System.out;
    System.setOut(new PrintStream(bytes, true, UTF_8));
    try {
      code.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(UTF_8);
  }
}
