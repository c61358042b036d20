package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cortado.autograd.Parameter;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import org.junit.jupiter.api.Test;

class SummaryTest {

  private static Sequential lecture() {
    return Sequential.of(Dense.of(2, 20, Activation.relu()), Dense.of(20, 1, Activation.sigmoid()));
  }

  private static final String LECTURE =
      """
      Layer (type)     Name      Output shape  Parameters
      ---------------------------------------------------
      dense (Dense)    layers.0  (None, 20)            60
      dense_1 (Dense)  layers.1  (None, 1)             21
      ---------------------------------------------------
      Total params: 81
      Trainable params: 81
      Non-trainable params: 0\
      """;

  @Test
  void readsAsInTheLectures() {
    assertThat(lecture().summary()).hasToString(LECTURE);
    assertThat(lecture().summary(Shape.of(2))).hasToString(LECTURE);
  }

  @Test
  void tellsTheParametersForEachTrainingSample() {
    var summary = lecture().summary().forRows(100);
    assertThat(summary)
        .hasToString(LECTURE + "\nTrainable params per training sample: 0.810 of 100");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> summary.forRows(0))
        .withMessage("summary: rows is 0, expected at least 1");
  }

  @Test
  void aBlankModelStaysBlankAndAStartedOneAsItIs() {
    var model = lecture();
    var blank = model.summary();
    assertThat(model.parameters()).allMatch(Parameter::isBlank);
    model.start(Rng.of(1));
    var before = model.predict(Tensor.ones(1, 2));
    assertThat(model.summary()).isEqualTo(blank);
    assertThat(model.predict(Tensor.ones(1, 2)).sameBits(before)).isTrue();
  }

  @Test
  void buffersAreNotTrainable() {
    var summary = Sequential.of(Dense.of(4, 8), BatchNorm.of(8)).summary();
    assertThat(summary.lines()).extracting(Summary.Line::numbers).containsExactly(40L, 32L);
    assertThat(summary.trainable()).isEqualTo(56);
    assertThat(summary.nonTrainable()).isEqualTo(16);
    assertThat(summary.total()).isEqualTo(72);
    assertThat(summary.toString()).contains("batch_norm (BatchNorm)  layers.1  (None, 8)");
  }

  @Test
  void followsShapesThroughEveryLayer() {
    var model =
        Sequential.of(
            GroupNorm.of(2, 4),
            InstanceNorm.of(4),
            Flatten.of(),
            Dropout.of(0.5),
            Residual.of(Dense.of(24, 24)),
            Sequential.of(LayerNorm.of(24), Dense.of(24, 3, Activation.prelu())),
            Activation.softmax());
    var summary = model.summary(Shape.of(4, 3, 2));
    assertThat(summary.lines())
        .extracting(Summary.Line::name)
        .containsExactly(
            "layers.0",
            "layers.1",
            "layers.2",
            "layers.3",
            "layers.4.body",
            "layers.5.layers.0",
            "layers.5.layers.1",
            "layers.6");
    assertThat(summary.lines())
        .extracting(line -> line.output().toString())
        .containsExactly("[4, 3, 2]", "[4, 3, 2]", "[24]", "[24]", "[24]", "[24]", "[3]", "[3]");
    assertThat(summary.toString()).contains("(None, 4, 3, 2)");
  }

  @Test
  void looksUpCategoriesToo() {
    var model = Sequential.of(Embedding.of(7, 3), Flatten.of(), Dense.of(6, 1));
    assertThat(model.summary(Shape.of(2)).lines())
        .extracting(line -> line.output().toString())
        .containsExactly("[2, 3]", "[6]", "[1]");
    assertThat(Embedding.of(7, 3).summary(Shape.of()).lines().getFirst().output())
        .isEqualTo(Shape.of(3));
  }

  @Test
  void aSharedLayerCountsOnceInTheTotal() {
    var shared = Dense.of(3, 3);
    var summary = Sequential.of(shared, shared).summary();
    assertThat(summary.lines()).extracting(Summary.Line::numbers).containsExactly(12L, 12L);
    assertThat(summary.total()).isEqualTo(12);
  }

  private record Pair(Dense left, Dense right) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return left.forward(x, pass.at("left")).mul(right.forward(x, pass.at("right")));
    }
  }

  @Test
  void aLayerOfOnesOwnIsALine() {
    var model = Sequential.of(new Pair(Dense.of(4, 2), Dense.of(4, 2)));
    assertThat(model.summary(Shape.of(4)).lines())
        .containsExactly(new Summary.Line("pair (Pair)", "layers.0", Shape.of(2), 20));
    assertThat(new Pair(Dense.of(4, 2), Dense.of(4, 2)).summary(Shape.of(4)).total()).isEqualTo(20);
  }

  private record Gated(Layer left, Layer right, Parameter scale) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return pass.run("left", left, x).mul(pass.run("right", right, x)).mul(scale.value());
    }
  }

  @Test
  void branchesThatAreRunByNameHaveTheirOwnLines() {
    var branch = Sequential.of(Dense.of(4, 3, Activation.prelu()), Dense.of(3, 2));
    var scale = Parameter.blank(Shape.of(2), Init.constant(1)::draw);
    var model = Sequential.of(new Gated(branch, Dense.of(4, 2), scale), Dense.of(2, 1));
    assertThat(model.summary(Shape.of(4)))
        .hasToString(
            """
            Layer (type)     Name                    Output shape  Parameters
            -----------------------------------------------------------------
            gated (Gated)    layers.0                (None, 2)              2
            dense (Dense)    layers.0.left.layers.0  (None, 3)             16
            dense_1 (Dense)  layers.0.left.layers.1  (None, 2)              8
            dense_2 (Dense)  layers.0.right          (None, 2)             10
            dense_3 (Dense)  layers.1                (None, 1)              3
            -----------------------------------------------------------------
            Total params: 39
            Trainable params: 39
            Non-trainable params: 0\
            """);
  }

  @Test
  void theRowsFollowFromTheFirstLayerThatTells() {
    var scaling = Standardize.fit(Rng.of(1).normal(Shape.of(5, 2)));
    assertThat(Sequential.of(scaling, Dense.of(2, 3)).summary().total()).isEqualTo(4 + 9);
    assertThat(Sequential.of(Dropout.of(0.2), Dense.of(2, 3)).summary().total()).isEqualTo(9);
    assertThat(Residual.of(BatchNorm.of(3)).summary().total()).isEqualTo(12);
    assertThat(LayerNorm.of(2, 3).summary().lines().getFirst().output()).isEqualTo(Shape.of(2, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sequential.of(Flatten.of(), Dense.of(4, 1)).summary())
        .withMessage(
            "summary: the shape of the rows of Sequential is not known; give it, as in "
                + "summary(Shape.of(2))");
  }

  @Test
  void rowsThatDoNotFitAreTheLayersOwnError() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> lecture().summary(Shape.of(3)))
        .withMessageContaining("matmul");
  }

  private record Total() implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return x.sum();
    }
  }

  @Test
  void aLayerThatMixesRowsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Total().summary(Shape.of(3)))
        .withMessage("summary: a layer makes [] of 2 rows, expected as many rows");
  }
}
