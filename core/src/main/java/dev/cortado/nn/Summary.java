package dev.cortado.nn;

import dev.cortado.autograd.Buffer;
import dev.cortado.autograd.Cell;
import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Errors;
import dev.cortado.internal.Require;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
 * @param lines one for each layer that holds no others, and for each layer around others with
 *     numbers of its own, in the order in which they are run; a layer of one's own that does not
 *     run those inside it by {@link Pass#run} is a single line
 * @param trainable how many numbers training changes
 * @param nonTrainable how many it does not change
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
   * @param output the shape of a row of its output
   * @param numbers how many numbers its parameters and buffers hold
   */
  public record Line(String label, String name, Shape output, long numbers) {}

  static Summary of(Layer layer) {
    var row = layer.rowShape();
    if (row == null) {
      throw Errors.argument(
          "summary: the shape of the rows of %s is not known; give it, as in "
              + "summary(Shape.of(2))",
          layer.getClass().getSimpleName());
    }
    return of(layer, row);
  }

  static Summary of(Layer layer, Shape row) {
    var model = filled(layer);
    var lines = new Lines(LayerTree.of(model));
    Pass.inference().observedBy(lines).run(model, Tensor.zeros(row.rows(PROBE)));
    var cells = layer.state().values();
    return new Summary(lines.labeled(), size(cells, Parameter.class), size(cells, Buffer.class), 0);
  }

  /**
   * The same for a model that is trained on this many rows: it shows the parameters for each row.
   */
  public Summary forRows(int count) {
    Require.atLeast(1, "summary", "rows", count);
    return new Summary(lines, trainable, nonTrainable, count);
  }

  /** How many numbers there are. */
  public long total() {
    return trainable + nonTrainable;
  }

  /** The model with zeros for its parameters if they are blank. */
  private static Layer filled(Layer layer) {
    boolean blank = layer.parameters().stream().anyMatch(Parameter::isBlank);
    return blank ? LayerTree.of(layer).withCells(Summary::zeros) : layer;
  }

  private static Cell zeros(Cell cell) {
    return switch (cell) {
      case Parameter parameter -> Parameter.of(Tensor.zeros(parameter.shape()));
      case Buffer buffer -> buffer;
    };
  }

  /** A line for each leaf, and for each layer with numbers that those inside it do not show. */
  private static final class Lines implements Pass.Observer {

    private record Draft(String path, Layer layer, Shape output, long numbers) {}

    private final LayerTree tree;
    private final List<Draft> drafts = new ArrayList<>();

    /** Those of the layers inside the one that is being run. */
    private Set<Cell> shown = cells(List.of());

    Lines(LayerTree tree) {
      this.tree = tree;
    }

    @Override
    public Tensor run(String path, Layer layer, Tensor x, UnaryOperator<Tensor> forward) {
      if (!tree.leafOf(path).equals(path)) {
        return forward.apply(x);
      }
      int first = drafts.size();
      var before = shown;
      shown = cells(List.of());
      var y = forward.apply(x);
      var own = cells(layer.state().values());
      own.removeAll(shown);
      if ((drafts.size() == first || !own.isEmpty())
          && drafts.stream().noneMatch(draft -> draft.path.equals(path))) {
        drafts.add(first, new Draft(path, layer, row(y.shape()), size(own, Cell.class)));
      }
      shown.addAll(own);
      shown.addAll(before);
      return y;
    }

    private static Set<Cell> cells(Collection<Cell> some) {
      var cells = Collections.<Cell>newSetFromMap(new IdentityHashMap<>());
      cells.addAll(some);
      return cells;
    }

    List<Line> labeled() {
      var counts = new HashMap<String, Integer>();
      return drafts.stream()
          .map(it -> new Line(label(it.layer, counts), it.path, it.output, it.numbers))
          .toList();
    }
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
