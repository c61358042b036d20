package dev.cortado.autograd.graph;

import com.google.errorprone.annotations.FormatMethod;
import dev.cortado.autograd.graph.GraphLayout.Box;
import dev.cortado.autograd.graph.GraphLayout.Run;
import dev.cortado.plot.FourDigits;
import dev.cortado.plot.SvgText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/**
 * A {@link Graph} as a picture: a pill for each operation, a card for each value and its gradient.
 */
final class GraphSvg {

  static final String PAPER = "#ffffff";
  static final String INK = "#1d2733";
  static final String FAINT = "#5d6979";
  static final String RULE = "#d5dbe3";
  static final String WIRE = "#8a95a5";
  static final String VALUE = "#0b57b0";
  static final String GRADIENT = "#b5371c";

  /** In a graph with more nodes than this, those in the middle are left out. */
  private static final int MOST_DRAWN = 400;

  private static final int MARGIN = 28;
  private static final int PILL_HEIGHT = 30;
  private static final int CARD_HEIGHT = 66;
  private static final int ARROW = 8;
  private static final int LONGEST_NAME = 24;

  /** Something to be drawn: a node, or a placeholder for those left out. */
  private sealed interface Piece {
    record Shown(Graph.Node node) implements Piece {}

    record LeftOut(int count) implements Piece {}
  }

  private final Graph graph;
  private final List<Piece> pieces = new ArrayList<>();

  /** For each node the piece that shows it or stands for it. */
  private final int[] pieceOf;

  private final List<Box> boxes;
  private final GraphLayout layout;

  /** How many pieces of the wire that leaves each box are drawn. */
  private final int[] drawn;

  private final StringBuilder svg = new StringBuilder();

  private GraphSvg(Graph graph) {
    this.graph = graph;
    pieceOf = new int[graph.nodes().size()];
    choose();
    boxes = pieces.stream().map(this::box).toList();
    layout = new GraphLayout(boxes);
    drawn = new int[boxes.size()];
  }

  static String of(Graph graph) {
    return new GraphSvg(graph).draw();
  }

  /**
   * Each leaf comes just before its first use, so that the middle of the computation is what is
   * left out.
   */
  private void choose() {
    var order = new LinkedHashSet<Integer>();
    for (var node : graph.nodes()) {
      if (!node.isLeaf() || graph.nodes().size() == 1) {
        order.addAll(node.inputs());
        order.add(node.id());
      }
    }
    int leftOut = Math.max(0, order.size() - MOST_DRAWN);
    int from = (order.size() - leftOut) / 2;
    int i = 0;
    for (int id : order) {
      if (i < from || i >= from + leftOut) {
        pieces.add(new Piece.Shown(graph.nodes().get(id)));
      } else if (i == from) {
        pieces.add(new Piece.LeftOut(leftOut));
      }
      pieceOf[id] = pieces.size() - 1;
      i++;
    }
  }

  private Box box(Piece piece) {
    return switch (piece) {
      case Piece.Shown(var node) ->
          new Box(
              pillWidth(node) + cardWidth(node),
              CARD_HEIGHT,
              node.inputs().stream().map(id -> pieceOf[id]).toList());
      case Piece.LeftOut leftOut ->
          new Box(
              SvgText.width(caption(leftOut), 13) + 32,
              PILL_HEIGHT,
              graph.nodes().stream()
                  .filter(node -> pieces.get(pieceOf[node.id()]).equals(leftOut))
                  .flatMap(node -> node.inputs().stream())
                  .map(id -> pieceOf[id])
                  .filter(input -> !pieces.get(input).equals(leftOut))
                  .distinct()
                  .toList());
    };
  }

  private static int pillWidth(Graph.Node node) {
    return node.isLeaf() ? 0 : Math.max(PILL_HEIGHT, SvgText.width(symbol(node), 13) + 18);
  }

  private static int cardWidth(Graph.Node node) {
    int heading = SvgText.width(heading(node), 13) + SvgText.width(remark(node), 11);
    int figures = Math.max(SvgText.width(value(node), 13), SvgText.width(gradient(node), 13));
    return Math.max(52, Math.max(heading, figures) + 24);
  }

