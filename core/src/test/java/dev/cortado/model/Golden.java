package dev.cortado.model;

import dev.cortado.data.Dataset;
import dev.cortado.data.Target;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A case of {@code golden.txt}: what scikit-learn makes of some rows. {@code
 * tools/golden_models.py} wrote it.
 */
record Golden(String model, double setting, Map<String, float[]> lists) {

  static List<Golden> all(String model) {
    var cases = new ArrayList<Golden>();
    for (var line : lines()) {
      var words = line.split(" ");
      if (words[0].equals("==")) {
        double setting = Double.parseDouble(words[2].replace("inf", "Infinity"));
        cases.add(new Golden(words[1], setting, new LinkedHashMap<>()));
      } else {
        cases.getLast().lists.put(words[0], floats(words));
      }
    }
    return cases.stream().filter(golden -> golden.model.equals(model)).toList();
  }

  private static List<String> lines() {
    try (var stream = Golden.class.getResourceAsStream("golden.txt")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static float[] floats(String[] words) {
    float[] values = new float[words.length - 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(words[i + 1]);
    }
    return values;
  }

  private int size(int place) {
    return (int) lists.get("shape")[place];
  }

  private Tensor matrix(String name, int columns) {
    float[] values = lists.get(name);
    return Tensor.of(Shape.of(values.length / columns, columns), values);
  }

  int outputs() {
    return size(2);
  }

  Dataset numbers() {
    return Dataset.of(
        matrix("x", size(1)), matrix("y", outputs()), Target.numbers(names(outputs())));
  }

  Dataset classes() {
    var target = Target.classes(names(Math.max(2, outputs())));
    return Dataset.of(matrix("x", size(1)), Tensor.of(lists.get("y")), target);
  }

  private static String[] names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "y" + i).toArray(String[]::new);
  }

  Tensor weight() {
    return matrix("weight", outputs());
  }

  Tensor bias() {
    return Tensor.of(lists.get("bias"));
  }

  /** For the first rows. */
  Tensor prediction() {
    return matrix("prediction", outputs());
  }

  @Override
  public String toString() {
    return model + " " + setting;
  }
}
