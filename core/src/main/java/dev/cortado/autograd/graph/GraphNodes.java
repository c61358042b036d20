package dev.cortado.autograd.graph;

import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Turns a recording into the nodes of a {@link Graph}. */
final class GraphNodes {

  private final Naming naming;
  private final IdentityHashMap<Tensor, Tensor> gradients;
  private final IdentityHashMap<Tensor, Integer> ids = new IdentityHashMap<>();
  private final List<Graph.Node> nodes = new ArrayList<>();

  private GraphNodes(Naming naming, IdentityHashMap<Tensor, Tensor> gradients) {
    this.naming = naming;
    this.gradients = gradients;
  }

  /** What the result was computed from: leaves first, then operations in order, the result last. */
  static List<Graph.Node> of(
      List<Tape.Entry> tape,
      Tensor result,
      Naming naming,
      IdentityHashMap<Tensor, Tensor> gradients) {
    var used = ancestors(tape, result);
    var operations = tape.stream().filter(entry -> used.contains(entry.output())).toList();
    var computed = identitySet();
    operations.forEach(entry -> computed.add(entry.output()));

    var nodes = new GraphNodes(naming, gradients);
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
        new Graph.Node(
            id,
            naming.nameOf(tensor, letter),
            gate,
            inputs,
            tensor.detach(),
            gradient == null ? null : gradient.detach()));
  }
}
