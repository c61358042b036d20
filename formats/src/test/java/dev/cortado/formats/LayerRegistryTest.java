package dev.cortado.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.autograd.Buffer;
import dev.cortado.autograd.Cell;
import dev.cortado.autograd.Parameter;
import dev.cortado.data.FormatException;
import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.formats.json.Json;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Layer;
import dev.cortado.nn.OutputKind;
import dev.cortado.nn.Pass;
import dev.cortado.nn.Sequential;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers of a program's own in a model file. */
class LayerRegistryTest {

  private static final Schema TWO_NUMBERS = Schema.of(2, Target.numbers("y", "z"));

  @TempDir Path folder;

  enum Mode {
    SUM,
    PRODUCT
  }

  /** Two branches of one input. */
  record Branches(Dense left, Layer right, Mode mode) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      var a = left.forward(x, pass.at("left"));
      var b = right.forward(x, pass.at("right"));
      return mode == Mode.SUM ? a.add(b) : a.mul(b);
    }
  }

  /** A record that is not a layer. */
  record Pair(Parameter factor, int power, List<Buffer> buffers) {}

  record Inside(
      SequencedMap<String, Layer> layers, Map<String, Parameter> shifts, @Nullable Pair pair)
      implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      var y = x;
      for (var entry : layers.entrySet()) {
        y = pass.run("layers." + entry.getKey(), entry.getValue(), y);
      }
      for (var name : shifts.keySet().stream().sorted().toList()) {
        y = y.add(shifts.get(name).value());
      }
      return pair == null ? y : y.mul(pair.factor.value()).mul(pair.buffers.getFirst().value());
    }
  }

  /** A component of each kind. */
  @SuppressWarnings("ArrayRecordComponent") // It is what is tested.
  record EveryKind(
      Parameter gain,
      @Nullable Parameter shift,
      @Nullable Parameter noShift,
      Buffer offset,
      List<Layer> layers,
      List<? extends Dense> dense,
      List<List<Parameter>> nested,
      Map<String, Double> weights,
      SequencedMap<String, List<Integer>> columns,
      int whole,
      long large,
      float single,
      double real,
      double infinite,
      boolean flag,
      String text,
      Mode mode,
      float[] floats,
      int[] ints,
      String[][] names)
      implements Layer {

    @Override
    public Tensor forward(Tensor x, Pass pass) {
      var y = x;
      for (var layer : layers) {
        y = layer.forward(y, pass.at("layers"));
      }
      for (var layer : dense) {
        y = layer.forward(y, pass.at("dense"));
      }
      return y.mul(gain.value())
          .add(offset.value())
          .add(nested.getLast().getFirst().value())
          .mul(single)
          .add(floats[1])
          .add(weights.get("b"));
    }

    /** All components as text. */
    String described() {
      return List.of(weights, columns, whole, large, single, real, infinite, flag, text, mode)
          + Arrays.toString(floats)
          + Arrays.toString(ints)
          + Arrays.deepToString(names)
          + (shift == null)
          + (noShift == null);
    }
  }

  record Holder<L extends Layer>(L layer) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return layer.forward(x, pass.at("layer"));
    }
  }

  /** Its constructor checks what it is given. */
  record Scale(double factor, @Nullable String unit, int[] columns) implements Layer {

    Scale {
      if (!(factor > 0)) {
        throw new IllegalArgumentException("scale: factor " + factor);
      }
      if (unit != null && unit.isEmpty()) {
        throw new IllegalStateException("scale: no unit");
      }
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return x.shape().dims()[columns[0]] < 0 ? x : x.mul(factor);
    }
  }

  record Mapped(UnaryOperator<Tensor> function) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return function.apply(x);
    }
  }

  record Named(Parameter gain) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return x.mul(gain.value());
    }

    @Override
    public SequencedMap<String, Cell> state() {
      var state = new LinkedHashMap<String, Cell>();
      state.put("renamed", gain);
      return state;
    }
  }

  /** Not a record, so its components are not known. */
  static final class Plain implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return x;
    }
  }

  static final class Other {
    record Scale(double factor) implements Layer {
      @Override
      public Tensor forward(Tensor x, Pass pass) {
        return x.div(factor);
      }
    }
  }

  private static EveryKind everyKind() {
    var columns = new LinkedHashMap<String, List<Integer>>();
    columns.put("z", List.of(3, 1));
    columns.put("a", List.of());
    return new EveryKind(
        Parameter.of(Tensor.of(2, 3)),
        Parameter.of(Tensor.of(1)),
        null,
        Buffer.of(Tensor.of(0.5f, -0f)),
        List.of(Dense.of(2, 3), Activation.leakyRelu(0.3)),
        List.of(Dense.of(3, 2, Activation.tanh())),
        List.of(List.of(), List.of(Parameter.of(Tensor.of(1, 2)))),
        Map.of("b", 0.1 + 0.2),
        columns,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        0.1f,
        -0.0,
        Double.NEGATIVE_INFINITY,
        true,
        "größe \u001b \"quoted\"",
        Mode.PRODUCT,
        new float[] {Float.MIN_VALUE, 1e30f, Float.NaN},
        new int[] {1, 2},
        new String[][] {{"a"}, {}});
  }

  @Test
  void everyKindOfComponentComesBackToTheBit() {
    var layer = everyKind();
    var model = started(Sequential.of(Dense.of(2, 2), layer));
    var path = saved(model);

    var file = ModelFile.load(path, LayerRegistry.of(EveryKind.class));

    var x = Rng.of(5).normal(Shape.of(7, 2));
    assertThat(file.model().predict(x).sameBits(model.predict(x))).isTrue();
    assertThat(((EveryKind) ((Sequential) file.model()).layers().getLast()).described())
        .isEqualTo(layer.described());
    assertThat(file.model().state().sequencedKeySet())
        .containsExactlyElementsOf(model.state().keySet());
    assertThat(Architecture.of(file.model())).isEqualTo(Architecture.of(model));
    assertThat(file.safetensors().bytes())
        .isEqualTo(ModelFile.of(model, TWO_NUMBERS).safetensors().bytes());
  }

  @Test
  void mapsAndRecordsOfLayersAndCellsLoad() {
    var layers = new LinkedHashMap<String, Layer>();
    layers.put("z", Dense.of(2, 3));
    layers.put("a", Sequential.of(Activation.tanh(), Dense.of(3, 2)));
    var model =
        started(
            new Inside(
                layers,
                Map.of("b", Parameter.of(Tensor.of(1, 2)), "a", Parameter.of(Tensor.of(1e-8f, 3))),
                new Pair(
                    Parameter.of(Tensor.scalar(3)), 2, List.of(Buffer.of(Tensor.scalar(0.1))))));
    var path = saved(model);

    var loaded = ModelFile.load(path, LayerRegistry.of(Inside.class)).model();

    assertThat(loaded.state().sequencedKeySet())
        .containsExactlyElementsOf(model.state().keySet())
        .contains("layers.a.layers.1.weight", "shifts.b", "pair.factor", "pair.buffers.0");
    var x = Rng.of(5).normal(Shape.of(7, 2));
    assertThat(loaded.predict(x).sameBits(model.predict(x))).isTrue();
    assertThat(((Inside) loaded).pair()).extracting(Pair::power).isEqualTo(2);
  }

  @Test
  void branchesAndGenericLayersLoad() {
    var shared = Dense.of(2, 2);
    var model =
        started(
            new Holder<>(
                new Branches(
                    shared, Sequential.of(shared, Activation.relu(), Dense.of(2, 2)), Mode.SUM)));
    var predictor =
        Predictor.load(
            saved(model), LayerRegistry.of(Holder.class).with("Branches", Branches.class));

    var x = Rng.of(5).normal(Shape.of(7, 2));
    assertThat(predictor.values(x).sameBits(model.predict(x))).isTrue();
    // The shared layer is one layer still.
    assertThat(predictor.file().model().state()).hasSize(4);
  }

  @Test
  void aClassThatWasRenamedLoadsUnderItsOldName() throws IOException {
    var path = saved(new Scale(2, null, new int[] {0}));
    rewrite(path, "\"name\":\"Scale\"", "\"name\":\"Factor\"");

    assertThatThrownBy(() -> ModelFile.load(path, LayerRegistry.of(Scale.class)))
        .hasMessageContaining("own layer 'Factor'; load it with a LayerRegistry")
        .hasMessageEndingWith("this one lists [Scale]");
    assertThat(ModelFile.load(path, LayerRegistry.of().with("Factor", Scale.class)).model())
        .isInstanceOf(Scale.class);
  }

  @Test
  void aClassThatIsNotListedIsNamed() {
    var path = saved(new Scale(2, null, new int[] {0}));

    assertThatThrownBy(() -> Predictor.load(path, LayerRegistry.of(Holder.class, Branches.class)))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "MODEL-CUSTOM: "
                + path
                + ": the model is the program's own layer 'Scale'; load it with a LayerRegistry"
                + " that lists its class, this one lists [Holder, Branches]");
  }

  @Test
  void aLayerThatAFileCannotHoldIsLoadedIntoAModel() {
    for (Layer layer : List.of(new Mapped(Tensor::tanh), new Named(Parameter.of(Tensor.of(3))))) {
      var model = started(Sequential.of(Dense.of(2, 2), new Holder<>(layer)));
      var path = saved(model);

      assertThatThrownBy(() -> ModelFile.load(path, LayerRegistry.of(Holder.class)))
          .isInstanceOf(FormatException.class)
          .hasMessageEndingWith(
              "'layers.1.layer' is the program's own layer '"
                  + layer.getClass().getSimpleName()
                  + "', whose components are not in the file; use ModelFile.loadInto(path, model)");
      var other = Sequential.of(Dense.of(2, 2), new Holder<>(layer));
      ModelFile.loadInto(path, other);
      var x = Rng.of(5).normal(Shape.of(7, 2));
      assertThat(other.predict(x).sameBits(model.predict(x))).isTrue();
    }
  }

  @Test
  void loadIntoComparesTheComponentsOfAnOwnLayer() {
    var path = saved(new Scale(2, null, new int[] {0}));

    assertThatThrownBy(() -> ModelFile.loadInto(path, new Scale(3, null, new int[] {0})))
        .isInstanceOf(FormatException.class)
        .hasMessageEndingWith("'fields.factor' is 2.0, model has 3.0");
  }

  @Test
  void refusesClassesThatAFileCannotHold() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayerRegistry.of(Plain.class))
        .withMessage(
            "layerRegistry: " + Plain.class.getName() + " is not a record; use ModelFile.loadInto");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayerRegistry.of(Named.class))
        .withMessageContaining(" overrides state(); use ModelFile.loadInto");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayerRegistry.of(Mapped.class))
        .withMessageStartingWith("layerRegistry: component 'function' of " + Mapped.class.getName())
        .withMessageContaining("UnaryOperator<dev.cortado.tensor.Tensor>; expected a number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayerRegistry.of(Scale.class, Other.Scale.class))
        .withMessage(
            "layerRegistry: two classes for 'Scale'; list one of them with(\"other name\", class)");
  }

  @Test
  void twoClassesOfOneNameCannotBeInOneFile() {
    var model = Sequential.of(new Scale(2, null, new int[] {0}), new Other.Scale(2));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelFile.of(model, TWO_NUMBERS, OutputKind.VALUES).safetensors())
        .withMessage(
            "model: "
                + Scale.class.getName()
                + " and "
                + Other.Scale.class.getName()
                + " have one name in a file; rename one of them");
  }

  /** Its text in a file reads as if a layer of the library were in it. */
  record Tagged(Map<String, String> tags, int column) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return x.add(x.slice(1, column, column + 1));
    }
  }

  @Test
  void aTextThatIsNamedAsALayerIsDoesNotKeepAModelFromBeingChecked() throws IOException {
    var path = saved(new Tagged(Map.of("layer", "oneHot"), 0));
    rewrite(path, "\"column\":0", "\"column\":9");

    assertThatThrownBy(() -> ModelFile.load(path, LayerRegistry.of(Tagged.class)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("MODEL-SHAPE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "factor":2.0      | "factor":"x"      | 'factor' is "x", expected a number
          "factor":2.0      | "factor":null     | 'factor' is null, expected a number
          "factor":2.0      | "factor":-1       | the model is refused: scale: factor -1.0
          "factor":2.0      | "factor":"NaN"    | the model is refused: scale: factor NaN
          "factor":2.0,     |                   | 'factor' is missing
          "factor":2.0      | "factor":2,"x":1  | 'x' is not known; written by a later release?
          "unit":"m"        | "unit":""         | the model is refused: scale: no unit
          "unit":"m"        | "unit":7          | 'unit' is 7, expected a string
          "columns":[0]     | "columns":[0.5]   | 'columns' is [0.5], expected an array of int
          "columns":[0]     | "columns":[2147483648] | 'columns' is [2147483648], expected an array of int
          "columns":[0]     | "columns":0       | 'columns' is 0, expected an array of int
          "columns":[0]     | "columns":[9]     | MODEL-SHAPE: model: java.lang.ArrayIndexOutOfBoundsException: Index 9 out of bounds for length 2
          "columns":[0]     | "columns":null    | MODEL-SHAPE: model: java.lang.NullPointerException
          "fields":{        | "fields":[],"x":{ | the model is [], expected an object
          "layer":"custom", |                   | 'layer' is missing
          "name":"Scale"    | "name":"a\\u001b" | own layer 'a\\u001b'; load it with
          """)
  void refusesComponentsOfAnOtherKind(String good, @Nullable String bad, String message)
      throws IOException {
    var path = saved(new Scale(2, "m", new int[] {0}));
    rewrite(path, good, bad == null ? "" : bad);

    assertThatThrownBy(() -> ModelFile.load(path, LayerRegistry.of(Scale.class)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(message.replace(" model: ", " " + path + ": "))
        .message()
        .hasSizeLessThan(1_000)
        .doesNotContain("\u001b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "mode":"SUM"           | "mode":"MAX"          | 'mode' is "MAX", expected a Mode
          {"layer":"relu","oneAtZero":false} | {"layer":"relu","oneAtZero":0} | 'right.oneAtZero' is 0, expected true or false
          "left":{"layer":"dense"| "left":{"layer":"sequential","layers":[],"x":1,"y":{}},"z":{"layer":"dense" | 'left' is a 'sequential', which is not an Dense
          "left":{"layer":"dense"| "left":{"layer":"custom","name":"Branches","x":1,"y":{}},"z":{"layer":"dense" | 'left' is the program's own layer 'Branches', whose components
          {"shape":[2,2]}        | {"same":"right"}      | 'left.weight' is the same as 'right', which is no such cell
          {"shape":[2,2]}        | {"shape":{}}          | 'left.weight.shape' is {}, expected an array
          {"shape":[2,2]}        | {"shape":[3,3]}       | 'left.weight' is [2, 2], model wants [3, 3]
          {"shape":[2,2]}        | null                  | 'left.weight' is null, expected an object
          """)
  void refusesLayersAndCellsOfAnOtherKind(String good, String bad, String message)
      throws IOException {
    var path = saved(started(new Branches(Dense.of(2, 2), Activation.relu(), Mode.SUM)));
    rewrite(path, good, bad);

    assertThatThrownBy(() -> ModelFile.load(path, LayerRegistry.of(Branches.class)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    var path = saved(started(Sequential.of(Dense.of(2, 2), everyKind())));
    byte[] whole = Files.readAllBytes(path);
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(path, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> ModelFile.load(path, LayerRegistry.of(EveryKind.class)))
          .isInstanceOf(FormatException.class);
    }
  }

  /** Any part of the description is replaced by any other JSON; the checksum stays right. */
  @Test
  void aForgedDescriptionIsRefusedOrLoads() {
    var model = started(Sequential.of(Dense.of(2, 2), everyKind(), new Scale(2, "m", new int[1])));
    var file = ModelFile.of(model, TWO_NUMBERS, OutputKind.VALUES).safetensors();
    var registry = LayerRegistry.of(EveryKind.class, Scale.class);
    var path = folder.resolve("model");
    var architecture = Json.parse(file.metadata().get("cortado.architecture"));
    int loaded = 0;
    for (int i = 0; i < 600; i++) {
      var forger = new Forger(Rng.of(1).at(i), size(architecture));
      var texts = new LinkedHashMap<>(file.metadata());
      texts.put("cortado.architecture", forger.forged(architecture).text());
      new Safetensors(texts, file.tensors()).write(path);
      try {
        ModelFile.load(path, registry);
        loaded++;
      } catch (FormatException e) {
        assertThat(e.getMessage()).as("forgery %d", i).doesNotContain("\n", "\u001b");
      }
    }
    // Some numbers may have any value.
    assertThat(loaded).isBetween(1, 300);
  }

  private static int size(Json json) {
    return switch (json) {
      case Json.Mapping(var fields) ->
          1 + fields.values().stream().mapToInt(LayerRegistryTest::size).sum();
      case Json.Sequence(var all) -> 1 + all.stream().mapToInt(LayerRegistryTest::size).sum();
      default -> 1;
    };
  }

  /** Replaces one node of a JSON tree. */
  private static final class Forger {

    private static final List<Json> OTHERS =
        List.of(
            new Json.None(),
            Json.of(true),
            Json.of(-1),
            Json.of(Long.MAX_VALUE),
            Json.of(1e300),
            Json.of("NaN"),
            Json.of("dense"),
            Json.of("custom"),
            Json.of("\u001b"),
            new Json.Sequence(List.of()),
            Json.of(1, 2),
            Json.mapping(),
            Json.mapping().with("layer", Json.of("relu")).with("oneAtZero", Json.of(true)),
            Json.mapping().with("same", Json.of("layers.0.weight")),
            Json.mapping().with("shape", Json.of(2)));

    private final Json other;
    private int left;

    Forger(Rng rng, int nodes) {
      other = OTHERS.get(rng.at("other").permutation(OTHERS.size())[0]);
      left = rng.at("node").permutation(nodes)[0];
    }

    Json forged(Json json) {
      if (left-- == 0) {
        return other;
      }
      return switch (json) {
        case Json.Mapping(var fields) -> {
          var changed = new LinkedHashMap<String, Json>();
          fields.forEach((name, value) -> changed.put(name, forged(value)));
          yield new Json.Mapping(changed);
        }
        case Json.Sequence(var all) -> {
          var changed = new ArrayList<Json>();
          all.forEach(each -> changed.add(forged(each)));
          yield new Json.Sequence(changed);
        }
        default -> json;
      };
    }
  }

  @Test
  void aLayerNestedTooDeepIsRefused() throws IOException {
    var path = saved(new Holder<>(new Scale(2, "m", new int[] {0})));
    var nested = "{\"layer\":\"custom\",\"name\":\"Holder\",\"fields\":{\"layer\":";
    rewrite(path, nested, nested.repeat(500));
    assertThatThrownBy(() -> ModelFile.load(path, LayerRegistry.of(Holder.class, Scale.class)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("nested deeper than 64");
  }

  @Test
  void everyLayerOfTheLibraryHasAName() throws IOException, URISyntaxException {
    var root = Layer.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    for (var name : classNames(root)) {
      var type = classOf(name);
      if (Layer.class.isAssignableFrom(type)
          && type.isRecord()
          && Modifier.isPublic(type.getModifiers())) {
        assertThat(LibraryLayers.classes()).as(name).contains(type);
      }
    }
  }

  private static List<String> classNames(URI root) throws IOException {
    if (root.getPath().endsWith(".jar")) {
      try (var jar = FileSystems.newFileSystem(Path.of(root))) {
        return classNames(jar.getPath("/dev/cortado/nn"));
      }
    }
    return classNames(Path.of(root).resolve("dev/cortado/nn"));
  }

  private static List<String> classNames(Path nn) throws IOException {
    try (var files = Files.list(nn)) {
      var names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".class") && !name.startsWith("package-info"))
              .map(name -> "dev.cortado.nn." + name.replace(".class", ""))
              .toList();
      assertThat(names).hasSizeGreaterThan(20);
      return names;
    }
  }

  private static Class<?> classOf(String name) {
    try {
      return Class.forName(name, false, Layer.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private Path saved(Layer model) {
    var path = folder.resolve("model");
    ModelFile.of(model, TWO_NUMBERS, OutputKind.VALUES).save(path);
    return path;
  }

  /** Changes the description of the model; the checksum stays right. */
  private static void rewrite(Path path, String good, String bad) throws IOException {
    var file = Safetensors.read(path);
    var texts = new LinkedHashMap<>(file.metadata());
    var architecture = texts.get("cortado.architecture");
    assertThat(architecture).contains(good);
    int at = architecture.indexOf(good);
    texts.put(
        "cortado.architecture",
        architecture.substring(0, at) + bad + architecture.substring(at + good.length()));
    new Safetensors(texts, file.tensors()).write(path);
  }

  private static Layer started(Layer layer) {
    layer
        .parameters()
        .forEach(cell -> {
          if (cell.isBlank()) {
            cell.start(Rng.of(7));
          }
        });
    return layer;
  }
}
