package dev.cortado.formats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.nn.Activation;
import dev.cortado.tensor.Tensor;
import org.junit.jupiter.api.Test;

class PredictionCsvTest {

  @Test
  void classesHaveTheirProbabilitiesIfAskedFor() {
    assertThat(csv(Target.classes("a", "b"), true, new float[][] {{0, 0}, {-1000, 0}}))
        .isEqualTo("prediction,probability_a,probability_b\na,0.5,0.5\nb,0.0,1.0\n");
    assertThat(csv(Target.classes("a", "b"), false, new float[][] {{0, 0}, {-1000, 0}}))
        .isEqualTo("prediction\na\nb\n");
  }

  @Test
  void twoClassesOfOneOutputAreTheSigmoidOfIt() {
    assertThat(csv(Target.binary("no", "yes"), true, new float[][] {{0}, {1000}}))
        .isEqualTo("prediction,probability_no,probability_yes\nno,0.5,0.5\nyes,0.0,1.0\n");
  }

  @Test
  void labelsAreZerosAndOnes() {
    assertThat(csv(Target.labels("a", "b"), true, new float[][] {{-1000, 1000}}))
        .isEqualTo("prediction_a,prediction_b,probability_a,probability_b\n0,1,0.0,1.0\n");
  }

  @Test
  void aNumberIsThePrediction() {
    assertThat(csv(Target.numbers("length"), true, new float[][] {{1.5f}}))
        .isEqualTo("prediction\n1.5\n");
  }

  @Test
  void severalNumbersHaveTheirNames() {
    assertThat(csv(Target.numbers("length", "width"), false, new float[][] {{1.5f, -1e-7f}}))
        .isEqualTo("prediction_length,prediction_width\n1.5,-1.0E-7\n");
  }

  @Test
  void namesThatWouldBreakALineAreQuoted() {
    assertThat(csv(Target.numbers("a,b", "say \"x\""), false, new float[][] {{1, 2}}))
        .isEqualTo("\"prediction_a,b\",\"prediction_say \"\"x\"\"\"\n1.0,2.0\n");
  }

  @Test
  void aSpreadsheetTakesNoClassForAFormula() {
    var target = Target.classes("=HYPERLINK(\"x\")", "-1");
    var rows = new float[][] {{1, 0}, {0, 1}};
    assertThat(csv(target, false, rows)).isEqualTo("prediction\n\"'=HYPERLINK(\"\"x\"\")\"\n'-1\n");
    assertThat(lines(new PredictionCsv(target, false, true), rows))
        .isEqualTo("prediction\n\"=HYPERLINK(\"\"x\"\")\"\n-1\n");
  }

  private static String csv(Target target, boolean probabilities, float[][] outputs) {
    return lines(new PredictionCsv(target, probabilities, false), outputs);
  }

  private static String lines(PredictionCsv csv, float[][] outputs) {
    var schema = Schema.of(outputs[0].length, csv.target());
    var text = new StringBuilder(csv.header()).append('\n');
    Predictor.of(Activation.identity(), schema)
        .predict(Tensor.of(outputs))
        .forEach(prediction -> text.append(csv.line(prediction)).append('\n'));
    return text.toString();
  }
}
