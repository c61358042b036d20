package dev.cortado.nn;

import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A case of {@code golden.txt}: what PyTorch makes of some inputs. {@code tools/golden_nn.py} wrote
 * it.
 */
record Golden(
    String name,
    SequencedMap<String, Tensor> inputs,
    SequencedMap<String, Tensor> outputs,
    SequencedMap<String, Tensor> gradients) {

  static List<Golden> all() {
    var cases = new ArrayList<Golden>();
    for (var line : lines()) {
      var words = line.split(" ", 3);
      if (words[0].equals("==")) {
        cases.add(
            new Golden(
                line.substring(3),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>()));
        continue;
      }
      var last = cases.getLast();
      var tensors =
          switch (words[0]) {
            case "in" -> last.inputs;
            case "out" -> last.outputs;
            case "grad" -> last.gradients;
            default -> throw new IllegalArgumentException("golden.txt: " + line);
          };
      tensors.put(words[1], tensor(words[2]));
    }
    return cases;
  }

  private static List<String> lines() {
    try (var stream = Golden.class.getResourceAsStream("golden.txt")) {
      if (stream == null) {
        throw new IllegalStateException("golden.txt is missing: run tools/golden_nn.py");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Tensor tensor(String text) {
    int end = text.indexOf(']');
    int[] dims =
        Arrays.stream(text.substring(1, end).split(", ", -1)).mapToInt(Integer::parseInt).toArray();
    var numbers = text.substring(end + 1).strip().split(" ", -1);
    float[] values = new float[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(numbers[i]);
    }
    return Tensor.of(Shape.of(dims), values);
  }

  /**
   * The vector that gradients were taken with: 1, −0.5, 0.25, 2, −0.75, 1, … over the elements of
   * {@code y}.
   */
  static Tensor vector(Shape shape) {
    float[] pattern = {1, -0.5f, 0.25f, 2, -0.75f};
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = pattern[i % pattern.length];
    }
    return Tensor.of(shape, values);
  }

  @Override
  public String toString() {
    return name;
  }
}
