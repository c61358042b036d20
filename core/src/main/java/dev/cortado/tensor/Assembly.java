package dev.cortado.tensor;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.kernel.Compute;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a program of a trace: finds what is the same, leaves out what nobody asks for, lets {@link
 * Fusion} join what is one pass over memory, and gives each result an array of a {@link Memory}.
 */
final class Assembly {

  private final Trace trace;
  private final Matrices matrices;
  private final Compute compute = Compute.current();
  private final IdentityHashMap<Tensor, Place> places = new IdentityHashMap<>();
  private final List<Task> tasks = new ArrayList<>();
  private final Map<Op, Place> computed = new HashMap<>();

  /** For each {@code y > 0} what {@code y} is. */
  private final Map<Place, Place> positive = new HashMap<>();

  /** Constants of one element, by its bits. */
  private final Map<Integer, Place> numbers = new HashMap<>();

  private final Memory memory = new Memory();

  Assembly(Trace trace, IdentityHashMap<Tensor, float[]> given, Matrices matrices) {
    this.trace = trace;
    this.matrices = matrices;
    given.forEach((tensor, array) -> {
      if (array.length != tensor.size()) {
        throw Errors.argument(
            "program: an array of %,d for %s, which has %,d",
            array.length, tensor.shape(), tensor.size());
      }
      places.put(tensor, Place.fixed(array, false));
    });
    trace.events().forEach(this::add);
  }

  Program program(List<Tensor> wanted) {
    for (var tensor : wanted) {
      place(tensor).wanted = true;
    }
    findUses();
    var fusion = new Fusion(compute.kernels().likesFormulas());
    tasks.replaceAll(task -> task.isNeeded() ? fusion.next(task) : task);
    findUses();
    var actions = new ArrayList<Program.Action>();
    for (int i = 0; i < tasks.size(); i++) {
      if (tasks.get(i).isNeeded()) {
        actions.add(action(tasks.get(i), i));
      }
    }
    return new Program(actions, wanted.stream().map(this::array).toList(), memory.bytes());
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
            ? numbers.computeIfAbsent(
                Float.floatToRawIntBits(array[0]), _ -> Place.fixed(array, true))
            : Place.fixed(array, true);
    places.put(tensor, place);
    return place;
  }

  private float[] array(Tensor tensor) {
    return place(tensor).elements();
  }

  private void add(Trace.Event event) {
    switch (event) {
      case Trace.Event.Renamed(var from, var output) -> places.put(output, place(from));
      case Trace.Event.Computed(Op.Reshape(var x, _), var output) -> places.put(output, place(x));
      case Trace.Event.Computed(var op, var output) ->
          places.put(
              output, computed.computeIfAbsent(canonical(op), _ -> result(event, op, output)));
      case Trace.Event.Drawn(_, var output) -> {
        var made = Place.of(output);
        places.put(output, made);
        tasks.add(new Task(event, made, List.of(), null));
      }
      case Trace.Event.Inspected(var x, _) ->
          tasks.add(new Task(event, null, List.of(place(x)), null));
    }
  }

  /** Where the result of an operation goes, for which there is a task now. */
  private Place result(Trace.Event event, Op.Primitive op, Tensor output) {
    var inputs = op.inputs().stream().map(this::place).toList();
    var made = Place.of(output);
    var task = new Task(event, made, inputs, null);
    var masked = masked(op, inputs);
    tasks.add(masked == null ? task : task.as(new Fused.Mask(), masked));
    if (op instanceof Op.Compare(var relation, var y, var bound)
        && relation == Op.Relation.GREATER
        && isZero(place(bound))) {
      positive.put(made, place(y));
    }
    return made;
  }

  /** The {@code g} and {@code y} of {@code g·(y > 0)}, which is one pass instead of two. */
  private @Nullable List<Place> masked(Op.Primitive op, List<Place> inputs) {
    if (!(op instanceof Op.Mul(var a, var b)) || !a.shape().equals(b.shape())) {
      return null;
    }
    var y = positive.get(inputs.getLast());
    return y == null ? null : List.of(inputs.getFirst(), y);
  }

  private static boolean isZero(Place place) {
    return place.isNumber() && place.elements()[0] == 0;
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

  /** From the last task to the first: what is used, is needed, and so is what it is made of. */
  private void findUses() {
    for (var task : tasks) {
      if (task.output() != null) {
        task.output().forgetUses();
      }
      task.inputs().forEach(Place::forgetUses);
    }
    for (int i = tasks.size() - 1; i >= 0; i--) {
      var task = tasks.get(i);
      if (task.isNeeded()) {
        for (var input : task.inputs()) {
          input.uses++;
          input.lastUse = Math.max(input.lastUse, i);
        }
      }
    }
  }

  private Program.Action action(Task task, int number) {
    Program.Action action =
        switch (task.event()) {
          case Trace.Event.Inspected(var x, var look) -> {
            var view = FloatBuffer.wrap(array(x)).asReadOnlyBuffer();
            yield _ -> look.accept(view);
          }
          case Trace.Event.Drawn(var draw, _) ->
              draw.filling(memory.take(task, number, false, false), compute);
          case Trace.Event.Computed(var op, var output) -> {
            var fused = task.fused();
            yield fused == null
                ? computed(task, number, op, output.shape())
                : fused(task, number, fused);
          }
          case Trace.Event.Renamed renamed -> throw new AssertionError(renamed);
        };
    memory.giveBack(task, number);
    return action;
  }

  private Program.Action fused(Task task, int number, Fused fused) {
    var from = task.inputs().stream().map(Place::elements).toList();
    float[] out = memory.take(task, number, fused.inStep(), fused.inStep());
    return Actions.fused(fused, from, out, compute);
  }

  private Program.Action computed(Task task, int number, Op.Primitive op, Shape shape) {
    if (op instanceof Op.MatMul(var a, boolean aTransposed, var b, boolean bTransposed)) {
      var product = new MatrixProduct(a.shape(), aTransposed, b.shape(), bTransposed);
      float[] out = memory.take(task, number, false, false);
      return product.isOfOneRow() && place(b).constant
          ? Actions.ofRow(product, array(a), array(b), out, matrices, compute)
          : Actions.product(product, array(a), array(b), out, compute);
    }
    if (op instanceof Op.Binary binary) {
      var elementwise = Actions.elementwise(binary, shape, compute);
      float[] out = memory.take(task, number, elementwise.leftInStep(), elementwise.rightInStep());
      return elementwise.of(array(binary.a()), array(binary.b()), out);
    }
    if (op instanceof Op.Unary unary) {
      var run = Pointwise.runOf(unary, compute.kernels());
      if (run != null) {
        float[] out = memory.take(task, number, true, false);
        return Actions.map(run, array(unary.x()), out, compute);
      }
    }
    float[] out = memory.take(task, number, false, false);
    var action = Actions.moved(op, shape, this::array, out, compute);
    if (action != null) {
      return action;
    }
    var wired =
        Rewired.of(op, op.inputs().stream().map(x -> Tensor.wrap(x.shape(), array(x))).toList());
    return _ -> System.arraycopy(Forward.evaluate(wired).data(), 0, out, 0, out.length);
  }
}
