package dev.cortado.nn;

import dev.cortado.autograd.Cell;
import dev.cortado.internal.Errors;
import dev.cortado.internal.Records;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a layer is made of: the record's cells, inner layers and constants by name, read once.
 * Lists, maps with strings as keys, and records that are not layers are looked into: {@code
 * layers.0}, {@code branches.left}, {@code config.rate}.
 *
 * <pre>{@code
 * var tree = LayerTree.of(Sequential.of(Dense.of(2, 3, Activation.relu()), Dropout.of(0.5)));
 * tree.children().keySet();   // [layers.0, layers.1]
 * tree.state().keySet();      // [layers.0.weight, layers.0.bias]
 * tree.layers().keySet();     // [, layers.0, layers.0.activation, layers.1]
 * tree.leaves().keySet();     // [layers.0, layers.1]
 * }</pre>
 *
 * <p>A layer that is not a record has no parts; its state has names only if it overrides {@link
 * Layer#state}.
 */
public final class LayerTree {

  private final Layer layer;
  private final SequencedMap<String, Object> parts;
  private @Nullable Set<String> leafPaths;

  private LayerTree(Layer layer, SequencedMap<String, Object> parts) {
    this.layer = layer;
    this.parts = Collections.unmodifiableSequencedMap(parts);
  }

  /** Reads a layer; what is inside its inner layers is read when asked for. */
  public static LayerTree of(Layer layer) {
    var parts = new LinkedHashMap<String, Object>();
    if (layer instanceof Record it) {
      Records.components(it).forEach(part -> add(layer, parts, part.name(), part.value()));
    }
    return new LayerTree(layer, parts);
  }

  private static void add(
      Layer layer, SequencedMap<String, Object> parts, String name, @Nullable Object value) {
    Records.visit(
        name,
        value,
        (path, it) -> {
          switch (it) {
            case Cell _, Layer _ -> parts.put(path, it);
            case List<?> _ -> {
              return true;
            }
            case Map<?, ?> map -> {
              if (map.keySet().stream().allMatch(String.class::isInstance)) {
                return true;
              }
              refuse(layer, path, "a map whose keys are not strings", map.values().stream());
              parts.put(path, map);
            }
            case Object[] array -> {
              refuse(layer, path, "an array", Arrays.stream(array));
              parts.put(path, array);
            }
            case Collection<?> others -> {
              refuse(layer, path, "not a list", others.stream());
              parts.put(path, others);
            }
            case Record other when holdsParts(other) -> {
              return true;
            }
            case null -> {}
            default -> parts.put(path, it);
          }
          return false;
        });
  }

  /** Whether a record that is not a layer has a cell or a layer somewhere. */
  private static boolean holdsParts(Record it) {
    boolean[] found = {false};
    Records.visit(
        "",
        it,
        (_, value) -> {
          found[0] |= value instanceof Cell || value instanceof Layer;
          return !found[0]
              && (value instanceof Record || value instanceof List || value instanceof Map);
        });
    return found[0];
  }

  /** What is overlooked would silently not be trained. */
  private static void refuse(Layer layer, String name, String what, Stream<?> values) {
    if (values.anyMatch(value -> value instanceof Cell || value instanceof Layer)) {
      throw Errors.state(
          "layer %s: '%s' is %s, so what is in it has no names; make it a List",
          layer.getClass().getName(), name, what);
    }
  }

  /** The layer. */
  public Layer layer() {
    return layer;
  }

  /**
   * Its cells, inner layers and constants (numbers, strings, enums, tensors, arrays and whatever
   * else), by name, in the order of their declaration; without those that are null.
   */
  public SequencedMap<String, Object> parts() {
    return parts;
  }

  /** Its own cells, without those of the layers inside. */
  public SequencedMap<String, Cell> cells() {
    return only(Cell.class);
  }

  /** The layers directly inside it. */
  public SequencedMap<String, Layer> children() {
    return only(Layer.class);
  }

  private <T> SequencedMap<String, T> only(Class<T> type) {
    var some = new LinkedHashMap<String, T>();
    parts.forEach((name, part) -> {
      if (type.isInstance(part)) {
        some.put(name, type.cast(part));
      }
    });
    return some;
  }

  /**
   * All cells by name, each once under the first of its names. A layer inside names its own, by
   * {@link Layer#state}.
   */
  public SequencedMap<String, Cell> state() {
    requireRecord(layer);
    var state = new LinkedHashMap<String, Cell>();
    var known = Collections.<Cell>newSetFromMap(new IdentityHashMap<>());
    parts.forEach((name, part) -> {
      if (part instanceof Cell cell && known.add(cell)) {
        state.put(name, cell);
      }
      if (part instanceof Layer child) {
        child
            .state()
            .forEach((inner, cell) -> {
              if (known.add(cell)) {
                state.put(Records.path(name, inner), cell);
              }
            });
      }
    });
    return state;
  }

  private static void requireRecord(Layer layer) {
    if (!(layer instanceof Record)) {
      throw Errors.state(
          "layer %s: not a record, so its state has no names; make it a record or override state()",
          layer.getClass().getName());
    }
  }

  /** It and all layers in it by path, each before those inside it; its own path is empty. */
  public SequencedMap<String, Layer> layers() {
    var layers = new LinkedHashMap<String, Layer>();
    add("", layers);
    return layers;
  }

  private void add(String path, SequencedMap<String, Layer> layers) {
    layers.put(path, layer);
    children().forEach((name, child) -> LayerTree.of(child).add(Records.path(path, name), layers));
  }

  /**
   * The layers that hold no others, by path, in order. An activation belongs to the layer around it
   * if that has cells of its own, as {@link Dense} has.
   */
  public SequencedMap<String, Layer> leaves() {
    var leaves = new LinkedHashMap<String, Layer>();
    addLeaves("", leaves);
    return leaves;
  }

  private void addLeaves(String path, SequencedMap<String, Layer> leaves) {
    if (isLeaf()) {
      leaves.put(path, layer);
    } else {
      children()
          .forEach(
              (name, child) -> LayerTree.of(child).addLeaves(Records.path(path, name), leaves));
    }
  }

  /** The path of the leaf that a path is or lies in; the path itself if it is in none. */
  public String leafOf(String path) {
    var known = leafPaths;
    if (known == null) {
      known = leaves().sequencedKeySet();
      leafPaths = known;
    }
    for (var at = path; ; at = at.substring(0, Math.max(0, at.lastIndexOf('.')))) {
      if (known.contains(at)) {
        return at;
      }
      if (at.isEmpty()) {
        return path;
      }
    }
  }

  /** Whether no layers are inside, but for the activation of a layer with cells of its own. */
  public boolean isLeaf() {
    var children = children().values();
    return children.isEmpty()
        || (children.stream().allMatch(Activation.class::isInstance) && !cells().isEmpty());
  }

  /** Whether it or a layer in it is of a type. */
  public static boolean contains(Layer layer, Class<? extends Layer> type) {
    return of(layer).layers().values().stream().anyMatch(type::isInstance);
  }

  /** The same layer with other cells; a cell in two places is replaced by the same one in both. */
  public Layer withCells(UnaryOperator<Cell> replacement) {
    var others = new IdentityHashMap<Cell, Cell>();
    return (Layer)
        Objects.requireNonNull(rebuilt(layer, cell -> others.computeIfAbsent(cell, replacement)));
  }

  private static @Nullable Object rebuilt(@Nullable Object value, UnaryOperator<Cell> replacement) {
    switch (value) {
      case Cell cell -> {
        return replacement.apply(cell);
      }
      case Layer layer -> requireRecord(layer);
      case null, default -> {}
    }
    var inside = Records.inside(value);
    boolean changed = false;
    var others = new ArrayList<@Nullable Object>();
    for (var part : inside) {
      var now = rebuilt(part.value(), replacement);
      changed |= !Objects.equals(now, part.value());
      others.add(now);
    }
    return value != null && changed ? Records.with(value, inside, others) : value;
  }
}
