package dev.cortado.formats;

import dev.cortado.data.Dataset;
import dev.cortado.data.Schema;
import dev.cortado.internal.Errors;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Prepared;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Compute;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trained model in use: rows go in by column, classes come out by name. Any number of threads may
 * share one; a row gets the same bits alone and among others. It uses the model as it is now,
 * {@linkplain Prepared prepared} once for rows of a shape.
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
  private final @Nullable Prepared probabilities;

  /** The shape of a row of features. */
  private final Shape line;

  /** Prepared for the shape of the last rows: images may come in several. */
  private volatile Prepared last;

  private Predictor(Layer model, Schema schema, Outputs outputs, @Nullable Receipt receipt) {
    this.model = model;
    this.schema = schema;
    this.answers = new Answers(schema.target(), outputs);
    this.receipt = receipt;
    var activation = answers.activation();
    probabilities =
        activation == null ? null : Prepared.of(activation, Shape.of(schema.target().outputs()));
    line = Shape.of(schema.features().size());
    last = prepared(line);
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
    requireNumbers(row.length, 1);
    return predictions(row, line, 1).getFirst();
  }

  /** What it says of each row of {@code x: [n, ...]}. */
  public List<Prediction> predict(Tensor x) {
    requireRows(x.shape());
    return predictions(x.toArray(), row(x.shape()), x.shape().dim(0));
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
    requireRows(x.shape());
    int rows = x.shape().dim(0);
    int outputs = schema.target().outputs();
    float[] values = new float[rows * outputs];
    values(x.toArray(), row(x.shape()), rows, values);
    return Tensor.of(Shape.of(rows, outputs), values);
  }

  /**
   * The probabilities of classes, or the numbers, of one row, a number for each feature. From the
   * third call on it makes no new object.
   */
  public void values(float[] row, float[] out) {
    requireNumbers(row.length, 1);
    values(row, line, 1, out);
  }

  /** The same for {@code count} rows, one after the other; what it says of them is, too. */
  public void values(float[] rows, int count, float[] out) {
    requireNumbers(rows.length, count);
    values(rows, line, count, out);
  }

  private void values(float[] x, Shape row, int rows, float[] out) {
    given(x, row, rows, out);
    if (probabilities != null) {
      probabilities.predict(out, 0, rows, out, 0);
    }
  }

  private List<Prediction> predictions(float[] x, Shape row, int rows) {
    float[] given = new float[rows * schema.target().outputs()];
    given(x, row, rows, given);
    float[] values = given;
    if (probabilities != null) {
      values = new float[given.length];
      probabilities.predict(given, 0, rows, values, 0);
    }
    var predictions = new ArrayList<Prediction>(rows);
    for (int i = 0; i < rows; i++) {
      predictions.add(answers.prediction(given, values, i));
    }
    return List.copyOf(predictions);
  }

  /** What the model gives, before anything is made of it. */
  private void given(float[] x, Shape row, int rows, float[] out) {
    requireFinite(x, row.size(), rows);
    var prepared = last;
    if (!prepared.row().equals(row)) {
      prepared = prepared(row);
      last = prepared;
    }
    prepared.predict(x, 0, rows, out, 0);
  }

  private Prepared prepared(Shape row) {
    return Prepared.of(new Asked(model, schema.target().outputs()), row);
  }

  private void requireNumbers(int numbers, int rows) {
    int features = schema.features().size();
    if (features == 0) {
      throw Errors.argument("predictor: a row is not a line of numbers; predict a tensor [n, ...]");
    }
    if (numbers != (long) rows * features) {
      throw Errors.argument(
          "predictor: %d numbers, expected %d%s: %s",
          numbers,
          (long) rows * features,
          rows == 1 ? "" : " for " + rows + " rows",
          columns(schema));
    }
  }

  private void requireRows(Shape shape) {
    int features = schema.features().size();
    if (shape.rank() < 2 || (features > 0 && (shape.rank() > 2 || shape.dim(1) != features))) {
      throw Errors.argument(
          "predictor: %s, expected rows [n, %s]", shape, features == 0 ? "..." : features);
    }
  }

  private void requireFinite(float[] x, int width, int rows) {
    int size = rows * width;
    if (Compute.current().kernels().isFinite(x, 0, size)) {
      return;
    }
    for (int i = 0; i < size; i++) {
      if (!Float.isFinite(x[i])) {
        throw Errors.argument(
            "predictor: row %d, %s is %s; fill in or leave out what is missing",
            i / width, column(i % width), x[i]);
      }
    }
  }

  private static Shape row(Shape rows) {
    return Shape.of(Arrays.copyOfRange(rows.dims(), 1, rows.rank()));
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
