package dev.cortado.tables;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All rows of a table, for tests. */
public final class Rows {

  private Rows() {}

  public static List<List<Object>> of(TableSource table) {
    var rows = new ArrayList<List<Object>>();
    var values = new Object[table.columns().size()];
    try (var reader = table.open()) {
      while (reader.next(values)) {
        rows.add(Arrays.asList(values.clone()));
      }
    }
    return rows;
  }

  public static Path file(Path folder, String name, String text) throws IOException {
    return Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }
}
