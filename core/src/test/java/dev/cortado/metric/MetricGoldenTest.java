package dev.cortado.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The numbers of scikit-learn, which {@code tools/golden_metric.py} wrote. */
class MetricGoldenTest {

  /** A case of {@code golden.txt}. */
  record Golden(String name, Map<String, Double> numbers, Map<String, float[]> lists) {

    Tensor prediction() {
      float[] values = lists.get("prediction");
      int outputs = (int) lists.get("outputs")[0];
      return Tensor.of(Shape.of(values.length / outputs, outputs), values);
    }

    Tensor target() {
      float[] values = lists.get("target");
      int rows = prediction().shape().dim(0);
      return name.startsWith("classes")
          ? Tensor.of(values)
          : Tensor.of(Shape.of(rows, values.length / rows), values);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Golden> golden() throws IOException {
    var cases = new ArrayList<Golden>();
    try (var stream = MetricGoldenTest.class.getResourceAsStream("golden.txt")) {
      for (var line : new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        var words = line.split(" ", 2);
        switch (words[0]) {
          case "==" ->
              cases.add(new Golden(words[1], new LinkedHashMap<>(), new LinkedHashMap<>()));
          case "is" -> {
            var number = words[1].split(" ");
            cases.getLast().numbers.put(number[0], Double.parseDouble(number[1]));
          }
          default -> cases.getLast().lists.put(words[0], floats(words[1]));
        }
      }
    }
    return cases;
  }

  private static float[] floats(String text) {
    var words = text.split(" ");
    float[] values = new float[words.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(words[i]);
    }
    return values;
  }

  @ParameterizedTest
  @MethodSource("golden")
  void agreesWithScikitLearn(Golden golden) {
    assertThat(golden.numbers).isNotEmpty();
    golden.numbers.forEach((name, expected) -> {
      var metric = metric(name);
      assertThat(metric.name()).isEqualTo(name);
      // logarithms of probabilities are floats, all else is counted or summed in double
      double tolerance = name.equals("logLoss") ? 2e-7 : 1e-14;
      assertThat(metric.of(golden.prediction(), golden.target()))
          .as(name)
          .isEqualTo(expected, within(tolerance));
    });
  }

  static List<Golden> classifiers() throws IOException {
    return golden().stream().filter(it -> !it.name.startsWith("numbers")).toList();
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void probabilitiesGiveWhatTheirLogitsGive(Golden golden) {
    var logits = golden.prediction();
    var probabilities = logits.shape().dim(1) == 1 ? logits.sigmoid() : logits.softmax(1);
    golden.numbers.forEach((name, expected) ->
        assertThat(metric(name).ofProbabilities().of(probabilities, golden.target()))
            .as(name)
            .isEqualTo(expected, within(1e-6)));
  }

  private static Metric metric(String name) {
    for (var average : Average.values()) {
      for (var metric :
          List.of(Metric.precision(average), Metric.recall(average), Metric.f1(average))) {
        if (metric.name().equals(name)) {
          return metric;
        }
      }
    }
    return switch (name) {
      case "accuracy" -> Metric.accuracy();
      case "precision" -> Metric.precision();
      case "recall" -> Metric.recall();
      case "f1" -> Metric.f1();
      case "rocAuc" -> Metric.rocAuc();
      case "logLoss" -> Metric.logLoss();
      case "rmse" -> Metric.rmse();
      case "mae" -> Metric.mae();
      case "r2" -> Metric.r2();
      default -> Metric.topK(Integer.parseInt(name.substring(3, 4)));
    };
  }
}
