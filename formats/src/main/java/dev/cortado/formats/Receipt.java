package dev.cortado.formats;

import dev.cortado.data.Fingerprint;
import dev.cortado.nn.Layer;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Numerics;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Where a model comes from: with the same data, recipe, seed and release, training gives the same
 * weights. It names no time, machine or person.
 *
 * <pre>{@code
 * Receipt.of(model).seed(42).trainData(data.fingerprint()).recipe(recipe.text()).version("0.1.0");
 * }</pre>
 *
 * @param seed of all random numbers
 * @param trainData the fingerprint of the data, empty if not told
 * @param recipe the text of the recipe, empty if not told
 * @param version of Cortado, empty if not told
 * @param numerics the version of the numerics contract
 * @param weights the hash of the model's cells
 * @param notes what else a program wants to keep, by name
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

  /** Of a model as it is now, the rest not told. */
  public static Receipt of(Layer model) {
    var values = new LinkedHashMap<String, Tensor>();
    model.state().forEach((name, cell) -> values.put(name, cell.value()));
    return new Receipt(0, "", "", "", Numerics.VERSION, hash(values), new LinkedHashMap<>());
  }

  /** The hash of tensors with their names, by name. */
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

  /** The same with a note more. */
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

  private static int numerics(Part part) {
    long version = part.whole("numerics");
    if (version > Numerics.VERSION) {
      throw part.newer("numerics", version, Numerics.VERSION);
    }
    if (version < 1) {
      throw part.wrong("is of numerics " + version + ", the first are 1");
    }
    return (int) version;
  }

  static Receipt read(Part part) {
    var notes = new LinkedHashMap<String, String>();
    var texts = part.part("notes");
    texts.names().forEach(name -> notes.put(name, texts.text(name)));
    var receipt =
        new Receipt(
            part.whole("seed"),
            part.text("trainData"),
            part.text("recipe"),
            part.text("version"),
            numerics(part),
            part.text("weights"),
            notes);
    part.requireNothingElse();
    return receipt;
  }
}
