package dev.cortado.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.data.FormatException;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Sequential;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights that another program wrote. */
class ReadIntoTest {

  @TempDir Path folder;

  /** Bytes as Python's {@code save_file({"weight": …, "bias": …})} writes them. */
  @Test
  void fillsAModelFromAFileWithoutMetadata() throws IOException {
    byte[] header =
        """
        {"bias":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},\
        "weight":{"dtype":"F32","shape":[2,1],"data_offsets":[4,12]}}\
        """
            .getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(8 + header.length + 12).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length).put(header).putFloat(0.5f).putFloat(2).putFloat(-3);
    var path = Files.write(folder.resolve("python.safetensors"), bytes.array());
    var model = Dense.of(2, 1);

    Safetensors.readInto(path, model);

    assertThat(model.predict(Tensor.of(new float[][] {{10, 1}})).item()).isEqualTo(17.5f);
  }

  @Test
  void changesNothingIfAnythingDiffers() {
    var model = Sequential.of(Dense.of(2, 3), Dense.of(3, 1));
    model.start(Rng.of(1));
    var before = new LinkedHashMap<String, Tensor>();
    model.state().forEach((name, cell) -> before.put(name, cell.value()));

    var turned = new LinkedHashMap<>(before);
    turned.replaceAll((_, tensor) -> Tensor.zeros(tensor.shape()));
    turned.put("layers.1.weight", Tensor.zeros(1, 3));
    assertThatThrownBy(() -> Safetensors.readInto(written(turned), model))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "MODEL-SHAPE: "
                + folder.resolve("w")
                + ": 'layers.1.weight' is [1, 3], model wants [3, 1]");

    var named = new LinkedHashMap<>(before);
    named.put("layers.1.gain", named.remove("layers.1.bias"));
    assertThatThrownBy(() -> Safetensors.readInto(written(named), model))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "MODEL-NAMES: "
                + folder.resolve("w")
                + ": missing: layers.1.bias; extra: layers.1.gain");

    model
        .state()
        .forEach(
            (name, cell) -> assertThat(cell.value().sameBits(before.get(name))).as(name).isTrue());
  }

  private Path written(SequencedMap<String, Tensor> tensors) {
    var path = folder.resolve("w");
    Safetensors.of(tensors).write(path);
    return path;
  }
}
