package dev.cortado.tensor;

import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.RowFormula;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes a program of a trace: leaves out what nobody asks for, gives each result an array, and the
 * same array to results that do not live at the same time.
 */
final class Assembly {

  /** Elements in some place; a reshaped tensor lies where the one that it was made of lies. */
  static final class Place {
    final int size;
    final Map<Shape, Tensor> names = new HashMap<>();
    float @Nullable [] array;
    boolean lent;
    boolean wanted;
    int uses;
    int lastUse = -1;

    Place(int size) {
      this.size = size;
    }
  }

  /**
   * A result to be computed, and from what.
   *
   * @param fused what it is done together with, if so; its inputs are those of all
   */
  record Task(
      Trace.Event event, @Nullable Place output, List<Place> inputs, @Nullable Fused fused) {

    /** The same result by another way. */
    Task as(Fused other, List<Place> from) {
      return new Task(event, output, from, other);
    }

    /** By a formula of {@code x} and one or two rows. */
    Task byRow(RowFormula formula, List<Place> xAndRows) {
      var x = xAndRows.getFirst();
      var last = xAndRows.getLast();
      return as(new Fused.ByRow(formula), List.of(x, x, xAndRows.get(1), last, last));
    }

    /** Whether one other task uses the result, once, and nobody else. */
    boolean isForOneAlone() {
      return output != null && !output.wanted && output.uses == 1;
    }
  }

  private final Trace trace;
  private final Compute compute = Compute.current();
  private final IdentityHashMap<Tensor, Place> places = new IdentityHashMap<>();
  private final List<Task> tasks = new ArrayList<>();
  private final Map<Op, Place> computed = new HashMap<>();

  /** For each {@code y > 0} what {@code y} is. */
  private final Map<Place, Place> positive = new HashMap<>();

  /** Constants of one element, by its bits. */
  private final Map<Integer, Place> numbers = new HashMap<>();

  private final Map<Integer, Deque<float[]>> free = new HashMap<>();
  private long bytes;

  Assembly(Trace trace, IdentityHashMap<Tensor, float[]> given) {
    this.trace = trace;
    given.forEach((tensor, array) -> {
      if (array.length != tensor.size()) {
        throw Errors.argument(
            "program: an array of %,d for %s, which has %,d",
            array.length, tensor.shape(), tensor.size());
      }
      places.put(tensor, fixed(array));
    });
    trace.events().forEach(this::add);
  }

  Program program(Collection<Tensor> wanted) {
    for (var tensor : wanted) {
      place(tensor).wanted = true;
    }
    findUses();
    scaleDraws();
    fuse();
    var actions = new ArrayList<Program.Action>();
    for (int i = 0; i < tasks.size(); i++) {
      if (isNeeded(tasks.get(i))) {
        actions.add(action(tasks.get(i), i));
      }
    }
    var results = new IdentityHashMap<Tensor, float[]>();
    for (var tensor : wanted) {
      results.put(tensor, array(tensor));
    }
    return new Program(actions, results, bytes);
  }

  private static Place fixed(float[] array) {
    var place = new Place(array.length);
    place.array = array;
    place.lent = true;
    return place;
  }

  private Place place(Tensor tensor) {
    var known = places.get(tensor);
    if (known != null) {
      return known;
    }
    var constant = trace.constant(tensor);
    // What was wanted and never computed from something given is as it was.
    float[] array = constant == null ? tensor.data() : constant;
    // Equal numbers are one, so that what is computed with them is seen to be the same.
    var place =
        array.length == 1
            ? numbers.computeIfAbsent(Float.floatToRawIntBits(array[0]), _ -> fixed(array))
            : fixed(array);
    places.put(tensor, place);
    return place;
  }

  private float[] array(Tensor tensor) {
    return Objects.requireNonNull(place(tensor).array);
  }

