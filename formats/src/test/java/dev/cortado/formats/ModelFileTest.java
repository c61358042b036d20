package dev.cortado.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.autograd.Parameter;
import dev.cortado.data.FormatException;
import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.nn.Activation;
import dev.cortado.nn.ActivationMix;
import dev.cortado.nn.Average;
import dev.cortado.nn.Averaging;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.CategoryEmbedding;
import dev.cortado.nn.Columns;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Embedding;
import dev.cortado.nn.Flatten;
import dev.cortado.nn.GroupNorm;
import dev.cortado.nn.HistogramMean;
import dev.cortado.nn.InstanceNorm;
import dev.cortado.nn.Layer;
import dev.cortado.nn.LayerNorm;
import dev.cortado.nn.LayerTree;
import dev.cortado.nn.MemberDense;
import dev.cortado.nn.MemberHeads;
import dev.cortado.nn.MemberInputs;
import dev.cortado.nn.MemberMean;
import dev.cortado.nn.NtkDense;
import dev.cortado.nn.OneHot;
import dev.cortado.nn.OutputKind;
import dev.cortado.nn.Parallel;
import dev.cortado.nn.Pass;
import dev.cortado.nn.PeriodicEmbedding;
import dev.cortado.nn.PiecewiseLinear;
import dev.cortado.nn.PiecewiseLinearEmbedding;
import dev.cortado.nn.Projection;
import dev.cortado.nn.Residual;
import dev.cortado.nn.RmsNorm;
import dev.cortado.nn.RobustScale;
import dev.cortado.nn.Scale;
import dev.cortado.nn.Sequential;
import dev.cortado.nn.SmoothClip;
import dev.cortado.nn.Standardize;
import dev.cortado.nn.TargetScale;
import dev.cortado.nn.Temperature;
import dev.cortado.nn.TreeLeaves;
import dev.cortado.nn.ValueEmbedding;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tree.RegressionTree;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelFileTest {

  private static final Schema TWO_NUMBERS = Schema.of(2, Target.numbers("y"));
  private static final Schema TWO_OF_TWO = Schema.of(2, Target.numbers("y", "z"));

  private static final List<List<Double>> EDGES =
      List.of(
          List.of(-1.0, 0.0, 1.0), List.of(0.0, 2.0), List.of(-2.0, 2.0), List.of(0.0, 0.5, 1.0));

  @TempDir Path folder;

  record Gated(Dense value, Dense gate) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      var open = gate.forward(x, pass.at("gate")).sigmoid();
      return value.forward(x, pass.at("value")).mul(open);
    }
  }

  static Stream<Arguments> layers() {
    var table = Shape.of(5, 4);
    var norm = BatchNorm.of(4).withMomentum(0.25).withEpsilon(1e-3).withBiasedAverage();
    started(norm).forward(input(Shape.of(7, 4)), Pass.training(Rng.of(3)));
    var blocks =
        Stream.of(
            Arguments.of(Dense.of(4, 3, Activation.relu()), table),
            Arguments.of(Dense.of(4, 3).withoutBias(), table),
            Arguments.of(Embedding.of(4, 2), null),
            Arguments.of(Standardize.fit(input(Shape.of(9, 4))), table),
            Arguments.of(norm, table),
            Arguments.of(BatchNorm.of(4), table),
            Arguments.of(LayerNorm.of(4), table),
            Arguments.of(LayerNorm.of(2, 3), Shape.of(5, 2, 3)),
            Arguments.of(GroupNorm.of(2, 4), table),
            Arguments.of(InstanceNorm.of(3), Shape.of(2, 3, 4)),
            Arguments.of(Dropout.of(0.3), table),
            Arguments.of(Flatten.of(), Shape.of(2, 3, 4)),
            Arguments.of(Residual.of(Dense.of(4, 4), Activation.tanh()), table),
            Arguments.of(Sequential.of(), table),
            Arguments.of(NtkDense.of(4, 3), table),
            Arguments.of(NtkDense.of(4, 3).withoutBias(), table),
            Arguments.of(Scale.of(4), table),
            Arguments.of(ActivationMix.of(Activation.selu(), 4), table),
            Arguments.of(RmsNorm.of(4), table),
            Arguments.of(RobustScale.fit(input(Shape.of(9, 4))), table),
            Arguments.of(SmoothClip.of(3), table),
            Arguments.of(OneHot.of(3), table),
            Arguments.of(Sequential.of(OneHot.of(3), CategoryEmbedding.of(2, 2)), table),
            Arguments.of(PeriodicEmbedding.of(4), table),
            Arguments.of(PiecewiseLinear.of(EDGES), table),
            Arguments.of(PiecewiseLinearEmbedding.of(EDGES, 3), table),
            Arguments.of(Projection.of(new float[][] {{1, 2}, {0, -1}, {3, 0}, {0.5f, 2}}), table),
            Arguments.of(
                Columns.of(
                    TreeLeaves.of(
                        RegressionTree.fit(
                            new float[][] {{1, 2, 3, 4}}, new float[][] {{0, 0, 5, 5}}, 2, 1)),
                    2),
                table),
            Arguments.of(
                Parallel.of(
                    Columns.of(Dense.of(2, 2), 3, 0),
                    Columns.range(1, 2, ValueEmbedding.of(3, 0, 1, 4))),
                table),
            Arguments.of(
                Sequential.of(
                    MemberInputs.of(2, 4),
                    Dense.of(4, 6, Activation.mish()),
                    MemberHeads.of(2, 6, 3),
                    MemberMean.of(Averaging.LOGITS)),
                table),
            Arguments.of(
                Sequential.of(
                    MemberDense.first(2, 4, 3, Activation.relu()), MemberMean.of(Averaging.VALUES)),
                table),
            Arguments.of(
                Average.of(Averaging.LOGITS, List.of(Dense.of(4, 3), Dense.of(4, 3))), table),
            Arguments.of(TargetScale.fit(input(Shape.of(9, 4))), table),
            Arguments.of(
                TargetScale.fit(input(Shape.of(9, 4))).clampedTo(input(Shape.of(9, 4))), table),
            Arguments.of(Temperature.of(1.5), table),
            Arguments.of(HistogramMean.of(-1, 1, 4), table),
            Arguments.of(
                Sequential.of(Sequential.of(Dense.of(4, 4)), Residual.of(Dense.of(4, 4))), table));
    var activations =
        Stream.of(
                Activation.identity(),
                Activation.heaviside(),
                Activation.heavisideAboveZero(),
                Activation.sign(),
                Activation.sigmoid(),
                Activation.tanh(),
                Activation.relu(),
                Activation.reluOneAtZero(),
                Activation.leakyRelu(),
                Activation.leakyRelu(0.3),
                Activation.prelu(),
                Activation.elu(0.7),
                Activation.selu(),
                Activation.mish(),
                Activation.softplus(),
                Activation.gelu(),
                Activation.geluByTanh(),
                Activation.silu(),
                Activation.selu(),
                Activation.mish(),
                Activation.clip(-1, 0.5),
                Activation.clip(0, Double.POSITIVE_INFINITY),
                Activation.softmax())
            .map(activation -> Arguments.of(activation, table));
    return Stream.concat(blocks, activations);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void everyLayerComesBackToTheBit(Layer layer, @Nullable Shape shape) {
    var path = folder.resolve("model");
    var x = shape == null ? Tensor.of(0, 3, 1, 2) : input(shape);
    started(layer);

    var schema = schema(layer, shape);

    ModelFile.of(layer, schema).save(path);
    var file = ModelFile.load(path);

    assertThat(file.model().predict(x).sameBits(layer.predict(x))).isTrue();
    assertThat(file.model().state().sequencedKeySet())
        .containsExactlyElementsOf(layer.state().keySet());
    assertThat(file.model().getClass()).isEqualTo(layer.getClass());
    assertThat(Architecture.of(file.model())).isEqualTo(Architecture.of(layer));
    assertThat(file.safetensors().bytes())
        .isEqualTo(ModelFile.of(layer, schema).safetensors().bytes());
  }

  /** Of columns where rows are lines of numbers. */
  private static Schema schema(Layer layer, @Nullable Shape shape) {
    if (shape == null || shape.rank() > 2) {
      return new Schema(List.of(), Target.numbers("y"));
    }
    int outputs = layer.predict(input(shape)).shape().dim(1);
    var names = IntStream.range(0, outputs).mapToObj(i -> "y" + i).toArray(String[]::new);
    return Schema.of(shape.dim(1), Target.numbers(names));
  }

  @Test
  void everyLayerOfTheLibraryIsAmongThem() {
    var tested =
        layers()
            .flatMap(each -> LayerTree.of((Layer) each.get()[0]).layers().values().stream())
            .<Class<?>>map(Layer::getClass)
            .toList();

    assertThat(tested).containsAll(LibraryLayers.classes());
  }

  @Test
  void everyKindOfActivationIsAmongThem() {
    var tested = layers().<Class<?>>map(each -> each.get()[0].getClass()).toList();

    assertThat(tested).contains(Activation.class.getPermittedSubclasses());
  }

  @Test
  void describesAModelByNamesOfItsOwn() {
    assertThat(Architecture.of(Dense.of(2, 1)).text())
        .isEqualTo(
            "{\"layer\":\"dense\",\"weight\":{\"shape\":[2,1]},\"bias\":{\"shape\":[1]},"
                + "\"activation\":{\"layer\":\"identity\"}}");
  }

  @Test
  void keepsWhatIsKnownOfTheModel() {
    var path = folder.resolve("model");
    var model = started(Dense.of(2, 3));
    var schema = new Schema(List.of("length", "Breite"), Target.classes("a", "ü", "c"));
    var receipt =
        Receipt.of(model)
            .seed(-42)
            .trainData("abc")
            .recipe("Recipe[…]")
            .version("0.1.0")
            .note("separator", ";");

    new ModelFile(model, schema, OutputKind.LOGITS, receipt).save(path);
    var file = ModelFile.load(path);

    assertThat(file.schema()).isEqualTo(schema);
    assertThat(file.outputs()).isEqualTo(OutputKind.LOGITS);
    assertThat(file.receipt()).isEqualTo(receipt);
    assertThat(file.receipt().weights()).hasSize(64);
  }

  @Test
  void keepsEveryKindOfTarget() {
    var path = folder.resolve("model");
    for (var target :
        List.of(
            Target.numbers("a", "b"),
            Target.labels("a", "b"),
            Target.binary("no", "yes"),
            Target.classes("x", "y"))) {
      var model = started(Dense.of(2, target.outputs()));
      ModelFile.of(model, Schema.of(2, target)).save(path);

      assertThat(ModelFile.load(path).schema().target()).isEqualTo(target);
    }
  }

  @Test
  void numbersThatACellMayNotHoldAreRefused() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      var path = folder.resolve("model");
      var file = ModelFile.of(started(Dense.of(2, 1)), TWO_NUMBERS).safetensors();
      var tensors = new LinkedHashMap<>(file.tensors());
      tensors.put("bias", Tensor.of(bad));
      new Safetensors(file.metadata(), tensors).write(path);

      for (ThrowingCallable load :
          List.<ThrowingCallable>of(
              () -> ModelFile.load(path), () -> ModelFile.loadInto(path, Dense.of(2, 1)))) {
        assertThatThrownBy(load)
            .isInstanceOf(FormatException.class)
            .hasMessage("MODEL-NONFINITE: " + path + ": 'bias'[0] is " + bad);
      }
    }
  }

  @Test
  void aModelWithAScaledTargetAnswersInItsUnitsAfterAFile() {
    var path = folder.resolve("model");
    var y = Tensor.of(new float[][] {{100}, {300}, {500}});
    var model = started(Sequential.of(Dense.of(2, 1), TargetScale.fit(y).clampedTo(y)));
    Predictor.of(model, TWO_NUMBERS).save(path);

    var predictor = Predictor.load(path);

    assertThat(predictor.values(Tensor.of(new float[][] {{1000, 1000}, {-1000, -1000}})).toArray())
        .containsOnly(100, 500);
    assertThat(predictor.predict(0, 0).of("y")).isEqualTo(300);
  }

  @Test
  void aCellInTwoPlacesStaysOne() {
    var path = folder.resolve("model");
    var twice = Dense.of(2, 2);
    var model = started(Sequential.of(twice, Activation.tanh(), twice));

    ModelFile.of(model, TWO_OF_TWO).save(path);
    var loaded = (Sequential) ModelFile.load(path).model();

    assertThat(((Dense) loaded.layers().getFirst()).weight())
        .isSameAs(((Dense) loaded.layers().getLast()).weight());
    assertThat(loaded.state()).hasSize(2);
  }

  @Test
  void aLayerOfOnesOwnIsLoadedIntoAModelThatHasIt() {
    var path = folder.resolve("model");
    var model = started(Sequential.of(new Gated(Dense.of(2, 2), Dense.of(2, 2)), Dense.of(2, 1)));
    var x = input(Shape.of(3, 2));
    ModelFile.of(model, TWO_NUMBERS).save(path);

    assertThatThrownBy(() -> ModelFile.load(path))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "MODEL-CUSTOM: "
                + path
                + ": 'layers.0' is the program's own layer 'Gated'; load it with a LayerRegistry"
                + " that lists its class, this one lists []");

    var other = Sequential.of(new Gated(Dense.of(2, 2), Dense.of(2, 2)), Dense.of(2, 1));
    assertThat(ModelFile.loadInto(path, other).model()).isSameAs(other);
    assertThat(other.predict(x).sameBits(model.predict(x))).isTrue();
  }

  @Test
  void aModelThatIsBuiltOtherwiseIsLeftAsItIs() {
    var path = folder.resolve("model");
    ModelFile.of(started(Dense.of(2, 1, Activation.tanh())), TWO_NUMBERS).save(path);
    var relu = (Dense) Dense.of(2, 1, Activation.relu()).start(Rng.of(9));
    var before = relu.weight().value();

    assertThatThrownBy(() -> ModelFile.loadInto(path, relu))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "MODEL-LAYER: " + path + ": 'activation.layer' is \"tanh\", model has \"relu\"");
    assertThatThrownBy(() -> ModelFile.loadInto(path, Dense.of(3, 1)))
        .hasMessage("MODEL-SHAPE: " + path + ": 'weight' is [2, 1], model wants [3, 1]");
    assertThatThrownBy(() -> ModelFile.loadInto(path, Sequential.of(Dense.of(2, 1))))
        .hasMessage(
            "MODEL-NAMES: "
                + path
                + ": missing: layers.0.weight, layers.0.bias; extra: weight, bias");
    assertThat(relu.weight().value().sameBits(before)).isTrue();
  }

  @Test
  void tensorsThatDoNotFitTheModelAreNamed() {
    changedTensors(
        tensors -> {
          tensors.put("weight", Tensor.zeros(3, 1));
          return tensors;
        },
        "MODEL-SHAPE: model: 'weight' is [3, 1], model wants [2, 1]");
    changedTensors(
        tensors -> {
          tensors.put("wait", tensors.remove("weight"));
          return tensors;
        },
        "MODEL-NAMES: model: missing: weight; extra: wait");
    changedTensors(
        tensors -> {
          tensors.put("bias", Tensor.of(5));
          return tensors;
        },
        "MODEL-WEIGHTS: model: its receipt has the hash of other weights");
  }

  private void changedTensors(UnaryOperator<SequencedMap<String, Tensor>> change, String message) {
    var file = ModelFile.of(started(Dense.of(2, 1)), TWO_NUMBERS).safetensors();
    var path = folder.resolve("model");
    new Safetensors(file.metadata(), change.apply(new LinkedHashMap<>(file.tensors()))).write(path);

    assertThatThrownBy(() -> ModelFile.load(path))
        .isInstanceOf(FormatException.class)
        .hasMessage(message.replace(": model: ", ": " + path + ": "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          architecture | {"layer":"conv9"}                    | MODEL-LAYER: model: the model is a 'conv9', which this release does not know
          architecture | []                                   | MODEL-LAYER: model: the model is [], expected an object
          architecture | {"layer":"custom","name":"Gated"}    | MODEL-CUSTOM: model: the model is the program's own layer 'Gated', whose components are not in the file; use ModelFile.loadInto(path, model)
          architecture | {"layer":"dense","weight":{"shape":[2,1]},"bias":{"shape":[1]},"activation":{"layer":"java.lang.Runtime"}} | MODEL-LAYER: model: 'activation' is a 'java.lang.Runtime', which this release does not know
          architecture | {"layer":"dense","weight":{"shape":[2,1]},"bias":{"shape":[1]},"activation":{"layer":"flatten"}} | MODEL-LAYER: model: 'activation' is a 'flatten', which is not an Activation
          architecture | {"layer":"dense","weight":{"shape":[2,1]},"bias":{"shape":[1]}} | MODEL-LAYER: model: 'activation' is missing
          architecture | {"layer":"dense","weight":{"shape":[2,1]},"bias":{"shape":[1]},"activation":{"layer":"identity"},"stride":2} | MODEL-LAYER: model: 'stride' is not known; written by a later release?
          architecture | {"layer":"dense","weight":{"shape":[2,1]},"bias":{"shape":[1]},"activation":{"layer":"leakyRelu","slope":"x"}} | MODEL-LAYER: model: 'activation.slope' is "x", expected a number
          architecture | {"layer":"layerNorm","scale":{"shape":[2,1]},"shift":{"shape":[1]},"epsilon":1} | MODEL-NAMES: model: missing: scale, shift; extra: weight, bias
          architecture | {                                    | MODEL-JSON: model: cortado.architecture: byte 1: found the end, expected a name in quotes
          schema       | {"features":[1],"target":{"kind":"numbers","names":["y"]}} | MODEL-LAYER: model: 'cortado.schema.features' is [1], expected an array of strings
          schema       | {"features":["a"],"target":{"kind":"ranks"}} | MODEL-LAYER: model: 'cortado.schema.target' is a 'ranks', expected numbers, labels, binary or classes
          schema       | {"features":["a"],"target":{"kind":"numbers","names":[]}} | MODEL-LAYER: model: 'cortado.schema.target' is refused: target: no names, expected one for each number
          outputs      | ranks                                | MODEL-META: model: cortado.outputs is 'ranks', expected numbers, logits or probabilities
          receipt      | {"seed":1.5}                         | MODEL-LAYER: model: 'cortado.receipt.notes' is missing
          """)
  void saysWhatIsWrongWithTheTexts(String key, String text, String message) {
    var file = ModelFile.of(started(Dense.of(2, 1)), TWO_NUMBERS).safetensors();
    var texts = new LinkedHashMap<>(file.metadata());
    texts.put("cortado." + key, text);
    var path = folder.resolve("model");
    new Safetensors(texts, file.tensors()).write(path);

    assertThatThrownBy(() -> ModelFile.load(path))
        .isInstanceOf(FormatException.class)
        .hasMessage(message.replace(": model: ", ": " + path + ": "));
  }

  @Test
  void tensorsAloneAreNotAModel() {
    var path = folder.resolve("model");
    Safetensors.of(new LinkedHashMap<>()).write(path);

    assertThatThrownBy(() -> ModelFile.load(path))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "MODEL-META: "
                + path
                + ": has no cortado.architecture, so it is not a model file; read its"
                + " tensors with Safetensors.read");
  }

  @Test
  void whatCouldNotBeLoadedIsNotSaved() {
    var path = folder.resolve("model");
    var broken =
        new Dense(
            Parameter.of(Tensor.full(Shape.of(2, 1), Double.NaN)), null, Activation.identity());
    var model = (Dense) started(Dense.of(2, 1));
    var stale = ModelFile.of(model, TWO_NUMBERS);
    model.weight().set(Tensor.zeros(2, 1));
    Layer deep = started(Dense.of(2, 2));
    for (int i = 0; i < 30; i++) {
      deep = new Residual(deep);
    }
    var tower = ModelFile.of(deep, TWO_NUMBERS);

    assertThatThrownBy(() -> ModelFile.of(broken, TWO_NUMBERS).save(path))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "model: 'weight'[0] is NaN, expected a finite number; its file could not be loaded");
    assertThatThrownBy(() -> stale.save(path))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "model: its weights changed since its receipt was made; make a new one with"
                + " Receipt.of");
    assertThatThrownBy(() -> tower.save(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nested deeper than 24");
    assertThat(path).doesNotExist();
  }

  @Test
  void theDeepestModelThatIsSavedIsLoaded() {
    var path = folder.resolve("model");
    Layer deep = started(Dense.of(2, 2));
    for (int i = 0; i < 23; i++) {
      deep = Sequential.of(deep);
    }
    ModelFile.of(deep, TWO_OF_TWO).save(path);

    assertThat(Architecture.of(ModelFile.load(path).model())).isEqualTo(Architecture.of(deep));
  }

  @Test
  void isTheSameFileInEveryLocaleAndFolder() throws IOException {
    var model = ModelFile.of(started(Dense.of(2, 1, Activation.elu(0.5))), TWO_NUMBERS);
    byte[] expected = model.safetensors().bytes();
    // Lower case in Turkish alone is the letter i; not every system can name a file so.
    var encoding = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    var name = encoding.newEncoder().canEncode("İ") ? "İ" : "I";
    var before = Locale.getDefault();
    for (var locale : List.of("tr-TR", "ar-EG-u-nu-arab")) {
      var path = Files.createDirectory(folder.resolve(locale)).resolve(name);
      try {
        Locale.setDefault(Locale.forLanguageTag(locale));
        model.save(path);
        assertThat(path).hasBinaryContent(expected);
        assertThat(ModelFile.load(path).outputs()).isEqualTo(OutputKind.VALUES);
      } finally {
        Locale.setDefault(before);
      }
    }
  }

  @Test
  void isUnharmedOrRefusedWhereverItIsChanged() throws IOException {
    var path = folder.resolve("model");
    var model = ModelFile.of(started(Dense.of(2, 1)), TWO_NUMBERS);
    byte[] whole = model.safetensors().bytes();
    for (int at = 0; at < whole.length; at++) {
      for (int change : new int[] {1, 4, 16, 32, 128, 255}) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) change;
        Files.write(path, damaged);
        requireUnharmedOrRefused(path, whole);
      }
    }
  }

  private static void requireUnharmedOrRefused(Path path, byte[] whole) {
    ModelFile file;
    try {
      file = ModelFile.load(path);
    } catch (FormatException e) {
      assertThat(e.getMessage()).doesNotContain("\n");
      return;
    }
    assertThat(file.safetensors().bytes()).isEqualTo(whole);
  }

  private static Layer started(Layer layer) {
    layer.parameters().forEach(cell -> cell.start(Rng.of(7)));
    return layer;
  }

  private static Tensor input(Shape shape) {
    return Rng.of(5).normal(shape);
  }
}
