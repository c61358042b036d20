package dev.cortado.autograd.graph;

import dev.cortado.autograd.Backward;
import dev.cortado.autograd.Cell;
import dev.cortado.internal.Errors;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.util.List;
import java.util.Map;
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
   * @param name as given, or made up: {@code x1} for a leaf, {@code v1} for a result
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

    /** Whether it was there before: an input, a parameter or a constant. */
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
   * buffers that it uses; a name that it does not use is ignored.
   */
  public static Graph of(Supplier<Tensor> function, Map<String, ?> names) {
    return of(naming -> {
      names.forEach((name, named) -> naming.of(name, tensor(name, named)));
      return function.get();
    });
  }

  /**
   * The graph of the single number that a function computes and gives names on the way:
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
      return new Graph(GraphNodes.of(tape.entries(), result, naming, gradients));
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
   * A picture in SVG that needs nothing else: data flows from left to right, each node shows its
   * value and below it its gradient, and a legend says what the gates do to gradients. Of more than
   * 400 nodes the middle is left out.
   */
  public String svg() {
    return GraphSvg.of(this);
  }
}
