package dev.cortado.autograd.graph;

import dev.cortado.plot.FourDigits;
import dev.cortado.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A {@link Graph} as a table with a line for each node. */
final class GraphText {

  /** Tensors of up to this many elements are written out. */
  private static final int WRITTEN_OUT = 6;

  private GraphText() {}

  static String of(Graph graph) {
    var columns =
        List.of(
            column(graph, node -> equation(graph, node)),
            column(graph, node -> node.shape().toString()),
            column(graph, _ -> "value"),
            column(graph, GraphText::value),
            column(graph, node -> node.gradient() == null ? "" : "gradient"),
            column(graph, GraphText::gradient),
            column(graph, node -> node.gate().role().label()));
    return graph.nodes().stream()
        .map(node -> line(columns, node.id()))
        .collect(Collectors.joining("\n"));
  }

  /** {@code v1 = sum(x, axis 0)}; a leaf is its name alone. */
  static String equation(Graph graph, Graph.Node node) {
    if (node.isLeaf()) {
      return node.name();
    }
    var inputs = node.inputs().stream().map(id -> graph.nodes().get(id).name());
    var settings = Stream.of(node.gate().settings()).filter(text -> !text.isEmpty());
    return Stream.concat(inputs, settings)
        .collect(Collectors.joining(", ", node.name() + " = " + node.gate().name() + "(", ")"));
  }

  static String value(Graph.Node node) {
    return numbers(node.value());
  }

  static String gradient(Graph.Node node) {
    var gradient = node.gradient();
    return gradient == null ? "" : numbers(gradient);
  }

  /** A node in one line. */
  static String line(Graph graph, Graph.Node node) {
    var text = equation(graph, node) + "  " + node.shape() + "  value " + value(node);
    var role = node.gate().role().label();
    return (node.gradient() == null ? text : text + "  gradient " + gradient(node))
        + (role.isEmpty() ? "" : "  " + role);
  }

  /** The cells of a column, padded to one width. */
  private static List<String> column(Graph graph, Function<Graph.Node, String> cell) {
    var cells = graph.nodes().stream().map(cell).toList();
    int width = cells.stream().mapToInt(GraphText::width).max().orElse(0);
    // columns of numbers are aligned right, others left
    boolean numbers = cells.stream().allMatch(text -> text.matches("[-0-9.e]*|NaN|-?inf"));
    return cells.stream()
        .map(text -> numbers ? blanks(width, text) + text : text + blanks(width, text))
        .toList();
  }

  private static String blanks(int width, String text) {
    return " ".repeat(width - width(text));
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Labels are one space away from their values, other columns two. */
  private static String line(List<List<String>> columns, int row) {
    var line = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      line.append(i == 0 ? "" : i == 3 || i == 5 ? " " : "  ").append(columns.get(i).get(row));
    }
    return line.toString().stripTrailing();
  }

  /** A number as it is, a few as {@code [1 2 3]}, many as {@code -2.1 … 3.4, mean 0.02}. */
  static String numbers(Tensor tensor) {
    return numbers(tensor, true);
  }

  /** The numbers of a tensor as a drawing shows them: the same without the mean. */
  static String brief(Tensor tensor) {
    return numbers(tensor, false);
  }

  private static String numbers(Tensor tensor, boolean mean) {
    float[] values = tensor.toArray();
    if (tensor.shape().rank() == 0) {
      return FourDigits.of(values[0]);
    }
    if (values.length <= WRITTEN_OUT) {
      return IntStream.range(0, values.length)
          .mapToObj(i -> FourDigits.of(values[i]))
          .collect(Collectors.joining(" ", "[", "]"));
    }
    return range(values, mean);
  }

  private static String range(float[] values, boolean mean) {
    float smallest = values[0];
    float largest = values[0];
    double sum = 0;
    int undefined = 0;
    for (float value : values) {
      smallest = Math.min(smallest, value);
      largest = Math.max(largest, value);
      sum += value;
      undefined += Float.isNaN(value) ? 1 : 0;
    }
    if (undefined > 0) {
      return "NaN in " + undefined + " of " + values.length;
    }
    if (smallest == largest) {
      return "all " + FourDigits.of(smallest);
    }
    var range = FourDigits.of(smallest) + " … " + FourDigits.of(largest);
    return mean ? range + ", mean " + FourDigits.of(sum / values.length) : range;
  }
}
