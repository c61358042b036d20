package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cortado.autograd.Buffer;
import dev.cortado.autograd.Cell;
import dev.cortado.autograd.Parameter;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import java.io.File;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerTreeTest {

  private static Parameter cell() {
    return Parameter.of(Tensor.scalar(1));
  }

  private record Mixed(
      Parameter alpha,
      int number,
      Buffer beta,
      List<Layer> blocks,
      List<Parameter> gammas,
      Dense last)
      implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return x;
    }
  }

  @Test
  void namesComeFromComponentsInTheirOrder() {
    var mixed =
        new Mixed(
            cell(),
            3,
            Buffer.of(Tensor.scalar(1)),
            List.of(Sequential.of(Dense.of(2, 2)), Activation.prelu()),
            List.of(cell(), cell()),
            Dense.of(2, 2));
    assertThat(mixed.state().keySet())
        .containsExactly(
            "alpha",
            "beta",
            "blocks.0.layers.0.weight",
            "blocks.0.layers.0.bias",
            "blocks.1.slope",
            "gammas.0",
            "gammas.1",
            "last.weight",
            "last.bias");
    assertThat(mixed.parameters()).hasSize(8);
  }

  @Test
  void aLayerThatIsUsedTwiceIsListedOnceUnderItsFirstName() {
    var shared = Dense.of(3, 3, Activation.tanh());
    var twice = Sequential.of(shared, Dense.of(3, 3), shared);
    assertThat(twice.state().keySet())
        .containsExactly("layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias");
    assertThat(twice.parameters()).doesNotHaveDuplicates().hasSize(4);
    var once = Sequential.of(Dense.of(3, 3, Activation.tanh()));
    once.start(Rng.of(1));
    twice.start(Rng.of(1));
    assertThat(shared.weight().value().sameBits(once.state().get("layers.0.weight").value()))
        .isTrue();
  }

  private record Grid(List<List<Dense>> rows) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return x;
    }
  }

  @Test
  void listsMayContainLists() {
    var grid = new Grid(List.of(List.of(), List.of(Dense.of(1, 1).withoutBias())));
    assertThat(grid.state().keySet()).containsExactly("rows.1.0.weight");
  }

  private record Overlooked<T>(T layers) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return x;
    }
  }

  @Test
  void layersThatWouldBeOverlookedAreRefused() {
    var name = Overlooked.class.getName();
    var dense = Dense.of(1, 1);
    assertThatIllegalStateException()
        .isThrownBy(() -> new Overlooked<>(new Dense[] {dense}).state())
        .withMessage(
            "layer "
                + name
                + ": 'layers' is an array, so what is in it has no names; make it a List");
    assertThatIllegalStateException()
        .isThrownBy(() -> new Overlooked<>(Map.of(1, dense)).state())
        .withMessageContaining("'layers' is a map whose keys are not strings");
    assertThatIllegalStateException()
        .isThrownBy(() -> new Overlooked<>(Set.of(cell())).state())
        .withMessageContaining("'layers' is not a list");
    assertThat(new Overlooked<>(Map.of(1, 1)).state()).isEmpty();
    assertThat(new Overlooked<>(new int[] {1}).state()).isEmpty();
  }

  @Test
  void mapsNameWhatTheyHoldByTheirKeys() {
    var sorted = new Overlooked<>(Map.of("right", Dense.of(1, 1), "left", Dense.of(1, 1)));
    assertThat(sorted.state().keySet())
        .containsExactly(
            "layers.left.weight", "layers.left.bias", "layers.right.weight", "layers.right.bias");
    var ordered = new LinkedHashMap<String, Layer>();
    ordered.put("z", Activation.prelu());
    ordered.put("a", Activation.prelu());
    assertThat(new Overlooked<>(ordered).state().keySet())
        .containsExactly("layers.z.slope", "layers.a.slope");
  }

  private record Pair(Dense first, Parameter scale) {}

  @Test
  void recordsThatAreNotLayersAreLookedInto() {
    var layer = new Overlooked<>(new Pair(Dense.of(1, 1).withoutBias(), cell()));
    assertThat(layer.state().keySet()).containsExactly("layers.first.weight", "layers.scale");
  }

  @Test
  void partsAreCellsLayersAndConstants() {
    var tree =
        LayerTree.of(new Mixed(cell(), 3, cellOfOne(), List.of(), List.of(), Dense.of(2, 2)));
    assertThat(tree.parts().keySet()).containsExactly("alpha", "number", "beta", "last");
    assertThat(tree.parts()).containsEntry("number", 3);
    assertThat(tree.cells().keySet()).containsExactly("alpha", "beta");
    assertThat(tree.children().keySet()).containsExactly("last");
  }

  private static Buffer cellOfOne() {
    return Buffer.of(Tensor.scalar(1));
  }

  @Test
  void theActivationOfALayerWithCellsIsNoLeaf() {
    var model =
        Sequential.of(
            Dense.of(2, 3, Activation.relu()),
            Residual.of(Dropout.of(0.5), Activation.tanh()),
            new Plain());
    assertThat(LayerTree.of(model).leaves().keySet())
        .containsExactly(
            "layers.0", "layers.1.body.layers.0", "layers.1.body.layers.1", "layers.2");
    assertThat(LayerTree.of(model).layers().keySet())
        .containsExactly(
            "",
            "layers.0",
            "layers.0.activation",
            "layers.1",
            "layers.1.body",
            "layers.1.body.layers.0",
            "layers.1.body.layers.1",
            "layers.2");
  }

  @Test
  void otherCellsMakeAnotherLayerOfTheSameKind() {
    var shared = Dense.of(2, 2, Activation.tanh());
    var model = Sequential.of(shared, Dropout.of(0.5), shared);
    var other = LayerTree.of(model).withCells(cell -> Parameter.of(Tensor.full(cell.shape(), 1)));
    assertThat(other.state().keySet()).isEqualTo(model.state().keySet());
    assertThat(other.state().get("layers.0.weight").value().sum().item()).isEqualTo(4);
    assertThat(model.parameters()).allMatch(Parameter::isBlank);
  }

  private static final class Plain implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return x;
    }
  }

  @Test
  void aLayerThatIsNoRecordIsTold() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Sequential.of(new Plain()).state())
        .withMessage(
            "layer "
                + Plain.class.getName()
                + ": not a record, so its state has no names; make it a record or override"
                + " state()");
  }

  private record Named(Map<String, Parameter> cells) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return x;
    }

    @Override
    public SequencedMap<String, Cell> state() {
      return new LinkedHashMap<>(cells);
    }
  }

  @Test
  void aLayerMayNameItsOwnState() {
    var model = Sequential.of(new Named(Map.of("ours", cell())));
    assertThat(model.state().keySet()).containsExactly("layers.0.ours");
  }

  @Test
  void aModuleThatDoesNotOpenItsPackageIsToldWhichLineIsMissing(@TempDir Path folder)
      throws Exception {
    var layer = layerOfClosedModule(folder);
    assertThatIllegalStateException()
        .isThrownBy(layer::state)
        .withMessage(
            "record closed.Hidden: its components cannot be read; add 'opens closed;' to the "
                + "module-info.java of closed");
  }

  /** Compiles a module whose record of a layer is not public, and loads it. */
  private static Layer layerOfClosedModule(Path folder) throws Exception {
    write(folder, "module-info.java", "module closed { exports closed; }");
    write(
        folder,
        "closed/Hidden.java",
        """
        package closed;
        import dev.cortado.nn.*;
        record Hidden(Dense inner) implements Layer {
          public dev.cortado.tensor.Tensor forward(dev.cortado.tensor.Tensor x, Pass pass) {
            return inner.forward(x, pass);
          }
        }
        """);
    write(
        folder,
        "closed/Models.java",
        """
        package closed;
        public class Models {
          public static dev.cortado.nn.Layer make() {
            return new Hidden(dev.cortado.nn.Dense.of(1, 1));
          }
        }
        """);
    var classes = folder.resolve("classes");
    int code =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--add-reads",
                "closed=ALL-UNNAMED",
                "-classpath",
                classPath(),
                "-d",
                classes.toString(),
                folder.resolve("module-info.java").toString(),
                folder.resolve("closed/Hidden.java").toString(),
                folder.resolve("closed/Models.java").toString());
    assertThat(code).isZero();
    var configuration =
        ModuleLayer.boot()
            .configuration()
            .resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of("closed"));
    var modules = load(configuration);
    modules.addReads(modules.layer().findModule("closed").orElseThrow(), Layer.class.getModule());
    return (Layer)
        modules
            .layer()
            .findLoader("closed")
            .loadClass("closed.Models")
            .getMethod("make")
            .invoke(null);
  }

  private static ModuleLayer.Controller load(Configuration configuration) {
    return ModuleLayer.defineModulesWithOneLoader(
        configuration, List.of(ModuleLayer.boot()), Layer.class.getClassLoader());
  }

  private static String classPath() throws Exception {
    var core = Path.of(Layer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return core + File.pathSeparator + System.getProperty("java.class.path");
  }

  private static void write(Path folder, String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
