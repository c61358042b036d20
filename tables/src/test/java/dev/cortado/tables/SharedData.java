package dev.cortado.tables;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Real tables that a checkout need not have; a test that wants one is skipped without it. */
final class SharedData {

  private static final Path FOLDER =
      Path.of(System.getProperty("cortado.data", "../../shared/data"));

  private SharedData() {}

  static MemoryTable adult() throws IOException {
    var names =
        "age,workclass,fnlwgt,education,education-num,marital-status,occupation,relationship,race,"
            + "sex,capital-gain,capital-loss,hours-per-week,native-country,income";
    return table("adult-train.csv", List.of(names.split(",")));
  }

  static MemoryTable california() throws IOException {
    return table("california-housing.csv", List.of());
  }

  static MemoryTable iris() throws IOException {
    return table("iris.csv", List.of("sl", "sw", "pl", "pw", "species"));
  }

  static MemoryTable wine() throws IOException {
    return table("winequality-red.csv", List.of("a,b,c,d,e,f,g,h,i,j,k,quality".split(",")));
  }

  static MemoryTable pima() throws IOException {
    return table("pima-indians-diabetes.csv", List.of("a,b,c,d,e,f,g,h,diabetes".split(",")));
  }

  private static MemoryTable table(String name, List<String> columns) throws IOException {
    var path = FOLDER.resolve(name);
    assumeThat(path).exists();
    var lines = Files.readAllLines(path).stream().filter(line -> !line.isBlank()).toList();
    var header = columns.isEmpty() ? List.of(lines.getFirst().split(",")) : columns;
    var rows =
        lines.subList(columns.isEmpty() ? 1 : 0, lines.size()).stream()
            .map(line -> (Object[]) line.split(",", -1))
            .toList();
    return MemoryTable.of(name, header, rows);
  }

  static List<Object> row(Object... values) {
    return Arrays.asList(values);
  }
}
