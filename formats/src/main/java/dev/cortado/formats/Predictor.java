package dev.cortado.formats;

import dev.cortado.data.Dataset;
import dev.cortado.data.Schema;
import dev.cortado.internal.Errors;
import dev.cortado.internal.Records;
import dev.cortado.internal.SafeText;
import dev.cortado.metric.Evaluation;
import dev.cortado.nn.CompiledModel;
import dev.cortado.nn.Layer;
import dev.cortado.nn.OutputKind;
import dev.cortado.nn.Pass;
import dev.cortado.table.Preparation;
import dev.cortado.table.RowEncoder;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Compute;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Predicts with a trained model: rows in, classes or numbers by name out. It is safe for any number
 * of threads. A row has the same result, to the bit, alone and in a batch. The model is {@linkplain
 * CompiledModel compiled} once for each shape of rows; later changes of its weights are followed.
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
  private final PredictionDecoder decoder;
  private final @Nullable Receipt receipt;
  private final @Nullable RowEncoder encoder;
  private final @Nullable CompiledModel probabilities;

  /**
   * A model whose outputs are checked against the schema: {@code x: [n, ...] → [n, outputs]}.
   *
   * @param outputs the count that the schema expects
   */
  private record ShapeCheckedModel(Layer model, int outputs) implements Layer {

    @Override
    public Tensor forward(Tensor x, Pass pass) {
      var y = model.predict(x);
      var expected = Shape.of(x.shape().dim(0), outputs);
      if (!y.shape().equals(expected)) {
        throw Errors.state(
            "predictor: the model gives %s, its schema wants %s", y.shape(), expected);
      }
      return y;
    }
  }

  /** The shape of a row of features. */
  private final Shape line;

  /** Compiled for the shape of the last rows; images may have several shapes. */
  private volatile CompiledModel last;

  private Predictor(
      Layer model,
      Schema schema,
      OutputKind outputs,
      @Nullable Receipt receipt,
      @Nullable Preparation preparation) {
    this.model = model;
    this.schema = schema;
    this.decoder = new PredictionDecoder(schema.target(), outputs);
    this.receipt = receipt;
    encoder = preparation == null ? null : RowEncoder.of(preparation);
    var activation = decoder.activation();
    probabilities =
        activation == null
            ? null
            : CompiledModel.of(activation, Shape.of(schema.target().outputs()));
    line = Shape.of(schema.features().size());
    last = compiled(line);
  }

  /**
   * For a model whose outputs follow from its last activation, as in {@link Evaluation#outputs}.
   */
  public static Predictor of(Layer model, Schema schema) {
    return of(model, schema, Evaluation.outputs(model, schema.target()));
  }

  /** For a model with the given outputs. */
  public static Predictor of(Layer model, Schema schema, OutputKind outputs) {
    return new Predictor(model, schema, outputs, null, null);
  }

  /** For the model of a file. */
  public static Predictor of(ModelFile file) {
    return new Predictor(
        file.model(), file.schema(), file.outputs(), file.receipt(), file.preparation());
  }

  /** Reads a model file whose layers are all of the library. */
  public static Predictor load(Path path) {
    return of(ModelFile.load(path));
  }

  /** Reads a model file with layers of the library and of these classes. */
  public static Predictor load(Path path, LayerRegistry registry) {
    return of(ModelFile.load(path, registry));
  }

  /** Writes a model file. */
  public void save(Path path) {
    file().save(path);
  }

  /** The content of its model file. */
  public ModelFile file() {
    return new ModelFile(
        model,
        schema,
        decoder.outputs(),
        receipt == null ? Receipt.of(model) : receipt,
        preparation());
  }

  /** The columns and the target. */
  public Schema schema() {
    return schema;
  }

  /** How raw rows become the model's columns; null if it takes encoded rows only. */
  public @Nullable Preparation preparation() {
    return encoder == null ? null : encoder.preparation();
  }

  /**
   * The prediction for a raw row by column name, whose values are texts, numbers, booleans, dates
   * or null where one is missing. Names that the model does not know are ignored; {@link
   * Preparation#ignored} tells them.
   *
   * <pre>{@code
   * predictor.predict(Map.of("age", 39, "city", "Lyon")).label();
   * }</pre>
   *
   * @throws IllegalArgumentException if a column is not there or a value cannot be read
   */
  public Prediction predict(Map<String, ? extends @Nullable Object> row) {
    return predict(List.of(row)).getFirst();
  }

  /** The same for a record, whose components are the columns. */
  public Prediction predict(Record row) {
    var values = new LinkedHashMap<String, @Nullable Object>();
    Records.components(row).forEach(part -> values.put(part.name(), part.value()));
    return predict(values);
  }

  /** The prediction for each of several raw rows. */
  public List<Prediction> predict(List<? extends Map<String, ? extends @Nullable Object>> rows) {
    var ready = encoder;
    if (ready == null) {
      throw Errors.state(
          "predictor: the model has no preparation of raw rows; predict encoded rows, numbers");
    }
    float[] encoded = new float[Math.multiplyExact(rows.size(), ready.width())];
    for (int row = 0; row < rows.size(); row++) {
      try {
        ready.encode(rows.get(row), encoded, row * ready.width());
      } catch (IllegalArgumentException e) {
        var number = rows.size() == 1 ? "" : "row " + row + ", ";
        throw new IllegalArgumentException("predictor: " + number + e.getMessage(), e);
      }
    }
    return predictions(encoded, line, rows.size());
  }

  /** The prediction for one row, a number for each feature. */
  public Prediction predict(float... row) {
    requireNumbers(row.length, 1);
    return predictions(row, line, 1).getFirst();
  }

  /** The prediction for each row of {@code x: [n, ...]}. */
  public List<Prediction> predict(Tensor x) {
    requireRows(x.shape());
    return predictions(x.toArray(), row(x.shape()), x.shape().dim(0));
  }

  /** The prediction for each row of a data set with the same features. */
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
   * The probabilities of classes, or the numbers, for one row. From the third call on it allocates
   * nothing.
   *
   * @param row a number for each feature
   * @param out receives a number for each output
   */
  public void values(float[] row, float[] out) {
    requireNumbers(row.length, 1);
    values(row, line, 1, out);
  }

  /** The same for {@code count} rows, one after the other in both arrays. */
  public void values(float[] rows, int count, float[] out) {
    requireNumbers(rows.length, count);
    values(rows, line, count, out);
  }

  private void values(float[] x, Shape row, int rows, float[] out) {
    raw(x, row, rows, out);
    if (probabilities != null) {
      probabilities.predict(out, 0, rows, out, 0);
    }
  }

  private List<Prediction> predictions(float[] x, Shape row, int rows) {
    float[] raw = new float[rows * schema.target().outputs()];
    raw(x, row, rows, raw);
    float[] values = raw;
    if (probabilities != null) {
      values = new float[raw.length];
      probabilities.predict(raw, 0, rows, values, 0);
    }
    var predictions = new ArrayList<Prediction>(rows);
    for (int i = 0; i < rows; i++) {
      predictions.add(decoder.prediction(raw, values, i));
    }
    return List.copyOf(predictions);
  }

  /** The outputs of the model, before logits become probabilities. */
  private void raw(float[] x, Shape row, int rows, float[] out) {
    requireFinite(x, row.size(), rows);
    var current = last;
    if (!current.row().equals(row)) {
      current = compiled(row);
      last = current;
    }
    current.predict(x, 0, rows, out, 0);
  }

  private CompiledModel compiled(Shape row) {
    return CompiledModel.of(new ShapeCheckedModel(model, schema.target().outputs()), row);
  }

  private void requireNumbers(int numbers, int rows) {
    int features = schema.features().size();
    if (features == 0) {
      throw Errors.argument("predictor: its schema has no columns; predict a tensor [n, ...]");
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
        : "'" + SafeText.of(schema.features().get(number)) + "'";
  }

  private static String columns(Schema schema) {
    return SafeText.of(String.join(", ", schema.features()));
  }
}
