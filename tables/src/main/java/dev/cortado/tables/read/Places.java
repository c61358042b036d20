package dev.cortado.tables.read;

import dev.cortado.data.FormatException;
import dev.cortado.internal.Errors;
import dev.cortado.internal.FileProblem;
import dev.cortado.internal.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files that a user named: paths, patterns such as {@code part-*.csv}, {@code -}. */
public final class Places {

  private static final String STANDARD_INPUT = "-";

  private Places() {}

  /** What the names stand for; the files of a pattern come in the order of their names. */
  public static List<ByteSource> sources(List<String> places, InputStream standardInput) {
    if (places.isEmpty()) {
      throw Errors.argument("no file to read, name one");
    }
    var sources = new ArrayList<ByteSource>();
    for (var place : places) {
      var shown = SafeText.of(place);
      Reading.of(
          FileKind.family(place),
          shown,
          () -> {
            if (place.equals(STANDARD_INPUT)) {
              return sources.add(ByteSource.copyOf(standardInput, "standard input"));
            }
            for (var path : paths(place, shown)) {
              sources.add(source(path));
            }
            return true;
          });
    }
    return sources;
  }

  private static ByteSource source(Path path) throws IOException {
    var name = SafeText.of(path.toString());
    if (Files.isDirectory(path)) {
      throw new FormatException(FileKind.family(name) + "-OPEN", name, FileProblem.notAFile(path));
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      try (var pipe = Files.newInputStream(path)) {
        return ByteSource.copyOf(pipe, name);
      }
    }
    return ByteSource.of(path, name);
  }

  private static List<Path> paths(String place, String shown) throws IOException {
    var path = Path.of(place);
    var last = path.getFileName();
    if (last == null || Files.exists(path) || !last.toString().matches(".*[*?\\[{].*")) {
      return List.of(path);
    }
    var folder = path.getParent();
    try (var found =
        Files.newDirectoryStream(folder == null ? Path.of("") : folder, last.toString())) {
      var paths = new ArrayList<Path>();
      found.forEach(paths::add);
      if (paths.isEmpty()) {
        throw new FormatException(FileKind.family(place) + "-OPEN", shown, "no file is called so");
      }
      paths.sort((a, b) -> a.toString().compareTo(b.toString()));
      return paths;
    }
  }
}
