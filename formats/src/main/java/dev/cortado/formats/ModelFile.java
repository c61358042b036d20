package dev.cortado.formats;

import dev.cortado.data.FormatException;
import dev.cortado.data.Schema;
import dev.cortado.internal.Errors;
import dev.cortado.nn.Layer;
import dev.cortado.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;

/**
 * A model with all it takes to use it: a {@link Safetensors} file, whose tensors are the model's
 * cells and whose metadata tell what it is built of, what its numbers mean and where it comes from.
 *
 * <pre>{@code
 * ModelFile.of(model, data.schema()).save(Path.of("moons.cortado"));
 * var file = ModelFile.load(Path.of("moons.cortado"));
 * file.model().predict(data.x());   // the same bits
 * }</pre>
 *
 * @param model with its values
 * @param schema of what goes in and comes out
 * @param outputs what the numbers mean that it gives
 * @param receipt where it comes from
 */
public record ModelFile(Layer model, Schema schema, Outputs outputs, Receipt receipt) {

  private static final String CUSTOM = "MODEL-CUSTOM";

  /** With the outputs that the model's last activation speaks of, and an empty receipt. */
  public static ModelFile of(Layer model, Schema schema) {
    return of(model, schema, Outputs.of(model, schema.target()));
  }

  /** With outputs that the caller knows, and an empty receipt. */
  public static ModelFile of(Layer model, Schema schema, Outputs outputs) {
    return new ModelFile(model, schema, outputs, Receipt.of(model));
  }

  /**
   * Writes it, all of it or nothing.
   *
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public void save(Path path) {
    safetensors().write(path);
  }

  /** The file: the same bytes for the same model, everywhere. */
  public Safetensors safetensors() {
    var tensors = new LinkedHashMap<String, Tensor>();
    model.state().forEach((name, cell) -> tensors.put(name, cell.value()));
    tensors.forEach(ModelFile::requireFinite);
    if (!Receipt.hash(tensors).equals(receipt.weights())) {
      throw Errors.state("model: its values are not those of its receipt; make a new Receipt.of");
    }
    var file = new Safetensors(ModelTexts.of(this), tensors);
    requireLoads(file);
    return file;
  }

  /** Does what reading will do, so that nobody is left with a file that cannot be read. */
  private void requireLoads(Safetensors file) {
    try {
      var texts = new ModelTexts("model", file);
      texts.with(model);
      load(texts);
    } catch (FormatException e) {
      if (!e.code().equals(CUSTOM)) {
        throw new IllegalStateException("a file of it could not be loaded: " + e.getMessage(), e);
      }
    }
  }

  private static void requireFinite(String name, Tensor tensor) {
    float[] values = tensor.toArray();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw Errors.state(
            "model: '%s'[%d] is %s; a file of it could not be used", name, i, values[i]);
      }
    }
  }

  /**
   * Reads a model whose layers are all Cortado's. It takes rows of its schema and gives what its
   * target asks, or it is refused.
   */
  public static ModelFile load(Path path) {
    return load(ModelTexts.read(path));
  }

  private static ModelFile load(ModelTexts texts) {
    var tensors = texts.file().tensors();
    var loaded = texts.with(ArchitectureReader.read(texts.place(), texts.architecture(), tensors));
    try {
      Trial.run(loaded.model, loaded.schema);
    } catch (IllegalArgumentException e) {
      throw texts.wrong("MODEL-SHAPE", e);
    }
    return loaded;
  }

  /**
   * Reads the values of a model into one that is built alike, such as one with layers of your own.
   * If anything does not fit, nothing in it is changed. For weights that another program wrote
   * there is {@link Safetensors#readInto}.
   */
  public static ModelFile loadInto(Path path, Layer model) {
    var texts = ModelTexts.read(path);
    var cells = new Cells(texts.place(), texts.file().tensors());
    cells.require(model);
    Alike.require(texts.place(), texts.architecture(), Architecture.of(model));
    var loaded = texts.with(model);
    cells.fill(model);
    return loaded;
  }
}
