package dev.cortado.autograd.graph;

import dev.cortado.autograd.Backward;
import dev.cortado.autograd.Cell;
import dev.cortado.internal.Errors;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The computational graph of a number: what it was computed from, with every value on the way
 * forward and every gradient on the way back.
 *
 * <pre>{@code
 * var x1 = Tensor.scalar(3);
 * var x2 = Tensor.scalar(5);
 * var x3 = Tensor.scalar(2);
 * var graph =
 *     Graph.of(() -> x1.add(x2).mul(x2.sub(x3)), Map.of("x1", x1, "x2", x2, "x3", x3));
 * IO.println(graph.text());
 * // x1                []  value  3  gradient  3
 * // x2                []  value  5  gradient 11
 * // x3                []  value  2  gradient -8
 * // v1 = add(x1, x2)  []  value  8  gradient  3  distributor
 * // v2 = sub(x2, x3)  []  value  3  gradient  8
 * // v3 = mul(v1, v2)  []  value 24  gradient  1  switcher
 * Files.writeString(Path.of("graph.svg"), graph.svg());
 * }</pre>
 *
 * <p>Only primitive operations are recorded, so a mean shows as a sum and a division. What the
 * result does not depend on is left out. A graph holds values, not the computation: it can be kept
 * when the step is over.
 *
 * @param nodes the leaves in the order in which they are first used, then the operations in the
 *     order in which they ran; the last one is the result
 */
public record Graph(List<Node> nodes) {

  public Graph {
    nodes = List.copyOf(nodes);
  }

  /**
   * A value in a graph.
   *
   * @param id its place in {@link Graph#nodes}
   * @param name as given, or generated: {@code x1} for a leaf, {@code v1} for a result
   * @param gate the operation that computed it; {@link NodeRole#LEAF} if none did
   * @param inputs the ids of the operands, in order
   * @param value what was computed
   * @param gradient of the graph's result with respect to this value; null if none flows back to
   *     it, as to an index
   */
  public record Node(
      int id,
      String name,
      NodeRole gate,
      List<Integer> inputs,
      Tensor value,
      @Nullable Tensor gradient) {

    public Node {
      inputs = List.copyOf(inputs);
    }

    /** Whether no operation computed it: an input, a parameter or a constant. */
    public boolean isLeaf() {
      return gate.equals(NodeRole.LEAF);
    }

    /** The shape of its value and gradient. */
    public Shape shape() {
      return value.shape();
    }
  }

  /** The graph of the single number that a function computes. */
  public static Graph of(Supplier<Tensor> function) {
    return of(function, Map.of());
  }

  /**
   * The graph of the single number that a function computes, with names for tensors, parameters and
   * buffers; those that it does not use are ignored.
   */
  public static Graph of(Supplier<Tensor> function, Map<String, ?> names) {
    return of(naming -> {
      names.forEach((name, named) -> naming.of(name, tensor(name, named)));
      return function.get();
    });
  }

  /**
   * The graph of the single number that a function computes; the function itself names tensors:
   *
   * <pre>{@code
   * Graph.of(name -> name.of("loss", name.of("error", x.sub(y)).square()))
   * }</pre>
   */
  public static Graph of(Function<Naming, Tensor> function) {
    try (var tape = new Tape()) {
      var naming = new Naming();
      var result = tape.record(() -> function.apply(naming));
      if (result.size() != 1) {
        throw Errors.argument(
            "graph: the result is %s, expected a single number; take its mean() or sum()",
            result.shape());
      }
      var gradients = Backward.everywhere(tape.entries(), result, Tensor.full(result.shape(), 1));
      return new Graph(Nodes.of(tape.entries(), result, naming, gradients));
    }
  }

  private static Tensor tensor(String name, Object named) {
    return switch (named) {
      case Tensor tensor -> tensor;
      case Cell stored -> stored.value();
      default ->
          throw Errors.argument(
              "graph: '%s' names a %s, expected a tensor, a parameter or a buffer",
              name, named.getClass().getSimpleName());
    };
  }

  /** A table with a line for each node, as in the example above. */
  public String text() {
    return GraphText.of(this);
  }

  /**
   * A self-contained SVG picture: data flows from left to right, each node shows its value and
   * below it its gradient, and a legend explains what the operations do to gradients. If there are
   * more than 400 nodes, those in the middle are left out.
   */
  public String svg() {
    return GraphSvg.of(this);
  }

  /** Turns a recording into nodes. */
  private static final class Nodes {

    private final Naming naming;
    private final IdentityHashMap<Tensor, Tensor> gradients;
    private final IdentityHashMap<Tensor, Integer> ids = new IdentityHashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    Nodes(Naming naming, IdentityHashMap<Tensor, Tensor> gradients) {
      this.naming = naming;
      this.gradients = gradients;
    }

    /**
     * What the result was computed from: leaves first, then operations in order, the result last.
     */
    static List<Node> of(
        List<Tape.Entry> tape,
        Tensor result,
        Naming naming,
        IdentityHashMap<Tensor, Tensor> gradients) {
      var used = ancestors(tape, result);
      var operations = tape.stream().filter(entry -> used.contains(entry.output())).toList();
      var computed = identitySet();
      operations.forEach(entry -> computed.add(entry.output()));

      var nodes = new Nodes(naming, gradients);
      for (var entry : operations) {
        entry.op().inputs().stream().filter(x -> !computed.contains(x)).forEach(nodes::addLeaf);
      }
      operations.forEach(nodes::addOperation);
      if (operations.isEmpty()) {
        nodes.addLeaf(result);
      }
      return nodes.nodes;
    }

    private static Set<Tensor> ancestors(List<Tape.Entry> tape, Tensor result) {
      var used = identitySet();
      used.add(result);
      for (var entry : tape.reversed()) {
        if (used.contains(entry.output())) {
          used.addAll(entry.op().inputs());
        }
      }
      return used;
    }

    private static Set<Tensor> identitySet() {
      return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private void addLeaf(Tensor leaf) {
      if (!ids.containsKey(leaf)) {
        add(leaf, "x", NodeRole.LEAF, List.of());
      }
    }

    private void addOperation(Tape.Entry entry) {
      var inputs = entry.op().inputs().stream().map(ids::get).toList();
      add(entry.output(), "v", NodeRole.of(entry.op()), inputs);
    }

    /** Values are detached: what a tape computed is let go when it closes. */
    private void add(Tensor tensor, String letter, NodeRole gate, List<Integer> inputs) {
      int id = nodes.size();
      ids.put(tensor, id);
      var gradient = gradients.get(tensor);
      nodes.add(
          new Node(
              id,
              naming.nameOf(tensor, letter),
              gate,
              inputs,
              tensor.detach(),
              gradient == null ? null : gradient.detach()));
    }
  }
}
