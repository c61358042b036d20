package dev.cortado.autograd.graph;

import dev.cortado.tensor.Op;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a node of a {@link Graph} does with its inputs, and with a gradient on the way back.
 *
 * @param name the operation, {@code add}; empty for a leaf, which does nothing
 * @param symbol as it is drawn, {@code +}
 * @param settings the operation's arguments besides its inputs, {@code axis 0}; often empty
 * @param role what it does to a gradient in the backward pass
 */
public record NodeRole(String name, String symbol, String settings, Role role) {

  /** A value that no operation computed: an input, a parameter, a constant. */
  public static final NodeRole LEAF = new NodeRole("", "", "", Role.NONE);

  /** The three patterns that make a backward pass readable. */
  public enum Role {
    /** Passes its gradient on to every input as it is: add. */
    DISTRIBUTOR("+", "#dcf2e3", "#2c7a4b", "each input gets the gradient"),
    /**
     * Passes its gradient on to the input that was chosen, and 0 to the others: max, relu, where.
     */
    ROUTER("max", "#eee4f8", "#7440a8", "the chosen input gets the gradient"),
    /** Gives each input its gradient times the other input: mul. */
    SWITCHER("×", "#fff0c9", "#9a6a00", "each gets the gradient times the other"),
    /** None of these. */
    NONE("", "#eceff3", "#6f7a89", "");

    final String symbol;
    final String fill;
    final String stroke;

    /** What it does, for a legend. */
    final String rule;

    Role(String symbol, String fill, String stroke, String rule) {
      this.symbol = symbol;
      this.fill = fill;
      this.stroke = stroke;
      this.rule = rule;
    }

    /** Its name in a text; empty for {@link #NONE}. */
    String label() {
      return this == NONE ? "" : name().toLowerCase(Locale.ROOT);
    }
  }

  /** The role of an operation. */
  static NodeRole of(Op op) {
    return switch (op) {
      case Op.Add _ -> new NodeRole(op.name(), "+", "", Role.DISTRIBUTOR);
      case Op.Sub _ -> plain(op, "−");
      case Op.Mul _ -> new NodeRole(op.name(), "×", "", Role.SWITCHER);
      case Op.Div _ -> plain(op, "÷");
      case Op.Maximum _ -> new NodeRole(op.name(), "max", "", Role.ROUTER);
      case Op.Where _ -> new NodeRole(op.name(), "where", "", Role.ROUTER);
      case Op.Relu _ -> new NodeRole(op.name(), "relu", "", Role.ROUTER);
      case Op.Max(_, int axis) -> new NodeRole(op.name(), "max", "axis " + axis, Role.ROUTER);
      case Op.Neg _ -> plain(op, "−x");
      case Op.Abs _ -> plain(op, "|x|");
      case Op.Sqrt _ -> plain(op, "√");
      case Op.Exp _ -> plain(op, "exp");
      case Op.Sigmoid _ -> plain(op, "σ");
      case Op.Compare(var relation, _, _) -> plain(op, relation.symbol());
      case Op.Expm1 _,
          Op.Log _,
          Op.Log1p _,
          Op.Tanh _,
          Op.Softplus _,
          Op.Erf _,
          Op.Sin _,
          Op.Cos _ ->
          plain(op, op.name());
      case Op.Sum(_, int axis) -> told(op, "Σ", "axis " + axis);
      case Op.ArgMax(_, int axis) -> told(op, "argMax", "axis " + axis);
      case Op.ArgSort(_, int axis, boolean descending) ->
          told(op, "argSort", "axis " + axis + (descending ? ", descending" : ""));
      case Op.MatMul(_, boolean aTransposed, _, boolean bTransposed) ->
          told(op, "matMul", turned(aTransposed, bTransposed));
      case Op.Reshape(_, var shape) -> told(op, "reshape", shape.toString());
      case Op.Permute(_, var order) ->
          told(
              op,
              "permute",
              order.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")")));
      case Op.BroadcastTo(_, var shape) -> told(op, "stretch", shape.toString());
      case Op.Slice(_, int axis, int from, int to) ->
          told(op, "slice", "axis " + axis + " from " + from + " to " + to);
      case Op.Concat(_, int axis) -> told(op, "concat", "axis " + axis);
      case Op.Gather(_, _, int axis) -> told(op, "gather", "axis " + axis);
      case Op.ScatterAdd(_, _, int axis, _) -> told(op, "scatter", "axis " + axis);
      case Op.Custom _ -> plain(op, op.name());
    };
  }

  private static NodeRole plain(Op op, String symbol) {
    return told(op, symbol, "");
  }

  private static NodeRole told(Op op, String symbol, String settings) {
    return new NodeRole(op.name(), symbol, settings, Role.NONE);
  }

  private static String turned(boolean a, boolean b) {
    if (a && b) {
      return "both transposed";
    }
    return a ? "first transposed" : b ? "second transposed" : "";
  }
}
