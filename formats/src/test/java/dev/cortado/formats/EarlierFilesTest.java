package dev.cortado.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.autograd.Parameter;
import dev.cortado.data.FormatException;
import dev.cortado.data.Target;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Pass;
import dev.cortado.nn.Sequential;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that release 0.1 wrote before own layers had their components in the file (commit 4b9aebe).
 */
class EarlierFilesTest {

  @TempDir Path folder;

  /** The layer in {@code custom.cortado}. */
  record Gated(Dense value, Dense gate) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      var open = gate.forward(x, pass.at("gate")).sigmoid();
      return value.forward(x, pass.at("value")).mul(open);
    }
  }

  private Path copied(String name) throws IOException {
    try (var in = EarlierFilesTest.class.getResourceAsStream(name)) {
      var path = folder.resolve(name);
      Files.write(path, in.readAllBytes());
      return path;
    }
  }

  @Test
  void aModelOfEveryKindOfLayerLoadsAndIsWrittenToTheSameBytes() throws IOException {
    var path = copied("every-kind.cortado");

    var file = ModelFile.load(path);

    assertThat(file.safetensors().bytes()).isEqualTo(Files.readAllBytes(path));
    assertThat(((Sequential) file.model()).layers()).hasSize(10);
    assertThat(file.schema().target()).isEqualTo(Target.classes("x", "y", "z"));
    assertThat(file.receipt().seed()).isEqualTo(42);
    assertThat(Predictor.of(file).predict(1, 2, 3, 4).values()).hasSize(3);
  }

  @Test
  void anOwnLayerOfWhichOnlyTheNameWasWrittenIsLoadedIntoAModel() throws IOException {
    var path = copied("custom.cortado");
    Layer expected = Sequential.of(new Gated(Dense.of(2, 2), Dense.of(2, 2)), Dense.of(2, 1));
    expected.parameters().forEach((Parameter cell) -> cell.start(Rng.of(7)));

    assertThatThrownBy(() -> ModelFile.load(path, LayerRegistry.of(Gated.class)))
        .isInstanceOf(FormatException.class)
        .hasMessageEndingWith(
            "'layers.0' is the program's own layer 'Gated', whose components are not in the file;"
                + " use ModelFile.loadInto(path, model)");
    var model = Sequential.of(new Gated(Dense.of(2, 2), Dense.of(2, 2)), Dense.of(2, 1));
    ModelFile.loadInto(path, model);

    var x = Rng.of(5).normal(Shape.of(7, 2));
    assertThat(model.predict(x).sameBits(expected.predict(x))).isTrue();
  }
}
