package dev.cortado.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One operation in {@code golden.txt} with all its numbers.
 *
 * @param line where it starts
 * @param gradients one for each input, null for an index; empty if there is no {@code vector}
 */
record GoldenCase(
    int line,
    String operation,
    double[] numbers,
    List<Tensor> inputs,
    Tensor out,
    String within,
    Tensor magnitude,
    @Nullable Tensor vector,
    List<@Nullable Tensor> gradients) {

  /** All cases of the file. */
  static List<GoldenCase> read() {
    var lines = lines("golden.txt");
    var cases = new ArrayList<GoldenCase>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("== ")) {
        int end = i + 1;
        while (end < lines.size() && !lines.get(end).startsWith("== ")) {
          end++;
        }
        cases.add(parse(i + 1, lines.subList(i, end)));
      }
    }
    return cases;
  }

  /** The lines of a file beside this class. */
  static List<String> lines(String file) {
    try (var stream = GoldenCase.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException(file + " is missing: run tools/golden.py");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GoldenCase parse(int line, List<String> lines) {
    var head = lines.getFirst().split(" ", -1);
    var inputs = new ArrayList<Tensor>();
    var gradients = new ArrayList<@Nullable Tensor>();
    var within = "";
    Tensor out = Tensor.zeros();
    Tensor magnitude = out;
    Tensor vector = null;
    for (var text : lines.subList(1, lines.size())) {
      var rest = text.substring(text.indexOf(' ') + 1);
      switch (text.substring(0, text.indexOf(' '))) {
        case "in" -> inputs.add(tensor(rest));
        case "out" -> out = tensor(rest);
        case "within" -> within = rest;
        case "magnitude" -> magnitude = tensor(rest);
        case "vector" -> vector = tensor(rest);
        case "grad" -> gradients.add(rest.equals("-") ? null : tensor(rest));
        default -> throw new IllegalArgumentException("golden.txt: " + text);
      }
    }
    var numbers = Arrays.stream(head).skip(2).mapToDouble(Double::parseDouble).toArray();
    return new GoldenCase(
        line, head[1], numbers, inputs, out, within, magnitude, vector, gradients);
  }

  /** A tensor written as {@code [2, 2] 1 2.5 -3 NaN}. */
  static Tensor tensor(String text) {
    int end = text.indexOf(']');
    int[] dims =
        Arrays.stream(text.substring(1, end).split(", ", -1))
            .filter(dim -> !dim.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    var words = text.substring(end + 1).strip();
    var values = words.isEmpty() ? new String[0] : words.split(" ", -1);
    float[] data = new float[values.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = Float.parseFloat(values[i]);
    }
    return Tensor.of(Shape.of(dims), data);
  }

  /** Its numbers as whole ones. */
  int[] whole() {
    return Arrays.stream(numbers).mapToInt(number -> (int) number).toArray();
  }

  /** As {@code sum(1) of [2, 3], line 17}. */
  @Override
  public String toString() {
    var arguments =
        Arrays.stream(numbers)
            .mapToObj(number -> number == (int) number ? "" + (int) number : "" + number);
    return "%s(%s) of %s, line %d"
        .formatted(
            operation,
            String.join(", ", arguments.toList()),
            String.join(", ", inputs.stream().map(input -> input.shape().toString()).toList()),
            line);
  }
}
