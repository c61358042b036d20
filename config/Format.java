import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks, or with {@code fix} rewrites, the Java sources of all modules in google-java-format's
 * style. The build runs this file from source with the formatter on the class path.
 */
final class Format {

  private Format() {}

  public static void main(String[] args) throws IOException {
    boolean fix = List.of(args).contains("fix");
    var unformatted = sources().parallelStream().filter(file -> differs(file, fix)).toList();
    unformatted.forEach(
        file -> System.out.println((fix ? "formatted " : "not formatted: ") + file));
    if (!fix && !unformatted.isEmpty()) {
      System.out.println("to format all sources: ./mvnw -Pformat validate");
      System.exit(1);
    }
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of(""))) {
      return folders
          .map(folder -> folder.resolve("src"))
          .filter(Files::isDirectory)
          .flatMap(Format::javaFiles)
          .toList();
    }
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean differs(Path file, boolean fix) {
    try {
      String source = Files.readString(file);
      String formatted = new Formatter().formatSourceAndFixImports(source);
      if (fix && !source.equals(formatted)) {
        Files.writeString(file, formatted);
      }
      return !source.equals(formatted);
    } catch (FormatterException e) {
      throw new IllegalStateException(file + ":" + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