  private static String symbol(Graph.Node node) {
    return SvgText.shortened(node.gate().symbol(), LONGEST_NAME);
  }

  private static String heading(Graph.Node node) {
    return SvgText.shortened(node.name(), LONGEST_NAME);
  }

  /** The text beside the name: settings, and the shape unless it is a single number. */
  private static String remark(Graph.Node node) {
    var settings = node.gate().settings();
    var shape = node.shape().toString();
    return (settings.isEmpty() || settings.equals(shape) ? "" : " " + settings)
        + (node.shape().rank() == 0 ? "" : " " + shape);
  }

  private static String value(Graph.Node node) {
    return FourDigits.withMinus(GraphText.brief(node.value()));
  }

  private static String gradient(Graph.Node node) {
    var gradient = node.gradient();
    return gradient == null ? "no gradient" : FourDigits.withMinus(GraphText.brief(gradient));
  }

  private static String caption(Piece.LeftOut leftOut) {
    return String.format(Locale.ROOT, "… %,d nodes not drawn …", leftOut.count());
  }

  private String draw() {
    var legend = new GraphLegend(graph);
    long width = Math.max(Math.round(layout.width()), legend.width()) + 2 * MARGIN;
    long bottom = Math.round(layout.height()) + 2 * MARGIN;
    long height = bottom + legend.height() + MARGIN;
    add(
        """
        <svg xmlns="http://www.w3.org/2000/svg" role="img" width="%d" height="%d" \
        viewBox="0 0 %d %d" font-size="13" \
        font-family="'Segoe UI', Helvetica, Arial, 'DejaVu Sans', sans-serif">
        <title>The computational graph of %s</title>
        <desc>%s</desc>
        <rect width="%d" height="%d" rx="10" fill="%s"/>
        <g transform="translate(%.1f %d)">
        """,
        width,
        height,
        width,
        height,
        SvgText.escape(graph.nodes().getLast().name()),
        SvgText.escape(graph.text()),
        width,
        height,
        PAPER,
        (width - layout.width()) / 2,
        MARGIN);
    for (int piece = 0; piece < pieces.size(); piece++) {
      addWires(piece);
    }
    for (int piece = 0; piece < pieces.size(); piece++) {
      double x = layout.x(piece);
      double y = layout.y(piece);
      switch (pieces.get(piece)) {
        case Piece.Shown(var node) -> addNode(node, x, y);
        case Piece.LeftOut leftOut -> addCaption(leftOut, boxes.get(piece).width(), x, y);
      }
    }
    add("</g>\n");
    svg.append(legend.draw(MARGIN, bottom, width - 2 * MARGIN));
    return svg.append("</svg>\n").toString();
  }

  /** Wires arrive at the round end of a pill, a little apart. */
  private void addWires(int piece) {
    var inputs = boxes.get(piece).inputs();
    double radius = PILL_HEIGHT / 2.0;
    double apart = Math.min(12, 24.0 / inputs.size());
    double rise = -apart * (inputs.size() - 1) / 2;
    for (int input : layout.fromTheTop(piece)) {
      double x = layout.x(piece) + radius - Math.sqrt(radius * radius - rise * rise);
      double y = layout.y(piece) + rise;
      var runs = fresh(input, layout.runs(input, piece));
      runs.add(new Run(layout.x(piece) - ARROW, x - ARROW, y));
      add(
          "<path fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"%s d=\"%s\"/>\n",
          WIRE, dash(pieces.get(input)), path(runs));
      add("<path fill=\"%s\" d=\"M%.1f %.1fl-%d -4v8z\"/>\n", WIRE, x, y, ARROW + 1);
      rise += apart;
    }
  }

