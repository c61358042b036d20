package dev.cortado.formats;

import dev.cortado.data.FormatException;
import dev.cortado.nn.Layer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;

/**
 * What the metadata of a model file say of the model.
 *
 * @param place the file, for messages
 * @param file with the metadata
 */
record ModelTexts(String place, Safetensors file) {

  /** The version of the format that this release writes, and the last that it reads. */
  private static final int VERSION = 1;

  private static final String FORMAT = "cortado.format";
  private static final String ARCHITECTURE = "cortado.architecture";
  private static final String SCHEMA = "cortado.schema";
  private static final String OUTPUTS = "cortado.outputs";
  private static final String RECEIPT = "cortado.receipt";

  ModelTexts {
    requireModel(place, file.metadata());
  }

  /** Reads a file, which has a checksum if it was written as one of a model. */
  static ModelTexts read(Path path) {
    var texts = new ModelTexts(WholeFile.place(path), Safetensors.read(path));
    texts.text(Safetensors.CHECKSUM);
    return texts;
  }

  /** The texts of a model. */
  static SequencedMap<String, String> of(ModelFile model) {
    var texts = new LinkedHashMap<String, String>();
    texts.put(FORMAT, String.valueOf(VERSION));
    texts.put(ARCHITECTURE, Architecture.of(model.model()).text());
    texts.put(SCHEMA, SchemaText.json(model.schema()).text());
    texts.put(OUTPUTS, name(model.outputs()));
    texts.put(RECEIPT, model.receipt().json().text());
    return texts;
  }

  private static void requireModel(String place, SequencedMap<String, String> texts) {
    text(place, texts, ARCHITECTURE);
    var version = text(place, texts, FORMAT);
    if (!version.equals(String.valueOf(VERSION))) {
      throw new FormatException(
          "MODEL-VERSION",
          place,
          "format " + Shown.text(version) + ", this release reads " + VERSION);
    }
  }

  Json architecture() {
    return json(ARCHITECTURE);
  }

  /** All but how it is built, with a model that is there. */
  ModelFile with(Layer model) {
    var schema = SchemaText.read(part(SCHEMA));
    var receipt = Receipt.read(part(RECEIPT));
    if (!Receipt.hash(file.tensors()).equals(receipt.weights())) {
      throw new FormatException("MODEL-WEIGHTS", place, "its receipt is of other values");
    }
    try {
      var answers = new Answers(schema.target(), outputs());
      return new ModelFile(model, schema, answers.outputs(), receipt);
    } catch (IllegalArgumentException e) {
      throw wrong("MODEL-META", e);
    }
  }

  /** For what a part of the program says of values that it is given. */
  FormatException wrong(String code, IllegalArgumentException e) {
    return new FormatException(code, place, Shown.text(String.valueOf(e.getMessage())), e);
  }

  private Outputs outputs() {
    var found = text(OUTPUTS);
    for (var outputs : Outputs.values()) {
      if (name(outputs).equals(found)) {
        return outputs;
      }
    }
    throw new FormatException(
        "MODEL-META", place, OUTPUTS + " is '" + Shown.text(found) + "', which is not known");
  }

  private static String name(Outputs outputs) {
    return outputs.name().toLowerCase(Locale.ROOT);
  }

  private Part part(String key) {
    return Part.of(place, key, json(key));
  }

  private Json json(String key) {
    return Json.parse("MODEL", place + ": " + key, text(key).getBytes(StandardCharsets.UTF_8));
  }

  private String text(String key) {
    return text(place, file.metadata(), key);
  }

  private static String text(String place, SequencedMap<String, String> texts, String key) {
    var text = texts.get(key);
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
