package dev.cortado.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.formats.Predictor;
import dev.cortado.nn.Activation;
import dev.cortado.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class PredictionsTest {

  @Test
  void classesHaveTheirProbabilities() {
    assertThat(csv(Target.classes("a", "b"), new float[][] {{0, 0}, {-1000, 0}}))
        .isEqualTo("class,p(a),p(b)\na,0.5,0.5\nb,0.0,1.0\n");
  }

  @Test
  void twoClassesOfOneOutputAreTheSigmoidOfIt() {
    assertThat(csv(Target.binary("no", "yes"), new float[][] {{0}, {1000}}))
        .isEqualTo("class,p(no),p(yes)\nno,0.5,0.5\nyes,0.0,1.0\n");
  }

  @Test
  void numbersAreAsTheyAre() {
    assertThat(csv(Target.numbers("length", "width"), new float[][] {{1.5f, -1e-7f}}))
        .isEqualTo("length,width\n1.5,-1.0E-7\n");
  }

  @Test
  void namesThatWouldBreakALineAreQuoted() {
    assertThat(csv(Target.numbers("a,b", "say \"x\""), new float[][] {{1, 2}}))
        .isEqualTo("\"a,b\",\"say \"\"x\"\"\"\n1.0,2.0\n");
  }

  private static String csv(Target target, float[][] outputs) {
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, false, UTF_8);
    var schema = Schema.of(outputs[0].length, target);
    Predictions.print(Predictor.of(Activation.identity(), schema), Tensor.of(outputs), stream);
    stream.flush();
    return out.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }
}
