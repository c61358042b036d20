package dev.cortado.formats;

import dev.cortado.data.FormatException;
import dev.cortado.data.Schema;
import dev.cortado.nn.Layer;
import dev.cortado.tensor.Errors;
import dev.cortado.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.function.Function;

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

  private static final String ARCHITECTURE = "cortado.architecture";
  private static final String SCHEMA = "cortado.schema";
  private static final String OUTPUTS = "cortado.outputs";
  private static final String RECEIPT = "cortado.receipt";

  /** With the outputs that the model's last activation speaks of, and an empty receipt. */
  public static ModelFile of(Layer model, Schema schema) {
    return new ModelFile(model, schema, Outputs.of(model, schema.target()), Receipt.of(model));
  }

  /** Writes it, all of it or nothing. */
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
    var texts = new LinkedHashMap<String, String>();
    texts.put(ARCHITECTURE, Architecture.of(model).text());
    texts.put(SCHEMA, SchemaText.json(schema).text());
    texts.put(OUTPUTS, outputs.name().toLowerCase(Locale.ROOT));
    texts.put(RECEIPT, receipt.json().text());
    return new Safetensors(texts, tensors);
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

  /** Reads a model whose layers are all Cortado's. */
  public static ModelFile load(Path path) {
    var place = WholeFile.place(path);
    return read(
        place,
        Safetensors.read(path),
        file -> ArchitectureReader.read(place, architecture(place, file), file.tensors()));
  }

  /**
   * Reads the values of a model into one that is built alike, such as one with layers of your own.
   * If anything does not fit, nothing in it is changed.
   */
  public static ModelFile loadInto(Path path, Layer model) {
    var place = WholeFile.place(path);
    var file = Safetensors.read(path);
    var cells = new Cells(place, file.tensors());
    var loaded =
        read(
            place,
            file,
            _ -> {
              cells.require(model);
              Alike.require(place, architecture(place, file), Architecture.of(model));
              return model;
            });
    cells.fill(model);
    return loaded;
  }

  private static ModelFile read(
      String place, Safetensors file, Function<Safetensors, Layer> reader) {
    text(place, file, Safetensors.CHECKSUM);
    var model = reader.apply(file);
    var schema = SchemaText.read(part(place, file, SCHEMA));
    var receipt = Receipt.read(part(place, file, RECEIPT));
    if (!Receipt.hash(file.tensors()).equals(receipt.weights())) {
      throw new FormatException("MODEL-WEIGHTS", place, "its receipt is of other values");
    }
    return new ModelFile(model, schema, outputs(place, file), receipt);
  }

  private static Json architecture(String place, Safetensors file) {
    return json(place, file, ARCHITECTURE);
  }

  private static Part part(String place, Safetensors file, String key) {
    return Part.of(place, key, json(place, file, key));
  }

  private static Json json(String place, Safetensors file, String key) {
    return Json.parse(
        "MODEL", place + ": " + key, text(place, file, key).getBytes(StandardCharsets.UTF_8));
  }

  private static Outputs outputs(String place, Safetensors file) {
    var name = text(place, file, OUTPUTS);
    for (var outputs : Outputs.values()) {
      if (outputs.name().toLowerCase(Locale.ROOT).equals(name)) {
        return outputs;
      }
    }
    throw new FormatException(
        "MODEL-META", place, OUTPUTS + " is '" + Shown.text(name) + "', which is not known");
  }

  private static String text(String place, Safetensors file, String key) {
    var text = file.metadata().get(key);
    if (text == null) {
      throw new FormatException(
          "MODEL-META",
          place,
          "has no "
              + key
              + ", so it is not a model of Cortado; Safetensors.read gives its tensors");
    }
    return text;
  }
}