  private void add(Trace.Event event) {
    switch (event) {
      case Trace.Event.Renamed(var from, var output) -> places.put(output, place(from));
      case Trace.Event.Computed(Op.Reshape(var x, _), var output, _) ->
          places.put(output, place(x));
      case Trace.Event.Computed(var op, var output, _) -> {
        var inputs = op.inputs().stream().map(this::place).toList();
        var known = computed.get(canonical(op));
        if (known != null) {
          places.put(output, known);
        } else {
          var made = made(output);
          computed.put(canonical(op), made);
          var masked = masked(op, inputs);
          var from = masked == null ? inputs : masked;
          tasks.add(new Task(event, made, from, masked == null ? null : new Fused.Mask()));
          if (op instanceof Op.Compare(var relation, var y, var bound)
              && relation == Op.Relation.GREATER
              && isZero(bound)) {
            positive.put(made, place(y));
          }
        }
      }
      case Trace.Event.Drawn(_, var output) ->
          tasks.add(new Task(event, made(output), List.of(), null));
      case Trace.Event.Inspected(var x, _) ->
          tasks.add(new Task(event, null, List.of(place(x)), null));
    }
  }

  /** The {@code g} and {@code y} of {@code g·(y > 0)}, which is one pass instead of two. */
  private @Nullable List<Place> masked(Op.Primitive op, List<Place> inputs) {
    if (!(op instanceof Op.Mul(var a, var b)) || !a.shape().equals(b.shape())) {
      return null;
    }
    var y = positive.get(inputs.getLast());
    return y == null ? null : List.of(inputs.getFirst(), y);
  }

  private boolean isZero(Tensor x) {
    return isNumber(x) && array(x)[0] == 0;
  }

  /** Whether it is one number, and always the same. */
  private boolean isNumber(Tensor x) {
    return place(x).lent && place(x).size == 1 && trace.constant(x) != null;
  }

  /** The same for operations that do the same to the same elements in the same shapes. */
  private Op canonical(Op.Primitive op) {
    return Rewired.of(
        op,
        op.inputs().stream()
            .map(x ->
                place(x)
                    .names
                    .computeIfAbsent(x.shape(), shape -> Tensor.wrap(shape, new float[0])))
            .toList());
  }

  private Place made(Tensor output) {
    var place = new Place(output.size());
    places.put(output, place);
    return place;
  }

  /** From the last task to the first: what is used, is needed, and so is what it is made of. */
  private void findUses() {
    for (int i = tasks.size() - 1; i >= 0; i--) {
      var task = tasks.get(i);
      if (isNeeded(task)) {
        for (var input : task.inputs) {
          input.uses++;
          input.lastUse = Math.max(input.lastUse, i);
        }
      }
    }
  }

  private void fuse() {
    var fusion = new Fusion(compute.kernels().likesFormulas());
    tasks.replaceAll(task -> isNeeded(task) ? fusion.next(task) : task);
    for (var task : tasks) {
      if (task.output != null) {
        task.output.uses = 0;
        task.output.lastUse = -1;
      }
      for (var input : task.inputs) {
        input.lastUse = -1;
      }
    }
    findUses();
  }

  /** Numbers that are drawn only to be multiplied by a constant are drawn as the products. */
  private void scaleDraws() {
    var draws = new HashMap<Place, Draw>();
    for (int i = 0; i < tasks.size(); i++) {
      var task = tasks.get(i);
      if (task.event instanceof Trace.Event.Drawn(var draw, _)) {
        draws.put(Objects.requireNonNull(task.output), draw);
      } else if (task.event instanceof Trace.Event.Computed(Op.Mul(var a, var b), var output, _)
          && isNeeded(task)
          && isNumber(b)) {
        var draw = draws.get(place(a));
        if (draw != null
            && draw.isOfOnes()
            && place(a).size == output.size()
            && isForOneAlone(place(a))) {
          var drawn = new Trace.Event.Drawn(draw.times(array(b)[0]), output);
          tasks.set(i, new Task(drawn, task.output, List.of(), null));
        }
      }
    }
  }

