package dev.cortado.optim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One case of {@code golden.txt}: its name and what its lines say, by their first word. */
record Golden(String name, Map<String, List<String>> lines) {

  /** All cases of the file. */
  static List<Golden> read() {
    var cases = new ArrayList<Golden>();
    for (var line : text().lines().filter(it -> !it.startsWith("#")).toList()) {
      int space = line.indexOf(' ');
      var word = line.substring(0, space);
      var rest = line.substring(space + 1);
      if (word.equals("==")) {
        cases.add(new Golden(rest, new LinkedHashMap<>()));
      } else {
        cases.getLast().lines.computeIfAbsent(word, _ -> new ArrayList<>()).add(rest);
      }
    }
    return cases;
  }

  private static String text() {
    try (var stream = Golden.class.getResourceAsStream("golden.txt")) {
      if (stream == null) {
        throw new IllegalStateException("golden.txt is missing: run tools/golden_optim.py");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one with a name. */
  static Golden named(String name) {
    return read().stream().filter(it -> it.name.equals(name)).findFirst().orElseThrow();
  }

  /** What follows a word that comes once. */
  String text(String word) {
    return lines.get(word).getFirst();
  }

  /** The numbers after a word that comes once. */
  double[] doubles(String word) {
    return doubles(word, 0);
  }

  /** The numbers after a word that comes several times. */
  double[] doubles(String word, int index) {
    return Arrays.stream(lines.get(word).get(index).split(" "))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  /** The same as floats. */
  float[] floats(String word, int index) {
    double[] numbers = doubles(word, index);
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }

  @Override
  public String toString() {
    return lines.containsKey("on") ? name + " on " + text("on") : name;
  }
}
