package dev.cortado.formats;

import dev.cortado.data.FormatException;
import dev.cortado.data.Schema;
import dev.cortado.internal.Errors;
import dev.cortado.internal.SafeText;
import dev.cortado.metric.Evaluation;
import dev.cortado.nn.Layer;
import dev.cortado.nn.OutputKind;
import dev.cortado.table.Preparation;
import dev.cortado.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A model with everything that is needed to use it. On disk it is a {@link Safetensors} file: its
 * tensors are the model's cells, its metadata the architecture, the schema, the meaning of the
 * outputs and the receipt.
 *
 * <pre>{@code
 * ModelFile.of(model, data.schema()).save(Path.of("moons.cortado"));
 * var file = ModelFile.load(Path.of("moons.cortado"));
 * file.model().predict(data.x());   // the same bits
 * }</pre>
 *
 * @param model with its weights
 * @param schema of the columns and the target
 * @param outputs what the outputs of the model mean
 * @param receipt of the training
 * @param preparation how raw rows become the model's columns; null if it takes encoded rows only
 */
public record ModelFile(
    Layer model,
    Schema schema,
    OutputKind outputs,
    Receipt receipt,
    @Nullable Preparation preparation) {

  private static final String CUSTOM = "MODEL-CUSTOM";

  public ModelFile {
    if (preparation != null && !preparation.schema().equals(schema)) {
      throw Errors.argument(
          "model: the preparation makes %s, its schema is %s",
          SafeText.of(preparation.schema().toString()), SafeText.of(schema.toString()));
    }
  }

  /** For a model of encoded rows. */
  public ModelFile(Layer model, Schema schema, OutputKind outputs, Receipt receipt) {
    this(model, schema, outputs, receipt, null);
  }

  /** For a model of raw rows, with the outputs that follow from the last activation. */
  public static ModelFile of(Layer model, Preparation preparation) {
    return of(model, preparation.schema()).preparation(preparation);
  }

  /** The same with a preparation, which makes the columns of its schema. */
  public ModelFile preparation(Preparation other) {
    return new ModelFile(model, schema, outputs, receipt, other);
  }

  /** With the outputs that follow from the last activation, and an empty receipt. */
  public static ModelFile of(Layer model, Schema schema) {
    return of(model, schema, Evaluation.outputs(model, schema.target()));
  }

  /** With the given outputs and an empty receipt. */
  public static ModelFile of(Layer model, Schema schema, OutputKind outputs) {
    return new ModelFile(model, schema, outputs, Receipt.of(model));
  }

  /**
   * Writes the file whole or not at all.
   *
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public void save(Path path) {
    safetensors().write(path);
  }

  /** The content of the file: the same bytes for the same model on every machine. */
  public Safetensors safetensors() {
    var tensors = new LinkedHashMap<String, Tensor>();
    model.state().forEach((name, cell) -> tensors.put(name, cell.value()));
    tensors.forEach(ModelFile::requireFinite);
    if (!Receipt.hash(tensors).equals(receipt.weights())) {
      throw Errors.state(
          "model: its weights changed since its receipt was made; make a new one with Receipt.of");
    }
    var file = new Safetensors(ModelMetadata.of(this), tensors);
    requireLoads(file);
    return file;
  }

  /**
   * Loads the content again, so that no file is written that cannot be loaded. Layers whose
   * components it cannot hold are left to {@link #loadInto}.
   */
  private void requireLoads(Safetensors file) {
    try {
      var metadata = new ModelMetadata("model", file);
      metadata.with(model);
      load(metadata, Architecture.registry(model));
    } catch (FormatException e) {
      if (!e.code().equals(CUSTOM)) {
        throw new IllegalStateException(
            "model: its file could not be loaded: " + e.getMessage(), e);
      }
    }
  }

  private static void requireFinite(String name, Tensor tensor) {
    float[] values = tensor.toArray();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw Errors.state(
            "model: '%s'[%d] is %s, expected a finite number; its file could not be loaded",
            name, i, values[i]);
      }
    }
  }

  /**
   * Reads a model whose layers are all of the library. A model that does not fit the columns or the
   * target of its schema is refused.
   */
  public static ModelFile load(Path path) {
    return load(path, LayerRegistry.of());
  }

  /** Reads a model with layers of the library and of these classes. */
  public static ModelFile load(Path path, LayerRegistry registry) {
    return load(ModelMetadata.read(path), registry);
  }

  private static ModelFile load(ModelMetadata metadata, LayerRegistry registry) {
    var tensors = metadata.file().tensors();
    var loaded =
        metadata.with(
            ArchitectureReader.read(metadata.place(), metadata.architecture(), tensors, registry));
    try {
      new LoadCheck(loaded.model, loaded.schema).run();
    } catch (IllegalArgumentException e) {
      throw metadata.wrong("MODEL-SHAPE", e);
    }
    return loaded;
  }

  /**
   * Reads the weights into a model of the same architecture. If anything differs, the model is not
   * changed. For weights that another program wrote, use {@link Safetensors#readInto}.
   */
  public static ModelFile loadInto(Path path, Layer model) {
    var metadata = ModelMetadata.read(path);
    var tensors = new ModelTensors(metadata.place(), metadata.file().tensors());
    tensors.require(model);
    ArchitectureDiff.requireEqual(
        metadata.place(), metadata.architecture(), Architecture.of(model));
    var loaded = metadata.with(model);
    tensors.fill(model);
    return loaded;
  }
}
