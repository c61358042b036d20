package dev.cortado.tensor;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A computation as it was watched once, in full: what was computed, on the record and off it, which
 * random numbers were drawn, and what was looked at. From it comes a {@link Program}, which does
 * the same for other numbers of the same shapes.
 *
 * <p>That holds only if the same things are done whatever the numbers are. So a computation that
 * looks at a number on the way, to decide by it or to compute with it in plain Java, has an {@link
 * #obstacle}. What only refuses bad numbers looks through {@link Tensor#inspect}, and the program
 * looks again.
 *
 * <p>A trace cannot see what does not go through tensors and their sources of random numbers: a
 * counter, the time. Whoever watches knows that there is none.
 */
public final class Trace {

  private static final ScopedValue<Trace> CURRENT = ScopedValue.newInstance();

  /** Something that was done, in order. */
  sealed interface Event {
    /** A primitive was computed. */
    record Computed(Op.Primitive op, Tensor output) implements Event {}

    /** The same numbers under another identity. */
    record Renamed(Tensor from, Tensor output) implements Event {}

    /** Random numbers were drawn. */
    record Drawn(Draw draw, Tensor output) implements Event {}

    /** Numbers were checked. */
    record Inspected(Tensor x, Consumer<FloatBuffer> look) implements Event {}
  }

  private final List<Event> events = new ArrayList<>();
  private final Set<Tensor> changing = Collections.newSetFromMap(new IdentityHashMap<>());
  private final IdentityHashMap<Tensor, float[]> constants = new IdentityHashMap<>();
  private final Map<Long, Draw.Path> sources = new HashMap<>();
  private @Nullable String obstacle;

  private Trace(Collection<Tensor> given, Rng root) {
    changing.addAll(given);
    sources.put(root.key(), Draw.Path.ROOT);
  }

  /**
   * Runs a computation and watches it.
   *
   * @param given the tensors whose numbers will be others the next time
   * @param root the source of random numbers, which will be another one the next time
   */
  public static Trace of(Collection<Tensor> given, Rng root, Runnable computation) {
    var trace = new Trace(given, root);
    ScopedValue.where(CURRENT, trace).run(computation);
    return trace;
  }

  static @Nullable Trace current() {
    return CURRENT.isBound() ? CURRENT.get() : null;
  }

  /** Why the computation cannot be run again as it was, if so. */
  public @Nullable String obstacle() {
    return obstacle;
  }

  List<Event> events() {
    return events;
  }

  /** The numbers of a tensor that was there before and will be the same the next time. */
  float @Nullable [] constant(Tensor x) {
    return constants.get(x);
  }

  void computed(Op op, Tensor output) {
    switch (op) {
      case Op.Primitive primitive -> {
        boolean changes = false;
        for (var input : primitive.inputs()) {
          changes |= isChanging(input);
        }
        if (changes) {
          events.add(new Event.Computed(primitive, output));
          changing.add(output);
        }
      }
      // What it computed inside was watched, and its result renamed.
      case Op.Custom _ -> {}
    }
  }

  private boolean isChanging(Tensor x) {
    if (changing.contains(x)) {
      return true;
    }
    constants.putIfAbsent(x, x.data());
    return false;
  }

  void renamed(Tensor from, Tensor output) {
    if (changing.contains(from)) {
      events.add(new Event.Renamed(from, output));
      changing.add(output);
    }
  }

  void inspected(Tensor x, Consumer<FloatBuffer> look) {
    if (changing.contains(x)) {
      events.add(new Event.Inspected(x, look));
    }
  }

  void looked(String operation, Tensor x) {
    if (changing.contains(x)) {
      prevented(operation + " looks at the numbers of " + x.shape());
    }
  }

  void derived(Rng child, Rng parent, long kind, long element) {
    var path = sources.get(parent.key());
    if (path != null) {
      sources.put(child.key(), path.then(kind, element));
    }
  }

  void drawn(Rng rng, Draw.Kind kind, double first, double second, Tensor output) {
    var path = sources.get(rng.key());
    if (path != null) {
      events.add(new Event.Drawn(new Draw(path, kind, first, second), output));
      changing.add(output);
    }
  }

  void shuffled(Rng rng) {
    if (sources.containsKey(rng.key())) {
      prevented("permutation draws an order");
    }
  }

  private void prevented(String reason) {
    obstacle = obstacle == null ? reason : obstacle;
  }
}
