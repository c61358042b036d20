package dev.cortado.cli.tables;

import dev.cortado.data.Dataset;
import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** A CSV file beside this class: numbers, and the name of the class in the last column. */
record Bundled(String file, int rows, List<String> features, Target.Classes target) {

  private static final int SIDE = 8;

  static final Bundled IRIS =
      new Bundled(
          "iris.csv",
          150,
          List.of("sepal_length", "sepal_width", "petal_length", "petal_width"),
          new Target.Classes("species", List.of("setosa", "versicolor", "virginica")));

  static final Bundled DIGITS =
      new Bundled(
          "digits.csv.gz",
          1_797,
          IntStream.range(0, SIDE * SIDE)
              .mapToObj(point -> "pixel_" + point / SIDE + "_" + point % SIDE)
              .toList(),
          new Target.Classes("digit", IntStream.range(0, 10).mapToObj(Integer::toString).toList()));

  Dataset read() {
    int columns = features.size();
    float[] x = new float[rows * columns];
    float[] y = new float[rows];
    try (var lines = new BufferedReader(new InputStreamReader(open(), StandardCharsets.UTF_8))) {
      for (int row = 0; row < rows; row++) {
        var cells = Objects.requireNonNull(lines.readLine()).split(",", -1);
        for (int column = 0; column < columns; column++) {
          x[row * columns + column] = Float.parseFloat(cells[column]);
        }
        y[row] = target.classes().indexOf(cells[columns]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Dataset(
        Tensor.of(Shape.of(rows, columns), x), Tensor.of(y), new Schema(features, target));
  }

  private InputStream open() throws IOException {
    var stream = Objects.requireNonNull(Bundled.class.getResourceAsStream(file));
    return file.endsWith(".gz") ? new GZIPInputStream(stream) : stream;
  }
}
