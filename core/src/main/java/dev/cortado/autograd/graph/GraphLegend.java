package dev.cortado.autograd.graph;

import com.google.errorprone.annotations.FormatMethod;
import dev.cortado.plot.SvgText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The legend below the picture of a {@link Graph}; it explains only what the graph has. */
final class GraphLegend {

  private static final int SIZE = 12;
  private static final int INDENT = 66;
  private static final int LINE = 21;
  private static final int PILL_LINE = 36;

  private final List<NodeRole.Role> roles;
  private final String gradient;
  private final boolean branches;

  GraphLegend(Graph graph) {
    roles =
        graph.nodes().stream()
            .map(node -> node.gate().role())
            .filter(role -> role != NodeRole.Role.NONE)
            .distinct()
            .sorted()
            .toList();
    gradient =
        "lower line: how "
            + SvgText.shortened(graph.nodes().getLast().name(), 16)
            + " changes with it; right to left";
    var inputs = graph.nodes().stream().flatMap(node -> node.inputs().stream()).toList();
    branches = inputs.stream().distinct().count() < inputs.size();
  }

  private List<String> lines() {
    var lines = new ArrayList<>(List.of("upper line: computed from left to right", gradient));
    if (branches) {
      lines.add("where a value branches, its gradients add up");
    }
    return lines;
  }

  private static String text(NodeRole.Role role) {
    return role.label() + ": " + role.rule;
  }

  int width() {
    var texts = new ArrayList<>(lines());
    roles.forEach(role -> texts.add(text(role)));
    return INDENT + texts.stream().mapToInt(text -> SvgText.width(text, SIZE)).max().orElse(0);
  }

  int height() {
    return 14 + LINE * lines().size() + PILL_LINE * roles.size();
  }

  /** The legend, {@code width} wide below a rule. */
  String draw(int x, long y, long width) {
    var svg = new StringBuilder();
    svg.append(
        format(
            """
            <g transform="translate(%d %d)" font-size="%d" fill="%s">
            <path d="M0 0H%d" stroke="%s"/>
            <text y="27" fill="%s">value</text><text y="48" fill="%s">gradient</text>
            """,
            x, y, SIZE, GraphSvg.INK, width, GraphSvg.RULE, GraphSvg.VALUE, GraphSvg.GRADIENT));
    int baseline = 27;
    for (var line : lines()) {
      svg.append(text(baseline, SvgText.escape(line)));
      baseline += LINE;
    }
    for (var role : roles) {
      svg.append(GraphSvg.pill(0, baseline - 10, 42, role, role.symbol));
      svg.append(text(baseline + 9, text(role)));
      baseline += PILL_LINE;
    }
    return svg.append("</g>\n").toString();
  }

  private static String text(int baseline, String text) {
    return format("<text x=\"%d\" y=\"%d\">%s</text>\n", INDENT, baseline, text);
  }

  @FormatMethod
  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
