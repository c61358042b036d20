package dev.cortado.formats;

import dev.cortado.data.Dataset;
import dev.cortado.data.Schema;
import dev.cortado.nn.Layer;
import dev.cortado.tensor.Errors;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A trained model in use: rows go in by column, classes come out by name. Any number of threads may
 * share one; a row gets the same bits alone and among others.
 *
 * <pre>{@code
 * Predictor.of(model, data.schema()).save(Path.of("moons.cortado"));
 * var predictor = Predictor.load(Path.of("moons.cortado"));
 * predictor.predict(0.5f, -0.25f).label();   // 1
 * }</pre>
 */
public final class Predictor {

  private final Layer model;
  private final Schema schema;
  private final Answers answers;
  private final @Nullable Receipt receipt;

  private Predictor(Layer model, Schema schema, Outputs outputs, @Nullable Receipt receipt) {
    this.model = model;
    this.schema = schema;
    this.answers = new Answers(schema.target(), outputs);
    this.receipt = receipt;
  }

  /** Of a model whose last activation says what it gives, as {@link Outputs#of} tells. */
  public static Predictor of(Layer model, Schema schema) {
    return of(model, schema, Outputs.of(model, schema.target()));
  }

  /** Of a model of which the caller knows what it gives. */
  public static Predictor of(Layer model, Schema schema, Outputs outputs) {
    return new Predictor(model, schema, outputs, null);
  }

  /** Of a model file. */
  public static Predictor of(ModelFile file) {
    return new Predictor(file.model(), file.schema(), file.outputs(), file.receipt());
  }

  /** Reads a model file. */
  public static Predictor load(Path path) {
    return of(ModelFile.load(path));
  }

  /** Writes a model file. */
  public void save(Path path) {
    file().save(path);
  }

  /** All of it as a model file. */
  public ModelFile file() {
    return new ModelFile(
        model, schema, answers.outputs(), receipt == null ? Receipt.of(model) : receipt);
  }

  /** What goes in and comes out. */
  public Schema schema() {
    return schema;
  }

  /** What it says of one row, a number for each feature. */
  public Prediction predict(float... row) {
    if (schema.features().isEmpty()) {
      throw Errors.argument("predictor: a row is not a line of numbers; predict a tensor [n, ...]");
    }
    if (row.length != schema.features().size()) {
      throw Errors.argument(
          "predictor: %d numbers, expected %d: %s",
          row.length, schema.features().size(), columns(schema));
    }
    return predict(Tensor.of(Shape.of(1, row.length), row)).getFirst();
  }

  /** What it says of each row of {@code x: [n, ...]}. */
  public List<Prediction> predict(Tensor x) {
    requireRows(x);
    return Tape.unrecorded(() -> {
      var given = given(x);
      float[] numbers = given.toArray();
      float[] values = answers.values(given).toArray();
      return IntStream.range(0, x.shape().dim(0))
          .mapToObj(row -> answers.prediction(numbers, values, row))
          .toList();
    });
  }

  /** What it says of each row of a data set with the same features. */
  public List<Prediction> predict(Dataset data) {
    if (!data.schema().features().equals(schema.features())) {
      throw Errors.argument(
          "predictor: columns %s, expected %s", columns(data.schema()), columns(schema));
    }
    return predict(data.x());
  }

  /** The probabilities of classes, or the numbers: {@code x: [n, ...] → [n, outputs]}. */
  public Tensor values(Tensor x) {
    requireRows(x);
    return Tape.unrecorded(() -> answers.values(given(x)));
  }

  private Tensor given(Tensor x) {
    var given = model.predict(x);
    var expected = Shape.of(x.shape().dim(0), schema.target().outputs());
    if (!given.shape().equals(expected)) {
      throw Errors.state(
          "predictor: the model gives %s, its schema wants %s", given.shape(), expected);
    }
    return given;
  }

  private void requireRows(Tensor x) {
    int features = schema.features().size();
    var shape = x.shape();
    if (shape.rank() < 2 || (features > 0 && (shape.rank() > 2 || shape.dim(1) != features))) {
      throw Errors.argument(
          "predictor: %s, expected rows [n, %s]", shape, features == 0 ? "..." : features);
    }
    float[] values = x.toArray();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        int width = values.length / shape.dim(0);
        throw Errors.argument(
            "predictor: row %d, %s is %s; fill in or leave out what is missing",
            i / width, column(i % width), values[i]);
      }
    }
  }

  private String column(int number) {
    return schema.features().isEmpty()
        ? "number " + number
        : "'" + Shown.text(schema.features().get(number)) + "'";
  }

  private static String columns(Schema schema) {
    return Shown.text(String.join(", ", schema.features()));
  }
}
