package dev.cortado.formats;

import dev.cortado.data.FormatException;
import dev.cortado.data.Schema;
import dev.cortado.formats.json.Json;
import dev.cortado.internal.SafeText;
import dev.cortado.nn.Layer;
import dev.cortado.nn.OutputKind;
import dev.cortado.table.Preparation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a model file: architecture, schema, preparation if there is one, outputs and
 * receipt, each as JSON.
 *
 * @param place the file, for messages
 * @param file with the metadata
 */
record ModelMetadata(String place, Safetensors file) {

  /** The version of the format that this release writes and reads. */
  private static final int VERSION = 1;

  private static final String FORMAT = "cortado.format";
  private static final String ARCHITECTURE = "cortado.architecture";
  private static final String SCHEMA = "cortado.schema";
  private static final String PREPARATION = "cortado.preparation";
  private static final String OUTPUTS = "cortado.outputs";
  private static final String RECEIPT = "cortado.receipt";

  ModelMetadata {
    requireModel(place, file.metadata());
  }

  /** Reads a file. Every model file has a checksum, unlike other safetensors files. */
  static ModelMetadata read(Path path) {
    var metadata = new ModelMetadata(FileAccess.place(path), Safetensors.read(path));
    metadata.text(Safetensors.CHECKSUM);
    return metadata;
  }

  /** The metadata of a model. */
  static SequencedMap<String, String> of(ModelFile model) {
    var metadata = new LinkedHashMap<String, String>();
    metadata.put(FORMAT, String.valueOf(VERSION));
    metadata.put(ARCHITECTURE, Architecture.of(model.model()).text());
    metadata.put(SCHEMA, SchemaJson.json(model.schema()).text());
    if (model.preparation() != null) {
      metadata.put(PREPARATION, PreparationJson.json(model.preparation()).text());
    }
    metadata.put(OUTPUTS, name(model.outputs()));
    metadata.put(RECEIPT, model.receipt().json().text());
    return metadata;
  }

  private static void requireModel(String place, SequencedMap<String, String> metadata) {
    text(place, metadata, ARCHITECTURE);
    var version = text(place, metadata, FORMAT);
    if (!version.equals(String.valueOf(VERSION))) {
      throw new FormatException(
          "MODEL-VERSION",
          place,
          "format " + SafeText.of(version) + ", this release reads " + VERSION);
    }
  }

  Json architecture() {
    return json(ARCHITECTURE);
  }

  /** A model file of a model that has been built, with everything else from the metadata. */
  ModelFile with(Layer model) {
    var schema = SchemaJson.read(fields(SCHEMA));
    var receipt = Receipt.read(fields(RECEIPT));
    if (!Receipt.hash(file.tensors()).equals(receipt.weights())) {
      throw new FormatException(
          "MODEL-WEIGHTS", place, "its receipt has the hash of other weights");
    }
    try {
      var decoder = new PredictionDecoder(schema.target(), outputs());
      return new ModelFile(model, schema, decoder.outputs(), receipt, preparation(schema));
    } catch (IllegalArgumentException e) {
      throw wrong("MODEL-META", e);
    }
  }

  /** Null in files of models of encoded rows, and of releases before it. */
  private @Nullable Preparation preparation(Schema schema) {
    return file.metadata().containsKey(PREPARATION)
        ? PreparationJson.read(
            FieldReader.of("MODEL-PREPARATION", place, PREPARATION, json(PREPARATION)),
            schema.target())
        : null;
  }

  /** For a value that the library refuses. */
  FormatException wrong(String code, IllegalArgumentException e) {
    return new FormatException(code, place, SafeText.of(String.valueOf(e.getMessage())), e);
  }

  private OutputKind outputs() {
    var found = text(OUTPUTS);
    for (var outputs : OutputKind.values()) {
      if (outputs != OutputKind.UNKNOWN && name(outputs).equals(found)) {
        return outputs;
      }
    }
    throw new FormatException(
        "MODEL-META",
        place,
        OUTPUTS + " is '" + SafeText.of(found) + "', expected numbers, logits or probabilities");
  }

  private static String name(OutputKind outputs) {
    return outputs == OutputKind.VALUES ? "numbers" : outputs.name().toLowerCase(Locale.ROOT);
  }

  private FieldReader fields(String key) {
    return FieldReader.of(place, key, json(key));
  }

  private Json json(String key) {
    return Json.parse("MODEL", place + ": " + key, text(key).getBytes(StandardCharsets.UTF_8));
  }

  private String text(String key) {
    return text(place, file.metadata(), key);
  }

  private static String text(String place, SequencedMap<String, String> metadata, String key) {
    var text = metadata.get(key);
    if (text == null) {
      throw new FormatException(
          "MODEL-META",
          place,
          "has no " + key + ", so it is not a model file; read its tensors with Safetensors.read");
    }
    return text;
  }
}
