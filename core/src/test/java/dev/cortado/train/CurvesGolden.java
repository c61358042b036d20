package dev.cortado.train;

import dev.cortado.data.Dataset;
import dev.cortado.data.RowOrder;
import dev.cortado.data.Target;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/** A curve of {@code curves.txt}: what PyTorch's training went through, and what it began with. */
record CurvesGolden(String name, Map<String, List<String>> lines) {

  /** All curves of the file. */
  static List<CurvesGolden> all() {
    var curves = new ArrayList<CurvesGolden>();
    for (var line : text().lines().filter(it -> !it.startsWith("#")).toList()) {
      var words = line.split(" ", 2);
      if (words[0].equals("==")) {
        curves.add(new CurvesGolden(words[1], new LinkedHashMap<>()));
      } else {
        curves.getLast().lines.computeIfAbsent(words[0], _ -> new ArrayList<>()).add(words[1]);
      }
    }
    return curves;
  }

  private static String text() {
    try (var stream = CurvesGolden.class.getResourceAsStream("curves.txt")) {
      if (stream == null) {
        throw new IllegalStateException("curves.txt is missing: run tools/golden_training.py");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The weights before the first step, by their names in the model. */
  SequencedMap<String, Tensor> start() {
    var start = new LinkedHashMap<String, Tensor>();
    for (var line : lines.get("start")) {
      var words = line.split(" ", 2);
      start.put(words[0], tensor(words[1]));
    }
    return start;
  }

  /** All rows. */
  Dataset rows() {
    var y = only("y");
    var target =
        y.shape().rank() == 1
            ? Target.classes(names("class", 1 + (int) y.max().item()))
            : Target.numbers(names("y", y.shape().dim(1)));
    return Dataset.of(only("x"), y, target);
  }

  private Tensor only(String word) {
    return tensor(lines.get(word).getFirst());
  }

  private static String[] names(String word, int count) {
    return IntStream.range(0, count).mapToObj(i -> word + i).toArray(String[]::new);
  }

  /** The rows of each step. */
  List<RowOrder> batches() {
    return lines.get("batch").stream()
        .map(line ->
            RowOrder.of(Arrays.stream(line.split(" ")).mapToInt(Integer::parseInt).toArray()))
        .toList();
  }

  /** The losses of the steps in PyTorch's {@code float} or {@code double}. */
  double[] losses(String precision) {
    return numbers(precision);
  }

  /** The loss over all rows after the last step in PyTorch's single and double precision. */
  double[] used() {
    return numbers("used");
  }

  /** In how many steps the gradients were clipped. */
  int clipped() {
    return lines.containsKey("clipped") ? (int) numbers("clipped")[0] : 0;
  }

  private double[] numbers(String word) {
    return Arrays.stream(lines.get(word).getFirst().split(" "))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  /** {@code [2, 3] /64 1 2 3 4 5 6}: whole numbers over a power of two. */
  private static Tensor tensor(String text) {
    int end = text.indexOf(']');
    int[] dims =
        Arrays.stream(text.substring(1, end).split(", ")).mapToInt(Integer::parseInt).toArray();
    var words = text.substring(end + 3).split(" ");
    float[] values = new float[words.length - 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(words[i + 1]) / Integer.parseInt(words[0]);
    }
    return Tensor.of(Shape.of(dims), values);
  }

  @Override
  public String toString() {
    return name;
  }
}