  /**
   * The pieces of a wire that are not drawn yet, from the end of the last one that is: a wire that
   * branches is drawn once.
   */
  private List<Run> fresh(int from, List<Run> runs) {
    int known = Math.min(drawn[from], runs.size());
    drawn[from] = Math.max(drawn[from], runs.size());
    if (known == 0) {
      return new ArrayList<>(runs);
    }
    var fresh = new ArrayList<>(runs.subList(known - 1, runs.size()));
    var last = fresh.getFirst();
    fresh.set(0, new Run(last.to(), last.to(), last.y()));
    return fresh;
  }

  /** A wire without a gradient is dashed. */
  private static String dash(Piece from) {
    return from instanceof Piece.Shown(var node) && node.gradient() == null
        ? " stroke-dasharray=\"4 4\""
        : "";
  }

  private static String path(List<Run> runs) {
    var path = new StringBuilder();
    Run before = null;
    for (var run : runs) {
      if (before == null) {
        path.append(format("M%.1f %.1f", run.from(), run.y()));
      } else {
        double middle = (before.to() + run.from()) / 2;
        path.append(
            format(
                "C%.1f %.1f %.1f %.1f %.1f %.1f",
                middle, before.y(), middle, run.y(), run.from(), run.y()));
      }
      path.append(format("H%.1f", run.to()));
      before = run;
    }
    return path.toString();
  }

  private void addNode(Graph.Node node, double x, double y) {
    add("<g transform=\"translate(%.1f %.1f)\">", x, y - CARD_HEIGHT / 2.0);
    add("<title>%s</title>\n", SvgText.escape(GraphText.line(graph, node)));
    int pill = pillWidth(node);
    int card = cardWidth(node);
    add(
        "<rect x=\"%d\" width=\"%d\" height=\"%d\" rx=\"8\" fill=\"%s\" stroke=\"%s\"/>\n",
        pill, card, CARD_HEIGHT, node.isLeaf() ? "#f3f6fa" : PAPER, RULE);
    if (!node.isLeaf()) {
      int top = (CARD_HEIGHT - PILL_HEIGHT) / 2;
      svg.append(pill(0, top, pill, node.gate().role(), symbol(node)));
    }
    int left = pill + 12;
    add(
        "<text x=\"%d\" y=\"19\" fill=\"%s\" xml:space=\"preserve\"><tspan font-weight=\"bold\">"
            + "%s</tspan><tspan font-size=\"11\" fill=\"%s\">%s</tspan></text>\n",
        left, INK, SvgText.escape(heading(node)), FAINT, SvgText.escape(remark(node)));
    add(
        "<text x=\"%d\" y=\"38\" fill=\"%s\">%s</text>\n",
        left, VALUE, SvgText.escape(value(node)));
    add(
        "<text x=\"%d\" y=\"56\" fill=\"%s\">%s</text></g>\n",
        left, node.gradient() == null ? FAINT : GRADIENT, SvgText.escape(gradient(node)));
  }

  /** A pill with a symbol, in the color of a role. */
  static String pill(int x, int y, int width, NodeRole.Role role, String symbol) {
    return format(
        """
        <rect x="%d" y="%d" width="%d" height="%d" rx="15" fill="%s" stroke="%s" stroke-width="1.5"/>\
        <text x="%d" y="%d" text-anchor="middle" fill="%s">%s</text>
        """,
        x,
        y,
        width,
        PILL_HEIGHT,
        role.fill,
        role.stroke,
        x + width / 2,
        y + PILL_HEIGHT / 2 + 5,
        INK,
        SvgText.escape(symbol));
  }

  private void addCaption(Piece.LeftOut leftOut, int width, double x, double y) {
    add(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\" rx=\"15\" fill=\"%s\" stroke=\"%s\""
            + " stroke-dasharray=\"4 4\"/><text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\""
            + " fill=\"%s\">%s</text>\n",
        x,
        y - PILL_HEIGHT / 2.0,
        width,
        PILL_HEIGHT,
        PAPER,
        FAINT,
        x + width / 2.0,
        y + 5,
        FAINT,
        caption(leftOut));
  }

  @FormatMethod
  private void add(String text, Object... values) {
    svg.append(format(text, values));
  }

  @FormatMethod
  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
