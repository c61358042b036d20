package dev.cortado.formats;

import dev.cortado.data.Fingerprint;
import dev.cortado.formats.json.Json;
import dev.cortado.nn.Layer;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Numerics;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * The origin of a model: the same data, recipe, seed and release train the same weights. It has no
 * time, machine or person.
 *
 * <pre>{@code
 * Receipt.of(model).seed(42).trainData(data.fingerprint()).recipe(recipe.text()).version("0.1.0");
 * }</pre>
 *
 * @param seed of all random numbers
 * @param trainData the fingerprint of the data, or empty
 * @param recipe the text of the recipe, or empty
 * @param version of Cortado, or empty
 * @param numerics the version of the numerics contract
 * @param weights the hash of the model's cells
 * @param notes of the program, by name
 */
public record Receipt(
    long seed,
    String trainData,
    String recipe,
    String version,
    int numerics,
    String weights,
    SequencedMap<String, String> notes) {

  public Receipt {
    notes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(notes));
  }

  /** For the current weights of a model; everything else is empty. */
  public static Receipt of(Layer model) {
    var values = new LinkedHashMap<String, Tensor>();
    model.state().forEach((name, cell) -> values.put(name, cell.value()));
    return new Receipt(0, "", "", "", Numerics.VERSION, hash(values), new LinkedHashMap<>());
  }

  /** The hash of tensors and their names, in the order of the names. */
  static String hash(Map<String, Tensor> tensors) {
    var hash = new Fingerprint();
    new TreeMap<>(tensors).forEach((name, tensor) -> hash.add(name).add(tensor));
    return hash.hex();
  }

  /** The same with a seed. */
  public Receipt seed(long other) {
    return new Receipt(other, trainData, recipe, version, numerics, weights, notes);
  }

  /** The same with the fingerprint of the data. */
  public Receipt trainData(String other) {
    return new Receipt(seed, other, recipe, version, numerics, weights, notes);
  }

  /** The same with the text of a recipe. */
  public Receipt recipe(String other) {
    return new Receipt(seed, trainData, other, version, numerics, weights, notes);
  }

  /** The same with the version of Cortado. */
  public Receipt version(String other) {
    return new Receipt(seed, trainData, recipe, other, numerics, weights, notes);
  }

  /** The same with one more note. */
  public Receipt note(String name, String text) {
    var more = new LinkedHashMap<>(notes);
    more.put(name, text);
    return new Receipt(seed, trainData, recipe, version, numerics, weights, more);
  }

  Json json() {
    return Json.mapping()
        .with("seed", Json.of(seed))
        .with("trainData", Json.of(trainData))
        .with("recipe", Json.of(recipe))
        .with("version", Json.of(version))
        .with("numerics", Json.of((long) numerics))
        .with("weights", Json.of(weights))
        .with("notes", Json.of(notes));
  }

  private static int numerics(FieldReader fields) {
    long version = fields.integer("numerics");
    if (version > Numerics.VERSION) {
      throw fields.newer("numerics", version, Numerics.VERSION);
    }
    if (version < 1) {
      throw fields.wrong("has numerics " + version + ", expected at least 1");
    }
    return (int) version;
  }

  static Receipt read(FieldReader fields) {
    var notes = new LinkedHashMap<String, String>();
    var texts = fields.object("notes");
    texts.names().forEach(name -> notes.put(name, texts.string(name)));
    var receipt =
        new Receipt(
            fields.integer("seed"),
            fields.string("trainData"),
            fields.string("recipe"),
            fields.string("version"),
            numerics(fields),
            fields.string("weights"),
            notes);
    fields.requireNothingElse();
    return receipt;
  }
}
