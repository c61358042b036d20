package dev.cortado.autograd.graph;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@link Graph} as a table with a line for each node. */
final class GraphText {

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
            column(graph, node -> role(node.gate().role())));
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
    return GraphNumbers.of(node.value());
  }

  static String gradient(Graph.Node node) {
    var gradient = node.gradient();
    return gradient == null ? "" : GraphNumbers.of(gradient);
  }

  static String role(NodeRole.Role role) {
    return switch (role) {
      case DISTRIBUTOR -> "distributor";
      case ROUTER -> "router";
      case SWITCHER -> "switcher";
      case NONE -> "";
    };
  }

  /** A node by itself. */
  static String line(Graph graph, Graph.Node node) {
    var text = equation(graph, node) + "  " + node.shape() + "  value " + value(node);
    var role = role(node.gate().role());
    return (node.gradient() == null ? text : text + "  gradient " + gradient(node))
        + (role.isEmpty() ? "" : "  " + role);
  }

  /** The cells of a column, made equally wide. */
  private static List<String> column(Graph graph, Function<Graph.Node, String> cell) {
    var cells = graph.nodes().stream().map(cell).toList();
    int width = cells.stream().mapToInt(GraphText::width).max().orElse(0);
    // single numbers stand below each other by their last digit; everything else by its first
    // character
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

  /** Labels stand close to what they label. */
  private static String line(List<List<String>> columns, int row) {
    var line = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      line.append(i == 0 ? "" : i == 3 || i == 5 ? " " : "  ").append(columns.get(i).get(row));
    }
    return line.toString().stripTrailing();
  }
}
