package dev.cortado.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.data.Dataset;
import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.nn.Activation;
import dev.cortado.nn.OutputKind;
import dev.cortado.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportTest {

  @Test
  void classesHaveAccuracyF1AndAMatrix() {
    var x = Tensor.of(new float[][] {{2, 1}, {1, 2}, {2, 1}, {1, 2}});
    var data = Dataset.of(x, Tensor.of(0, 1, 1, 1), Target.classes("no", "yes"));
    assertThat(printed(data))
        .isEqualTo(
            """
            accuracy  0.7500
            macroF1   0.7333

            actual \\ predicted     no    yes  recall
            no                      1      0   1.000
            yes                     1      2   0.667
            precision           0.500  1.000   0.750
            """);
  }

  @Test
  void manyClassesHaveTheirMistakesInALine() {
    var x = Tensor.of(new float[][] {one(3), one(3), one(3), one(5), one(0)});
    assertThat(printed(Dataset.of(x, Tensor.of(3, 8, 8, 6, 0), ten())))
        .endsWith("\nmost often mistaken: 8 for 3 (2), 6 for 5 (1)\n");
    assertThat(printed(Dataset.of(x, Tensor.of(3, 3, 3, 5, 0), ten()))).endsWith("\nno mistakes\n");
  }

  @Test
  void numbersHaveTheErrorAndWhatIsExplained() {
    var x = Tensor.of(new float[][] {{1}, {2}, {3}});
    var y = Tensor.of(new float[][] {{1}, {2}, {4}});
    assertThat(printed(new Dataset(x, y, Schema.of(1, Target.numbers("y")))))
        .isEqualTo("rmse  0.5774\nr2    0.7857\n");
  }

  private static Target ten() {
    return Target.classes(
        IntStream.range(0, 10).mapToObj(Integer::toString).toArray(String[]::new));
  }

  private static float[] one(int place) {
    var row = new float[10];
    row[place] = 1;
    return row;
  }

  /** Of a model that gives what it is line. */
  private static String printed(Dataset data) {
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, false, UTF_8);
    Report.of(Activation.identity(), data, OutputKind.LOGITS).print(stream);
    stream.flush();
    return out.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }
}
