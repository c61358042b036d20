package dev.cortado.nn;

import dev.cortado.autograd.Buffer;
import dev.cortado.autograd.Cell;
import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Errors;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a model consists of: its layers, what they make of a row, and how many numbers they hold. As
 * text it is laid out as Keras does:
 *
 * <pre>{@code
 * var model = Sequential.of(
 *     Dense.of(2, 20, Activation.relu()), Dense.of(20, 1, Activation.sigmoid()));
 * IO.println(model.summary());
 * // Layer (type)     Name      Output shape  Parameters
 * // ---------------------------------------------------
 * // dense (Dense)    layers.0  (None, 20)            60
 * // dense_1 (Dense)  layers.1  (None, 1)             21
 * // ---------------------------------------------------
 * // Total params: 81
 * // Trainable params: 81
 * // Non-trainable params: 0
 * }</pre>
 *
 * @param lines one for each layer of a {@link Sequential}, also of one inside another
 * @param trainable how many numbers training changes
 * @param nonTrainable how many are merely kept
 * @param rows how many rows the model is trained on, 0 if that was not said
 */
public record Summary(List<Line> lines, long trainable, long nonTrainable, int rows) {

  /** Rows of the probe that tells the shapes; in them the first length is written as None. */
  private static final int PROBE = 2;

  public Summary {
    lines = List.copyOf(lines);
  }

  /**
   * A layer.
   *
   * @param label its type and number: {@code dense_1 (Dense)}
   * @param name its name in the state: {@code layers.1}
   * @param output what it makes of a row, without the axis of the rows
   * @param numbers how many numbers its parameters and buffers hold
   */
  public record Line(String label, String name, Shape output, long numbers) {}

  static Summary of(Layer layer, Shape row) {
    var lines = new ArrayList<Line>();
    walk(filled(layer), "", Tensor.zeros(row.rows(PROBE)), new HashMap<>(), lines);
    var cells = layer.state().values();
    return new Summary(lines, size(cells, Parameter.class), size(cells, Buffer.class), 0);
  }

  /** The same for a model that is trained on this many rows: it tells the numbers for each. */
  public Summary forRows(int count) {
    if (count < 1) {
      throw Errors.argument("summary: %d rows, expected at least 1", count);
    }
    return new Summary(lines, trainable, nonTrainable, count);
  }

  /** How many numbers there are. */
  public long total() {
    return trainable + nonTrainable;
  }

  /** A blank model with zeros in place of what has not been drawn; another as it is. */
  private static Layer filled(Layer layer) {
    boolean blank = layer.parameters().stream().anyMatch(Parameter::isBlank);
    return blank ? State.with(Summary::zeros, layer) : layer;
  }

  private static Cell zeros(Cell cell) {
    return switch (cell) {
      case Parameter parameter -> Parameter.of(Tensor.zeros(parameter.shape()));
      case Buffer buffer -> buffer;
    };
  }

  private static Tensor walk(
      Layer layer, String name, Tensor x, Map<String, Integer> counts, List<Line> lines) {
    if (layer instanceof Sequential(var layers)) {
      var y = x;
      for (int i = 0; i < layers.size(); i++) {
        y =
            walk(
                layers.get(i),
                (name.isEmpty() ? "" : name + ".") + "layers." + i,
                y,
                counts,
                lines);
      }
      return y;
    }
    var y = layer.predict(x);
    var numbers = size(layer.state().values(), Cell.class);
    lines.add(new Line(label(layer, counts), name, row(y.shape()), numbers));
    return y;
  }

  private static Shape row(Shape shape) {
    if (shape.rank() == 0 || shape.dim(0) != PROBE) {
      throw Errors.argument(
          "summary: a layer makes %s of %d rows, expected as many rows", shape, PROBE);
    }
    return Shape.of(IntStream.range(1, shape.rank()).map(shape::dim).toArray());
  }

  private static String label(Layer layer, Map<String, Integer> counts) {
    var type = layer.getClass().getSimpleName();
    var snake = type.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    int before = counts.merge(snake, 1, Integer::sum) - 1;
    return snake + (before == 0 ? "" : "_" + before) + " (" + type + ")";
  }

  private static long size(Collection<Cell> cells, Class<? extends Cell> kind) {
    return cells.stream().filter(kind::isInstance).mapToLong(cell -> cell.shape().size()).sum();
  }

  /** The shape of the rows that a model takes, as far as its first layer tells. */
  static Shape row(Layer layer) {
    var row = known(layer);
    if (row == null) {
      throw Errors.argument(
          "summary: %s does not tell what rows it takes; name their shape, as in "
              + "summary(Shape.of(2))",
          layer.getClass().getSimpleName());
    }
    return row;
  }

  private static @Nullable Shape known(Layer layer) {
    return switch (layer) {
      case Dense dense -> Shape.of(dense.weight().shape().dim(0));
      case Standardize standardize -> standardize.mean().shape();
      case BatchNorm norm -> norm.scale().shape();
      case LayerNorm norm -> norm.scale().shape();
      case Residual(var body) -> known(body);
      case Sequential(var layers) -> known(layers);
      default -> null;
    };
  }

  /** What an activation or dropout takes is what the next layer takes. */
  private static @Nullable Shape known(List<Layer> layers) {
    for (var layer : layers) {
      if (!(layer instanceof Activation) && !(layer instanceof Dropout)) {
        return known(layer);
      }
    }
    return null;
  }

  /** As in the example above. */
  @Override
  public String toString() {
    var names = column("Name", lines.stream().map(Line::name).toList());
    var labels = column("Layer (type)", lines.stream().map(Line::label).toList());
    var outputs = column("Output shape", lines.stream().map(line -> shown(line.output())).toList());
    var table = new ArrayList<String>();
    for (int i = 0; i <= lines.size(); i++) {
      var numbers = i == 0 ? "Parameters" : grouped(lines.get(i - 1).numbers());
      table.add(
          String.join("  ", labels.get(i), names.get(i), outputs.get(i), padLeft(numbers, 10)));
    }
    var rule = "-".repeat(table.getFirst().length());
    table.add(1, rule);
    table.add(rule);
    table.add("Total params: " + grouped(total()));
    table.add("Trainable params: " + grouped(trainable));
    table.add("Non-trainable params: " + grouped(nonTrainable));
    if (rows > 0) {
      var each = String.format(Locale.ROOT, "%.3g", (double) trainable / rows);
      table.add("Trainable params per training sample: " + each + " of " + grouped(rows));
    }
    return String.join("\n", table);
  }

  private static String shown(Shape row) {
    return IntStream.of(row.dims())
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(", ", row.rank() == 0 ? "(None," : "(None, ", ")"));
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static List<String> column(String head, List<String> cells) {
    var column = new ArrayList<String>();
    column.add(head);
    column.addAll(cells);
    int width = column.stream().mapToInt(String::length).max().orElse(0);
    column.replaceAll(cell -> cell + " ".repeat(width - cell.length()));
    return column;
  }

  private static String padLeft(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}
