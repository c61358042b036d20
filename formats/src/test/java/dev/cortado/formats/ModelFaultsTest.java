package dev.cortado.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cortado.data.FormatException;
import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.formats.json.Json;
import dev.cortado.nn.Activation;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Embedding;
import dev.cortado.nn.Flatten;
import dev.cortado.nn.GroupNorm;
import dev.cortado.nn.InstanceNorm;
import dev.cortado.nn.Layer;
import dev.cortado.nn.LayerNorm;
import dev.cortado.nn.OneHot;
import dev.cortado.nn.Parallel;
import dev.cortado.nn.RmsNorm;
import dev.cortado.nn.Sequential;
import dev.cortado.nn.Standardize;
import dev.cortado.nn.Temperature;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files whose checksums are right and whose content is not. */
class ModelFaultsTest {

  private static final Schema ONE_OF_TWO = Schema.of(2, Target.numbers("y"));
  private static final Schema IMAGES = new Schema(List.of(), Target.classes("a", "b"));

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          schema  | {"features":["a","b"],"target":{"kind":"numbers","names":["y","y"]}} | MODEL-META: model: predictor: names [y, y], expected each once
          schema  | {"features":["a","b"],"target":{"kind":"classes","name":"c","classes":["a","a"]}} | MODEL-META: model: predictor: names [a, a], expected each once
          schema  | {"features":["a","b"],"target":{"kind":"binary","name":"c","negative":"n","positive":"y"}} | MODEL-META: model: predictor: outputs VALUES for Binary[name=c, negative=n, positive=y]
          schema  | {"features":["a","b","c"],"target":{"kind":"numbers","names":["y"]}} | MODEL-SHAPE: model: matmul: inner sizes differ, [1, 3] × [2, 1]: 3 ≠ 2
          schema  | {"features":["a","b"],"target":{"kind":"numbers","names":["y","z"]}} | MODEL-SHAPE: model: it gives [1, 1], its schema wants [1, 2]
          outputs | logits | MODEL-META: model: predictor: outputs LOGITS for Numbers[names=[y]]
          format  | 2      | MODEL-VERSION: model: format 2, this release reads 1
          format  | one    | MODEL-VERSION: model: format one, this release reads 1
          """)
  void saysWhatDoesNotFitTogether(String key, String text, String message) {
    var file = file(Dense.of(2, 1), ONE_OF_TWO);
    file.metadata().put("cortado." + key, text);

    assertRefused(file, message);
  }

  @Test
  void isNoModelWithoutTheVersionOfItsFormat() {
    var file = file(Dense.of(2, 1), ONE_OF_TWO);
    file.metadata().remove("cortado.format");

    assertRefused(
        file,
        "MODEL-META: model: has no cortado.format, so it is not a model file; read its"
            + " tensors with Safetensors.read");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -1 | MODEL-LAYER: model: 'cortado.receipt' has numerics -1, expected at least 1
          2  | MODEL-VERSION: model: numerics 2, this release reads up to 1; use a later release
          """)
  void knowsTheNumericsOfItsReleaseAndNoLaterOnes(long version, String message) {
    var file = file(Dense.of(2, 1), ONE_OF_TWO);
    replace(file, "receipt", "\"numerics\":1", "\"numerics\":" + version);

    assertRefused(file, message);
  }

  static Stream<Arguments> values() {
    var table = Dense.of(4, 4);
    return Stream.of(
        Arguments.of(table, "\"shape\":[4]", "\"shape\":[4],\"frozen\":true", "'bias.frozen' is"),
        Arguments.of(
            Sequential.of(table, table),
            "{\"same\":\"layers.0.bias\"}",
            "{\"same\":\"layers.0.bias\",\"shape\":[4]}",
            "'layers.1.bias.shape' is not known"),
        Arguments.of(
            Sequential.of(table, table),
            "{\"same\":\"layers.0.bias\"}",
            "{\"same\":\"layers.0.bias\",\"frozen\":true}",
            "'layers.1.bias.frozen' is not known"),
        Arguments.of(
            LayerNorm.of(4), "1.0E-5", "-3.0", "epsilon -3.0, expected a finite number above 0"),
        Arguments.of(LayerNorm.of(4), "1.0E-5", "\"Infinity\"", "expected a finite number"),
        Arguments.of(
            BatchNorm.of(4), "1.0E-5", "0", "epsilon 0.0, expected a finite number above 0"),
        Arguments.of(BatchNorm.of(4), "0.1", "1.5", "momentum 1.5, expected above 0, at most 1"),
        Arguments.of(GroupNorm.of(2, 4), "1.0E-5", "-0", "epsilon -0.0, expected a finite number"),
        Arguments.of(GroupNorm.of(2, 4), "\"groups\":2", "\"groups\":3", "3 groups of 4 channels"),
        Arguments.of(GroupNorm.of(2, 4), "\"groups\":2", "\"groups\":4", "MODEL-SHAPE"),
        Arguments.of(InstanceNorm.of(4), "1.0E-5", "-1", "epsilon -1.0, expected a finite number"),
        Arguments.of(
            Activation.elu(), "1.0", "\"Infinity\"", "alpha Infinity, expected a finite number"),
        Arguments.of(Activation.leakyRelu(0.5), "0.5", "\"-Infinity\"", "expected a finite number"),
        Arguments.of(Activation.clip(-1, 1), "-1.0", "2.0", "from 2.0 to 1.0, expected low < high"),
        Arguments.of(Dropout.of(0.5), "0.5", "1", "rate 1.0, expected at least 0 and less than 1"),
        Arguments.of(Flatten.of(), "flatten", "flatten\",\"x\":\"", "'x' is not known"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void takesNoValueThatItsLayerWouldNot(Layer layer, String good, String bad, String message) {
    var four = Schema.of(4, Target.numbers("a", "b", "c", "d"));
    var file = file(layer, layer instanceof InstanceNorm ? IMAGES : four);
    replace(file, "architecture", good, bad);
    file.write(path());

    assertThatThrownBy(() -> ModelFile.load(path()))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void takesNoCellOfAShapeThatItsLayerWouldNot() {
    assertCellRefused(
        Activation.prelu(),
        "slope",
        Tensor.ones(3000, 1, 1),
        "MODEL-LAYER: model: the model is refused: slope of [3000, 1, 1], expected [1…]");
    assertCellRefused(
        LayerNorm.of(2),
        "scale",
        Tensor.scalar(1),
        "MODEL-LAYER: model: the model is refused: a norm over [], expected at least 2 values");
    assertCellRefused(
        Dense.of(2, 1).withoutBias(),
        "weight",
        Tensor.zeros(0, 1),
        "MODEL-LAYER: model: the model is refused: weight of [0, 1], expected [1…, 1…]");
    assertCellRefused(
        BatchNorm.of(2),
        "runningVariance",
        Tensor.of(1, -2),
        "MODEL-LAYER: model: the model is refused: runningVariance -2.0, expected at least 0");
  }

  private void assertCellRefused(Layer layer, String name, Tensor cell, String message) {
    int columns = layer instanceof Activation ? 1 : 2;
    int outputs = layer instanceof Dense || layer instanceof Activation ? 1 : 2;
    var target = outputs == 1 ? Target.numbers("y") : Target.numbers("y", "z");
    var file = file(layer, Schema.of(columns, target));
    var old = file.tensors().put(name, cell);
    replace(
        file,
        "architecture",
        "\"" + name + "\":{\"shape\":" + shape(old),
        "\"" + name + "\":{\"shape\":" + shape(cell));
    replace(
        file, "receipt", file.metadata().get("cortado.receipt"), receipt(file.tensors()).text());

    assertRefused(file, message);
  }

  private static String shape(Tensor tensor) {
    return tensor.shape().toString().replace(" ", "");
  }

  private static Json receipt(SequencedMap<String, Tensor> tensors) {
    return new Receipt(0, "", "", "", 1, Receipt.hash(tensors), new LinkedHashMap<>()).json();
  }

  @Test
  void findsWidthsThatDoNotFitBehindAnImage() {
    var images = Sequential.of(Flatten.of(), Dense.of(784, 3), Dense.of(3, 2));
    var scaled = Sequential.of(Standardize.fit(input(Shape.of(5, 2, 3))), Flatten.of());

    assertThat(saved(images, IMAGES).schema()).isEqualTo(IMAGES);
    assertNotSaved(Sequential.of(Flatten.of(), Dense.of(784, 3), Dense.of(4, 2)), "3 ≠ 4");
    assertNotSaved(Sequential.of(scaled, Dense.of(7, 2)), "6 ≠ 7");
    assertThat(saved(Sequential.of(scaled, Dense.of(6, 2)), IMAGES).schema()).isEqualTo(IMAGES);
  }

  @Test
  void triesManyEmbeddingsWithoutMakingAnyOfTheirNumbers() {
    var layers = Stream.generate(() -> (Layer) Embedding.of(1, 1000)).limit(3).toList();
    var model = Sequential.of(Sequential.of(layers.toArray(Layer[]::new)), Flatten.of());
    assertNotSaved(Sequential.of(model, Dense.of(7, 1)), ONE_OF_TWO, "2000000000 ≠ 7");
    var words = Sequential.of(Embedding.of(9, 3), Flatten.of(), Dense.of(6, 1));
    assertThat(saved(words, ONE_OF_TWO).schema()).isEqualTo(ONE_OF_TWO);
  }

  @Test
  void aFewBytesDoNotAskForMuchMemory() {
    var two = Schema.of(2, Target.numbers("y"));
    // Each makes its input ten times as wide.
    var layers = Stream.generate(() -> Parallel.of(many())).limit(9).toArray(Layer[]::new);
    assertNotSaved(Sequential.of(Sequential.of(layers), Dense.of(7, 1)), two, "2000000000 ≠ 7");

    var hot = file(Sequential.of(OneHot.of(3), Dense.of(6, 1)), two);
    replace(hot, "architecture", "\"categories\":3", "\"categories\":2000000000");
    assertRefused(
        hot, "MODEL-LAYER: model: 'layers.0' is refused: 2000000000 categories, at most 1048576");
  }

  private static Layer[] many() {
    return Stream.generate(Activation::identity).limit(10).toArray(Layer[]::new);
  }

  @Test
  void refusesNumbersThatALibraryLayerCannotUse() {
    assertCellRefused(
        Temperature.of(2),
        "temperature",
        Tensor.scalar(0),
        "MODEL-LAYER: model: the model is refused: temperature 0.0, expected a number above 0");
    assertCellRefused(
        RmsNorm.of(2),
        "scale",
        Tensor.ones(2, 1),
        "MODEL-LAYER: model: the model is refused: scale of [2, 1], expected [1…]");
  }

  @Test
  void doesNotSaveWhatCouldNotBeLoaded() {
    assertNotSaved(Dense.of(2, 3), ONE_OF_TWO, "it gives [1, 3], its schema wants [1, 1]");
    assertNotSaved(
        BatchNorm.of(2).withEpsilon(0),
        Schema.of(2, Target.numbers("a", "b")),
        "epsilon 0.0, expected a finite number above 0");
    assertNotSaved(
        Dense.of(2, 2), Schema.of(2, Target.classes("a", "a")), "names [a, a], expected each once");
  }

  @Test
  void escapesAndShortensWhatTheFileSays() {
    var name = "\u001b[2J" + "x".repeat(5_000);
    var file = file(Dense.of(2, 1), ONE_OF_TWO);
    file.metadata()
        .put(
            "cortado.schema",
            "{\"features\":[],\"target\":{\"kind\":\"classes\",\"name\":%s,\"classes\":[]}}"
                .formatted(Json.of(name).text()));
    var message = refused(file).getMessage();
    assertThat(message).contains("\\u001b[2Jxxx").doesNotContain("\u001b").hasSizeLessThan(300);

    var renamed = file(Dense.of(2, 1), ONE_OF_TWO);
    replace(renamed, "architecture", "[2,1]", "[\"\\u001b\"," + "1,".repeat(5_000) + "1]");
    assertThat(refused(renamed).getMessage())
        .startsWith(
            "MODEL-SHAPE: " + path() + ": 'weight' is [2, 1], model wants [\"\\u001b\", 1, ")
        .hasSizeLessThan(300);
  }

  private void assertRefused(Draft file, String message) {
    assertThat(refused(file)).hasMessage(message.replace(": model: ", ": " + path() + ": "));
  }

  private FormatException refused(Draft file) {
    file.write(path());
    return catchThrowableOfType(FormatException.class, () -> Predictor.load(path()));
  }

  private void assertNotSaved(Layer model, String problem) {
    assertNotSaved(model, IMAGES, problem);
  }

  private void assertNotSaved(Layer model, Schema schema, String problem) {
    model.start(Rng.of(7));

    assertThatThrownBy(() -> ModelFile.of(model, schema).save(path()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("model: its file could not be loaded: MODEL-")
        .hasMessageContaining(problem);
    assertThat(path()).doesNotExist();
  }

  private ModelFile saved(Layer model, Schema schema) {
    model.start(Rng.of(7));
    var path = folder.resolve("saved");
    ModelFile.of(model, schema).save(path);
    return ModelFile.load(path);
  }

  /** The content of a file, free to be changed. */
  private record Draft(
      SequencedMap<String, String> metadata, SequencedMap<String, Tensor> tensors) {

    void write(Path path) {
      new Safetensors(metadata, tensors).write(path);
    }
  }

  private static Draft file(Layer model, Schema schema) {
    model.start(Rng.of(7));
    var file = ModelFile.of(model, schema).safetensors();
    return new Draft(new LinkedHashMap<>(file.metadata()), new LinkedHashMap<>(file.tensors()));
  }

  private static void replace(Draft file, String key, String good, String bad) {
    var text = file.metadata().get("cortado." + key);
    assertThat(text).contains(good);
    file.metadata().put("cortado." + key, text.replace(good, bad));
  }

  private Path path() {
    return folder.resolve("model");
  }

  private static Tensor input(Shape shape) {
    return Rng.of(5).normal(shape);
  }
}