  private static boolean isForOneAlone(Place place) {
    return !place.wanted && place.uses == 1;
  }

  private static boolean isNeeded(Task task) {
    return task.output == null || task.output.wanted || task.output.lastUse >= 0;
  }

  private Program.Action action(Task task, int number) {
    Program.Action action =
        switch (task.event) {
          case Trace.Event.Inspected(var x, var look) -> {
            var view = FloatBuffer.wrap(array(x)).asReadOnlyBuffer();
            yield _ -> look.accept(view);
          }
          case Trace.Event.Drawn(var draw, _) -> {
            float[] out = take(task, number, false, false);
            yield draw.filling(out, compute);
          }
          case Trace.Event.Computed(var op, var output, _) -> computed(task, number, op, output);
          case Trace.Event.Renamed renamed -> throw new AssertionError(renamed);
        };
    giveBack(task, number);
    return action;
  }

  private Program.Action computed(Task task, int number, Op.Primitive op, Tensor output) {
    if (task.fused != null) {
      var from = task.inputs.stream().map(it -> Objects.requireNonNull(it.array)).toList();
      boolean inStep =
          switch (task.fused) {
            case Fused.Mask _, Fused.ByRow _ -> true;
            case Fused.Products _, Fused.Squares _ -> false;
          };
      float[] out = take(task, number, inStep, inStep);
      return Actions.fused(task.fused, from, out, compute);
    }
    var inputs = op.inputs();
    if (op instanceof Op.MatMul(var a, boolean aTransposed, var b, boolean bTransposed)) {
      return Actions.product(
          new MatrixProduct(a.shape(), aTransposed, b.shape(), bTransposed),
          array(a),
          array(b),
          take(task, number, false, false),
          compute);
    }
    if (op instanceof Op.Binary binary) {
      var elementwise = Actions.elementwise(binary, output.shape(), compute);
      float[] out = take(task, number, elementwise.leftInStep(), elementwise.rightInStep());
      return elementwise.of(array(binary.a()), array(binary.b()), out);
    }
    if (op instanceof Op.Unary unary) {
      var run = Pointwise.runOf(unary, compute.kernels());
      if (run != null) {
        float[] out = take(task, number, true, false);
        return Actions.map(run, array(unary.x()), out, compute);
      }
    }
    float[] out = take(task, number, false, false);
    var action = Actions.moved(op, output.shape(), this::array, out, compute);
    if (action != null) {
      return action;
    }
    var wired = Rewired.of(op, inputs.stream().map(x -> Tensor.wrap(x.shape(), array(x))).toList());
    return _ -> System.arraycopy(Forward.evaluate(wired).data(), 0, out, 0, out.length);
  }

  /** An array for the result: that of an operand which nobody needs any more, if that may be. */
  private float[] take(Task task, int number, boolean leftInStep, boolean rightInStep) {
    var output = Objects.requireNonNull(task.output);
    for (int i = 0; i < task.inputs.size(); i++) {
      var input = task.inputs.get(i);
      boolean inStep = i == 0 ? leftInStep : i == 1 && rightInStep;
      if (inStep && input.size == output.size && isUsedUp(input, number)) {
        input.lent = true;
        output.array = input.array;
        return Objects.requireNonNull(output.array);
      }
    }
    var freed = free.getOrDefault(output.size, new ArrayDeque<>()).pollLast();
    if (freed == null) {
      freed = new float[output.size];
      bytes += (long) Float.BYTES * output.size;
    }
    output.array = freed;
    return freed;
  }

  private static boolean isUsedUp(Place place, int number) {
    return !place.lent && !place.wanted && place.lastUse == number;
  }

  private void giveBack(Task task, int number) {
    for (var input : task.inputs) {
      if (isUsedUp(input, number)) {
        input.lent = true;
        free.computeIfAbsent(input.size, _ -> new ArrayDeque<>())
            .addLast(Objects.requireNonNull(input.array));
      }
    }
  }
}
