package dev.cortado.tensor.compile;

import dev.cortado.tensor.Listener;
import dev.cortado.tensor.Op;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.TensorAccess;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a computation did, in order: its operations forward and backward, the random numbers it
 * drew, the checks it made, the cells it read and set. A {@link Program} does the same again for
 * other elements of the given tensors and of the cells that were read.
 *
 * <p>That is right only if the same is done whatever the elements are. So a tensor may enter only
 * in a known way: given, as the value of a cell, drawn from the given source, computed here, made
 * here of plain numbers, or named as a constant. Everything else is an {@link #obstacle}, as is
 * each look at an element that may differ the next time.
 */
public final class Recording implements Listener {

  /** Something that was done. */
  public sealed interface Event {
    /** A primitive was computed. */
    record Computed(Op.Primitive op, Tensor output) implements Event {}

    /** The same elements got another identity. */
    record Renamed(Tensor from, Tensor output) implements Event {}

    /** Random numbers were drawn. */
    record Drawn(RandomDraw draw, Tensor output) implements Event {}

    /** Elements were checked. */
    record Checked(Tensor x, Consumer<FloatBuffer> check) implements Event {}
  }

  private static final Pattern INTERNAL =
      Pattern.compile("java\\.|dev\\.cortado\\.(tensor|autograd)\\.[A-Z]|.*\\.compile\\.[A-Z]");

  private final Thread owner = Thread.currentThread();
  private final List<Event> events = new ArrayList<>();

  /** The given tensors, then the values of cells in the order in which they were first read. */
  private final List<Tensor> inputs;

  private List<Tensor> results = List.of();
  private final SequencedMap<Object, Tensor> cellsRead = new LinkedHashMap<>();
  private final SequencedMap<Object, Tensor> cellsSet = new LinkedHashMap<>();

  /** Tensors whose elements may differ the next time. */
  private final Set<Tensor> changing = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Tensors whose elements will be the same the next time. */
  private final IdentityHashMap<Tensor, float[]> constants = new IdentityHashMap<>();

  private final Map<Long, RandomDraw.Path> sources = new HashMap<>();
  private volatile @Nullable String obstacle;

  /** Whether the values of cells may differ the next time. */
  private final boolean cellsChange;

  private Recording(
      Collection<Tensor> given, Collection<Tensor> constants, Rng root, boolean cellsChange) {
    this.cellsChange = cellsChange;
    inputs = new ArrayList<>(given);
    changing.addAll(given);
    constants.forEach(this::created);
    sources.put(TensorAccess.key(root), RandomDraw.Path.ROOT);
  }

  /**
   * Runs a step of training and records it.
   *
   * @param given tensors whose elements will differ the next time
   * @param constants tensors that the computation may use and that will stay as they are
   * @param root the source of random numbers, which will be another one the next time
   */
  public static Recording ofStep(
      Collection<Tensor> given, Collection<Tensor> constants, Rng root, Runnable step) {
    var recording = new Recording(given, constants, root, true);
    TensorAccess.listen(recording, step);
    return recording;
  }

  /** Runs a prediction and records it; cells keep their values as long as its program is used. */
  public static Recording ofPrediction(
      Tensor given, Collection<Tensor> constants, Rng root, Runnable prediction) {
    var recording = new Recording(List.of(given), constants, root, false);
    TensorAccess.listen(recording, prediction);
    return recording;
  }

  /** Why the computation cannot be run again as a program, with the repair; null if it can. */
  public @Nullable String obstacle() {
    return obstacle;
  }

  /** Names what the computation returns, in order. */
  public void returns(List<Tensor> tensors) {
    results = List.copyOf(tensors);
    results.forEach(tensor -> requireKnown("the result", tensor));
  }

  /** What was done, in order, as far as it depends on what may differ the next time. */
  public List<Event> events() {
    return Collections.unmodifiableList(events);
  }

  /** The cells that were read, in order, with their values before the computation. */
  public SequencedMap<Object, Tensor> cellsRead() {
    return Collections.unmodifiableSequencedMap(cellsRead);
  }

  /** The cells that were set, with their last values. */
  public SequencedMap<Object, Tensor> cellsSet() {
    return Collections.unmodifiableSequencedMap(cellsSet);
  }

  /** The elements of a tensor that stays as it is. */
  float @Nullable [] constant(Tensor x) {
    return constants.get(x);
  }

  @Override
  public void created(Tensor tensor) {
    if (isHere()) {
      constants.put(tensor, TensorAccess.elements(tensor));
    }
  }

  @Override
  public void computed(Op.Primitive op, Tensor output) {
    if (!isHere()) {
      return;
    }
    boolean changes = false;
    for (var input : op.inputs()) {
      requireKnown(op.name(), input);
      changes |= changing.contains(input);
    }
    if (changes) {
      events.add(new Event.Computed(op, output));
      changing.add(output);
    } else {
      created(output);
    }
  }

  @Override
  public void renamed(Tensor from, Tensor output) {
    if (!isHere()) {
      return;
    }
    requireKnown("detach", from);
    if (changing.contains(from)) {
      events.add(new Event.Renamed(from, output));
      changing.add(output);
    } else {
      created(output);
    }
  }

  private void requireKnown(String operation, Tensor x) {
    if (!changing.contains(x) && !constants.containsKey(x)) {
      prevent(
          operation
              + " uses a tensor "
              + x.shape()
              + " that comes from nowhere: it is no batch, no cell and was not computed here; make"
              + " it a component of the record, or keep it in a Buffer");
    }
  }

  @Override
  public void derived(Rng child, Rng parent, long kind, long element) {
    var path = sources.get(TensorAccess.key(parent));
    if (path != null && isHere()) {
      sources.put(TensorAccess.key(child), path.then(kind, element));
    }
  }

  @Override
  public void drawn(Rng source, Distribution kind, double first, double second, Tensor output) {
    if (!isHere()) {
      return;
    }
    var path = sources.get(TensorAccess.key(source));
    if (path == null) {
      prevent(
          "random numbers are drawn from a source that is not the step's; derive it from the"
              + " pass, as in pass.at(\"noise\")");
    } else {
      events.add(new Event.Drawn(new RandomDraw(path, kind, first, second), output));
    }
    changing.add(output);
  }

  @Override
  public void checked(Tensor x, Consumer<FloatBuffer> check) {
    if (isHere() && changing.contains(x)) {
      events.add(new Event.Checked(x, check));
    }
  }

  @Override
  public void looked(String operation, Tensor x) {
    if (!isHere() || constants.containsKey(x)) {
      return;
    }
    prevent(
        operation
            + " reads elements of "
            + x.shape()
            + " in plain Java; compute with tensors, as in condition.where(a, b)");
  }

  @Override
  public void looked(String operation, Rng source) {
    if (isHere() && sources.containsKey(TensorAccess.key(source))) {
      prevent(
          operation.equals("permutation")
              ? "permutation draws an order in plain Java; shuffle outside of the step"
              : operation + " reads the key of a random source; derive sources with at(…)");
    }
  }

  @Override
  public void cellRead(Object cell, Tensor value) {
    if (!isHere() || cellsSet.containsKey(cell)) {
      return;
    }
    var before = cellsRead.putIfAbsent(cell, value);
    if (before == null && cellsChange) {
      inputs.add(value);
      changing.add(value);
    } else if (before == null) {
      created(value);
    } else if (before != value) {
      prevent("a cell " + value.shape() + " was set by another thread during the step");
    }
  }

  @Override
  public void cellSet(Object cell, Tensor value) {
    if (!isHere()) {
      return;
    }
    cellsSet.put(cell, value);
    if (!cellsChange) {
      prevent("a prediction sets a cell " + value.shape() + "; set it in training only");
    }
  }

  /** What another thread does cannot be put in order. */
  private boolean isHere() {
    boolean here = Thread.currentThread().equals(owner);
    if (!here) {
      prevent("tensors are computed on several threads; compute on the caller's");
    }
    return here;
  }

  private void prevent(String reason) {
    if (obstacle == null) {
      obstacle = place() + reason;
    }
  }

  /** Where the code of a layer or a loss is that does what cannot be recorded. */
  private static String place() {
    return StackWalker.getInstance()
        .walk(frames ->
            frames
                .filter(frame -> !INTERNAL.matcher(frame.getClassName()).lookingAt())
                .findFirst()
                .map(frame -> frame.getFileName() + ":" + frame.getLineNumber() + ": ")
                .orElse(""));
  }

  /**
   * How another recording of the same computation differs from this one; null if both do the same
   * in the same order with the same constants.
   */
  public @Nullable String difference(Recording other) {
    if (!other.cellsRead.sequencedKeySet().equals(cellsRead.sequencedKeySet())
        || !other.cellsSet.sequencedKeySet().equals(cellsSet.sequencedKeySet())) {
      return "it reads or sets other cells than the time before";
    }
    var twins = new IdentityHashMap<Tensor, Tensor>();
    for (int i = 0; i < inputs.size(); i++) {
      twins.put(other.inputs.get(i), inputs.get(i));
    }
    for (int i = 0; i < Math.min(events.size(), other.events.size()); i++) {
      var mine = events.get(i);
      var theirs = other.events.get(i);
      if (!isSame(mine, theirs, other, twins)) {
        return "operation " + (i + 1) + " was " + text(mine) + " and then " + text(theirs);
      }
    }
    if (events.size() != other.events.size()) {
      return "it has " + events.size() + " operations and then " + other.events.size();
    }
    for (var cell : cellsSet.sequencedKeySet()) {
      if (!isTwin(cellsSet.get(cell), other.cellsSet.get(cell), other, twins)) {
        return "it sets a cell to another result";
      }
    }
    for (int i = 0; i < results.size(); i++) {
      if (!isTwin(results.get(i), other.results.get(i), other, twins)) {
        return "result " + (i + 1) + " comes from another operation";
      }
    }
    return null;
  }

  private boolean isSame(
      Event mine, Event theirs, Recording other, IdentityHashMap<Tensor, Tensor> twins) {
    if (mine instanceof Event.Computed(var op, var output)
        && theirs instanceof Event.Computed(var otherOp, var otherOutput)) {
      var inputs = op.inputs();
      var otherInputs = otherOp.inputs();
      boolean same = inputs.size() == otherInputs.size();
      for (int i = 0; same && i < inputs.size(); i++) {
        same = isTwin(inputs.get(i), otherInputs.get(i), other, twins);
      }
      twins.put(otherOutput, output);
      return same && otherOp.withInputs(inputs).equals(op);
    }
    if (mine instanceof Event.Renamed(var from, var output)
        && theirs instanceof Event.Renamed(var otherFrom, var otherOutput)) {
      twins.put(otherOutput, output);
      return isTwin(from, otherFrom, other, twins);
    }
    if (mine instanceof Event.Drawn(var draw, var output)
        && theirs instanceof Event.Drawn(var otherDraw, var otherOutput)) {
      twins.put(otherOutput, output);
      return draw.equals(otherDraw) && output.shape().equals(otherOutput.shape());
    }
    return mine instanceof Event.Checked(var x, var check)
        && theirs instanceof Event.Checked(var otherX, var otherCheck)
        && check.getClass().equals(otherCheck.getClass())
        && isTwin(x, otherX, other, twins);
  }

  private boolean isTwin(
      @Nullable Tensor mine,
      @Nullable Tensor theirs,
      Recording other,
      IdentityHashMap<Tensor, Tensor> twins) {
    if (mine == null || theirs == null || !mine.shape().equals(theirs.shape())) {
      return false;
    }
    return twins.get(theirs) == mine
        || (constants.containsKey(mine)
            && Arrays.equals(constants.get(mine), other.constants.get(theirs)));
  }

  private static String text(Event event) {
    return switch (event) {
      case Event.Computed(var op, var output) ->
          op.name() + " of " + shapes(op) + " to " + output.shape();
      case Event.Renamed(_, var output) -> "detach " + output.shape();
      case Event.Drawn(var draw, var output) -> draw + " " + output.shape();
      case Event.Checked(var x, _) -> "a check of " + x.shape();
    };
  }

  private static String shapes(Op op) {
    return String.join(", ", op.inputs().stream().map(Tensor::shape).map(Shape::toString).toList());
  }

  /** What was recorded, an event in a line. */
  @Override
  public String toString() {
    var lines = new StringBuilder();
    for (var event : events) {
      lines.append(text(event)).append('\n');
    }
    return lines.toString();
  }
}
