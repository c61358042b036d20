package dev.cortado.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import dev.cortado.autograd.Autograd;
import dev.cortado.autograd.Parameter;
import dev.cortado.data.Dataset;
import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.metric.Evaluation;
import dev.cortado.nn.Activation;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Flatten;
import dev.cortado.nn.Layer;
import dev.cortado.nn.OutputKind;
import dev.cortado.nn.Pass;
import dev.cortado.nn.Residual;
import dev.cortado.nn.Sequential;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictorTest {

  private static final Schema IRIS =
      new Schema(List.of("length", "width"), Target.classes("setosa", "versicolor", "virginica"));

  @TempDir Path folder;

  @Test
  void tellsClassesByName() {
    var model = fixed(new float[][] {{1, 0, 0}, {0, 1, 0}}, Activation.identity());
    var prediction = Predictor.of(model, IRIS).predict(0, 5);

    assertThat(prediction.label()).isEqualTo("versicolor");
    assertThat(prediction.values().sequencedKeySet())
        .containsExactly("setosa", "versicolor", "virginica");
    assertThat(prediction.of("versicolor")).isBetween(0.98f, 0.99f);
    assertThatThrownBy(() -> prediction.of("rose"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("prediction: no 'rose', there are [setosa, versicolor, virginica]");
  }

  @Test
  void takesTheFirstOfEqualClasses() {
    var model = fixed(new float[2][3], Activation.softmax());

    assertThat(Predictor.of(model, IRIS).predict(1, 1).label()).isEqualTo("setosa");
  }

  @Test
  void tellsYesOrNo() {
    var schema = Schema.of(2, Target.binary("no", "yes"));
    var weights = new float[][] {{1}, {0}};
    var logits = Predictor.of(fixed(weights, Activation.identity()), schema);
    var probabilities = Predictor.of(fixed(weights, Activation.sigmoid()), schema);

    for (var predictor : List.of(logits, probabilities)) {
      assertThat(predictor.predict(2, 0).label()).isEqualTo("yes");
      assertThat(predictor.predict(0, 0).label()).isEqualTo("no");
      assertThat(predictor.predict(2, 0).of("yes")).isBetween(0.88f, 0.89f);
      assertThat(predictor.predict(2, 0).of("no")).isBetween(0.11f, 0.12f);
    }
  }

  @Test
  void tellsNumbersByName() {
    var schema = Schema.of(2, Target.numbers("height", "weight"));
    var model = fixed(new float[][] {{1, 0}, {0, 2}}, Activation.identity());

    var prediction = Predictor.of(model, schema).predict(1.5f, 2);

    assertThat(prediction.label()).isEqualTo("1.5, 4.0");
    assertThat(prediction.of("weight")).isEqualTo(4);
  }

  @Test
  void findsWhatTheModelGivesByItsLastActivation() {
    var classes = Target.classes("a", "b");

    assertThat(Evaluation.outputs(Dense.of(2, 2), classes)).isEqualTo(OutputKind.LOGITS);
    assertThat(Evaluation.outputs(Dense.of(2, 2, Activation.tanh()), classes))
        .isEqualTo(OutputKind.LOGITS);
    assertThat(Evaluation.outputs(Dense.of(2, 2, Activation.softmax()), classes))
        .isEqualTo(OutputKind.PROBABILITIES);
    assertThat(
            Evaluation.outputs(
                Sequential.of(Dense.of(2, 1), Activation.sigmoid(), Flatten.of(), Dropout.of(0.1)),
                Target.binary("no", "yes")))
        .isEqualTo(OutputKind.PROBABILITIES);
    assertThat(Evaluation.outputs(Dense.of(2, 1, Activation.sigmoid()), Target.numbers("y")))
        .isEqualTo(OutputKind.VALUES);
    assertThat(Evaluation.outputs(Sequential.of(), classes)).isEqualTo(OutputKind.LOGITS);
  }

  @Test
  void namesTheLabelsThatARowHas() {
    var schema = Schema.of(2, Target.labels("sun", "wind", "rain"));
    float[][] weights = {{3, -3, 1}, {-1, 2, -2}};
    var logits = Predictor.of(fixed(weights, Activation.identity()), schema);
    var told = logits.predict(1, 0);

    assertThat(told.label()).isEqualTo("sun, rain");
    assertThat(told.values().sequencedKeySet()).containsExactly("sun", "wind", "rain");
    assertThat(told.of("rain")).isEqualTo(Tensor.of(1).sigmoid().item());
    assertThat(logits.predict(-1, -1).label()).isEqualTo("wind, rain");
    assertThat(logits.predict(0, 0).label()).isEmpty();
    var probabilities = Predictor.of(fixed(weights, Activation.sigmoid()), schema);
    assertThat(probabilities.predict(1, 0)).isEqualTo(told);
    assertThat(logits.file().schema()).isEqualTo(schema);
  }

  @Test
  void asksWhatALastLayerOfTheProgramGives() {
    record Wrapped(Dense inner) implements Layer {
      @Override
      public Tensor forward(Tensor x, Pass pass) {
        return inner.forward(x, pass.at("inner"));
      }
    }
    var model = started(Sequential.of(new Wrapped(Dense.of(2, 3)), Dropout.of(0.5)));

    assertThatThrownBy(() -> Predictor.of(model, IRIS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "predictor: the last layer does not say what it gives; name it, as in"
                + " Predictor.of(model, schema, OutputKind.LOGITS)");
    assertThat(Predictor.of(model, IRIS, OutputKind.LOGITS).predict(1, 2).values()).hasSize(3);
    assertThat(ModelFile.of(model, IRIS, OutputKind.LOGITS).outputs()).isEqualTo(OutputKind.LOGITS);
    assertThat(
            Evaluation.outputs(Residual.of(new Wrapped(Dense.of(2, 2))), Target.classes("a", "b")))
        .isEqualTo(OutputKind.LOGITS);
  }

  @Test
  void namesTheColumnThatIsMissing() {
    var predictor = Predictor.of(started(Dense.of(2, 3)), IRIS);

    assertThatThrownBy(() -> predictor.predict(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("predictor: 1 numbers, expected 2: length, width");
    assertThatThrownBy(() -> predictor.predict(1, Float.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("predictor: row 0, 'width' is NaN; fill in or leave out what is missing");
    assertThatThrownBy(() ->
            predictor.predict(Tensor.of(new float[][] {{1, 2}, {Float.NEGATIVE_INFINITY, 1}})))
        .hasMessage(
            "predictor: row 1, 'length' is -Infinity; fill in or leave out what is missing");
    assertThatThrownBy(() -> predictor.predict(Tensor.zeros(4, 3)))
        .hasMessage("predictor: [4, 3], expected rows [n, 2]");
  }

  @Test
  void escapesTheNamesOfColumnsAndClasses() {
    var schema = new Schema(List.of("a\u001b"), Target.classes("b\n", "c"));
    var predictor = Predictor.of(started(Dense.of(1, 2)), schema);

    assertThatThrownBy(() -> predictor.predict(1, 2))
        .hasMessage("predictor: 2 numbers, expected 1: a\\u001b");
    assertThatThrownBy(() -> predictor.predict(Float.NaN))
        .hasMessageContaining("'a\\u001b' is NaN");
    assertThatThrownBy(() -> predictor.predict(1).of("b"))
        .hasMessage("prediction: no 'b', there are [b\\u000a, c]");
  }

  @Test
  void refusesAModelAndSchemaThatDoNotBelongTogether() {
    var twice = Schema.of(2, Target.classes("a", "a"));

    assertThatThrownBy(() -> Predictor.of(started(Dense.of(2, 2)), IRIS).predict(1, 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("predictor: the model gives [1, 2], its schema wants [1, 3]");
    assertThatThrownBy(() -> Predictor.of(Dense.of(2, 2), twice))
        .hasMessage("predictor: names [a, a], expected each once");
    assertThatThrownBy(() -> Predictor.of(Dense.of(2, 3), IRIS, OutputKind.VALUES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("predictor: outputs VALUES for Classes");
  }

  @Test
  void saysThatTheModelGivesNoNumbers() {
    var model = fixed(new float[][] {{Float.NaN, 0, 0}, {0, 0, 0}}, Activation.identity());

    assertThatThrownBy(() -> Predictor.of(model, IRIS).predict(1, 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("predictor: the model gives NaN for row 0; was it trained?");
  }

  @Test
  void tellsTheSameAfterAFile() {
    var path = folder.resolve("iris.cortado");
    var x = Rng.of(1).normal(Shape.of(20, 2));
    var predictor = Predictor.of(network(), IRIS);

    predictor.save(path);
    var loaded = Predictor.load(path);

    assertThat(loaded.predict(x)).isEqualTo(predictor.predict(x));
    assertThat(loaded.values(x).sameBits(predictor.values(x))).isTrue();
    assertThat(loaded.schema()).isEqualTo(IRIS);
    assertThat(loaded.file().receipt()).isEqualTo(predictor.file().receipt());
  }

  @Test
  void aRowAloneGetsWhatItGetsAmongOthers() {
    var predictor = Predictor.of(network(), IRIS);
    var x = Rng.of(1).normal(Shape.of(67, 2));

    var together = predictor.predict(x);

    for (int row = 0; row < 67; row++) {
      assertThat(predictor.predict(x.at(row, 0), x.at(row, 1))).isEqualTo(together.get(row));
    }
  }

  @Test
  void tellsNumbersToArraysAsToTensors() {
    var binary = Schema.of(2, Target.binary("no", "yes"));
    var numbers = Schema.of(2, Target.numbers("height", "weight"));
    for (var predictor :
        List.of(
            Predictor.of(network(), IRIS),
            Predictor.of(started(Dense.of(2, 1)), binary),
            Predictor.of(started(Dense.of(2, 1, Activation.sigmoid())), binary),
            Predictor.of(started(Dense.of(2, 2)), numbers))) {
      int outputs = predictor.schema().target().outputs();
      for (int rows : new int[] {1, 5, 600}) {
        for (int time = 0; time < 3; time++) {
          var x = Rng.of(time).normal(Shape.of(rows, 2));
          float[] many = new float[rows * outputs];
          float[] one = new float[outputs];

          predictor.values(x.toArray(), rows, many);
          predictor.values(new float[] {x.at(0, 0), x.at(0, 1)}, one);

          assertThat(many).isEqualTo(predictor.values(x).toArray()).startsWith(one);
        }
      }
    }
  }

  @Test
  void refusesArraysThatDoNotFit() {
    var predictor = Predictor.of(started(Dense.of(2, 3)), IRIS);

    for (int time = 0; time < 3; time++) {
      assertThatThrownBy(() -> predictor.values(new float[3], new float[3]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("predictor: 3 numbers, expected 2: length, width");
      assertThatThrownBy(() -> predictor.values(new float[3], 2, new float[6]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("predictor: 3 numbers, expected 4 for 2 rows: length, width");
      assertThatThrownBy(() -> predictor.values(new float[2], new float[2]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("predict: 3 numbers from index 0 on do not fit an array of 2");
      assertThatThrownBy(() ->
              predictor.values(new float[] {1, 2, 3, Float.POSITIVE_INFINITY}, 2, new float[6]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "predictor: row 1, 'width' is Infinity; fill in or leave out what is missing");
      predictor.values(new float[2], new float[3]);
    }
  }

  @Test
  void usesTheModelAsItIsNow() {
    var model = network();
    var predictor = Predictor.of(model, IRIS);
    for (int seed = 0; seed < 3; seed++) {
      model.start(Rng.of(seed));
      for (int time = 0; time < 3; time++) {
        float[] out = new float[3];
        predictor.values(new float[] {1, 2}, out);
        assertThat(out)
            .isEqualTo(model.predict(Tensor.of(new float[][] {{1, 2}})).softmax(-1).toArray());
      }
    }
  }

  /** For many rows kernels make a few, which tell their tiles where to work. */
  @ParameterizedTest
  @CsvSource({"1, 100000", "64, 10000"})
  void makesNoObjectsForARow(int rows, int calls) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeThat(threads.isThreadAllocatedMemorySupported()).isTrue();
    var predictor = Predictor.of(network(), IRIS);
    float[] x = Rng.of(1).normal(Shape.of(rows, 2)).toArray();
    float[] out = new float[rows * 3];
    for (int i = 0; i < 20_000; i++) {
      predictor.values(x, rows, out);
    }

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < calls; i++) {
      predictor.values(x, rows, out);
    }

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16L * rows * calls);
  }

  @Test
  void takesTheRowsOfADataSetWithTheSameColumns() {
    var predictor = Predictor.of(network(), IRIS);
    var data = new Dataset(Rng.of(1).normal(Shape.of(4, 2)), Tensor.zeros(4), IRIS);
    var other = Dataset.of(data.x(), data.y(), IRIS.target());

    assertThat(predictor.predict(data)).isEqualTo(predictor.predict(data.x()));
    assertThatThrownBy(() -> predictor.predict(other))
        .hasMessage("predictor: columns x1, x2, expected length, width");
  }

  @Test
  void takesImages() {
    var schema = new Schema(List.of(), Target.classes("0", "1"));
    var predictor = Predictor.of(started(Sequential.of(Flatten.of(), Dense.of(6, 2))), schema);

    assertThat(predictor.predict(Tensor.ones(5, 2, 3))).hasSize(5);
    assertThatThrownBy(() -> predictor.predict(1, 2, 3))
        .hasMessage("predictor: its schema has no columns; predict a tensor [n, ...]");
    assertThat(predictor.values(Tensor.ones(5, 1, 6)).shape()).isEqualTo(Shape.of(5, 2));
    assertThatThrownBy(() -> predictor.values(new float[6], new float[2]))
        .hasMessage("predictor: its schema has no columns; predict a tensor [n, ...]");
  }

  @Test
  void leavesNoTraceOnATape() {
    var predictor = Predictor.of(network(), IRIS);
    var w = Parameter.of(Tensor.scalar(2));
    var seen = new ArrayList<Prediction>();

    Autograd.valueAndGrad(
        () -> {
          seen.add(predictor.predict(1, 2));
          return w.value().square();
        },
        w);

    assertThat(seen).containsExactly(predictor.predict(1, 2));
  }

  @Test
  void sixteenThreadsShareOne() throws InterruptedException, ExecutionException {
    var predictor = Predictor.of(network(), IRIS);
    var x = Rng.of(1).normal(Shape.of(50, 2));
    var expected = predictor.predict(x);
    Callable<List<Prediction>> rowByRow =
        () -> {
          var all = new ArrayList<Prediction>();
          for (int row = 0; row < 50; row++) {
            all.add(predictor.predict(x.at(row, 0), x.at(row, 1)));
          }
          return all;
        };
    try (var threads = Executors.newFixedThreadPool(16)) {
      var results = new ArrayList<Future<List<Prediction>>>();
      for (int thread = 0; thread < 16; thread++) {
        results.add(threads.submit(rowByRow));
      }
      for (var result : results) {
        assertThat(result.get()).isEqualTo(expected);
      }
    }
  }

  @Test
  void sixteenThreadsSaveToOneFile() throws InterruptedException, ExecutionException {
    var path = folder.resolve("iris.cortado");
    var predictor = Predictor.of(network(), IRIS);
    try (var threads = Executors.newFixedThreadPool(16)) {
      var results = new ArrayList<Future<?>>();
      for (int thread = 0; thread < 16; thread++) {
        results.add(threads.submit(() -> predictor.save(path)));
      }
      for (var result : results) {
        result.get();
      }
    }

    assertThat(path).hasBinaryContent(predictor.file().safetensors().bytes());
    assertThat(folder).isDirectoryNotContaining("glob:**/.cortado-*");
  }

  private static Layer network() {
    return started(
        Sequential.of(
            Dense.of(2, 33, Activation.tanh()),
            BatchNorm.of(33),
            Dropout.of(0.5),
            Dense.of(33, 3)));
  }

  private static Layer started(Layer layer) {
    return layer.start(Rng.of(7));
  }

  private static Dense fixed(float[][] weights, Activation activation) {
    return new Dense(Parameter.of(Tensor.of(weights)), null, activation);
  }
}
