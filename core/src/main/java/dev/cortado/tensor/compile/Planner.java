package dev.cortado.tensor.compile;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Op;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.compile.Recording.Event;
import dev.cortado.tensor.kernel.Compute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a program of a recording: finds operations that are the same, leaves out what is not
 * needed, lets the {@link FusionPass} join operations, and gives each result an array of the {@link
 * ArrayPlan}.
 */
final class Planner {

  private final Recording recording;
  private final Instructions instructions;
  private final Compute compute = Compute.current();
  private final IdentityHashMap<Tensor, Storage> storages = new IdentityHashMap<>();
  private final List<Instruction> plan = new ArrayList<>();
  private final Map<Op, Storage> computed = new HashMap<>();

  /** For each {@code y > 0} what {@code y} is. */
  private final Map<Storage, Storage> positive = new HashMap<>();

  /** Constants of one element, by its bits. */
  private final Map<Integer, Storage> numbers = new HashMap<>();

  private final ArrayPlan arrays = new ArrayPlan();
  private final Listing listing = new Listing();

  Planner(Recording recording, Map<Tensor, Program.Input> inputs, PackedMatrices matrices) {
    this.recording = recording;
    instructions = new Instructions(this::storage, arrays, matrices, compute);
    inputs.forEach((tensor, input) -> {
      if (input.elements().length != tensor.size()) {
        throw Errors.argument(
            "program: an array of %,d for %s, which has %,d",
            input.elements().length, tensor.shape(), tensor.size());
      }
      storages.put(tensor, Storage.fixed(input.elements(), false));
      listing.name(input.elements(), input.name());
    });
    recording.events().forEach(this::add);
  }

  Program program(List<Tensor> results, List<Tensor> own) {
    var wanted = new ArrayList<Storage>();
    for (var tensor : results) {
      wanted.add(storage(tensor));
      wanted.getLast().wanted = true;
    }
    for (var tensor : own) {
      wanted.add(ownStorage(tensor));
      wanted.getLast().wanted = true;
    }
    findUses();
    var fusion = new FusionPass(compute.kernels().likesFormulas());
    plan.replaceAll(instruction -> instruction.isNeeded() ? fusion.next(instruction) : instruction);
    findUses();
    var actions = new ArrayList<Program.Action>();
    for (int i = 0; i < plan.size(); i++) {
      if (plan.get(i).isNeeded()) {
        actions.add(instructions.action(plan.get(i), i));
        listing.add(plan.get(i));
      }
    }
    var found = wanted.stream().map(Storage::elements).toList();
    return new Program(actions, found, arrays.bytes(), listing.lines());
  }

  /** Where a result lies that the caller may change: an array that has no other purpose. */
  private Storage ownStorage(Tensor tensor) {
    var storage = storage(tensor);
    if (!storage.wanted && !storage.isFixed()) {
      return storage;
    }
    var copy = Storage.of(tensor);
    plan.add(new Instruction(new Event.Renamed(tensor, tensor), copy, List.of(storage), null));
    return copy;
  }

  private Storage storage(Tensor tensor) {
    var known = storages.get(tensor);
    if (known != null) {
      return known;
    }
    var constant = recording.constant(tensor);
    if (constant == null) {
      throw Errors.state("program: a tensor %s was not recorded", tensor.shape());
    }
    // Equal numbers are one constant, so that operations on them are seen to be the same.
    var storage =
        constant.length == 1
            ? numbers.computeIfAbsent(
                Float.floatToRawIntBits(constant[0]), _ -> Storage.fixed(constant, true))
            : Storage.fixed(constant, true);
    storages.put(tensor, storage);
    return storage;
  }

  private void add(Event event) {
    switch (event) {
      case Event.Renamed(var from, var output) -> storages.put(output, storage(from));
      case Event.Computed(Op.Reshape(var x, _), var output) -> storages.put(output, storage(x));
      case Event.Computed(var op, var output) ->
          storages.put(
              output, computed.computeIfAbsent(canonical(op), _ -> result(event, op, output)));
      case Event.Drawn(_, var output) -> {
        var made = Storage.of(output);
        storages.put(output, made);
        plan.add(new Instruction(event, made, List.of(), null));
      }
      case Event.Checked(var x, _) ->
          plan.add(new Instruction(event, null, List.of(storage(x)), null));
    }
  }

  /** Plans an operation; returns where its result goes. */
  private Storage result(Event event, Op.Primitive op, Tensor output) {
    var inputs = op.inputs().stream().map(this::storage).toList();
    var made = Storage.of(output);
    var instruction = new Instruction(event, made, inputs, null);
    var masked = masked(op, inputs);
    plan.add(masked == null ? instruction : instruction.as(new FusedOp.Mask(), masked));
    if (op instanceof Op.Compare(var relation, var y, var bound)
        && relation == Op.Relation.GREATER
        && isZero(storage(bound))) {
      positive.put(made, storage(y));
    }
    return made;
  }

  /** The {@code g} and {@code y} of {@code g·(y > 0)}, which is one pass instead of two. */
  private @Nullable List<Storage> masked(Op.Primitive op, List<Storage> inputs) {
    if (!(op instanceof Op.Mul(var a, var b)) || !a.shape().equals(b.shape())) {
      return null;
    }
    var y = positive.get(inputs.getLast());
    return y == null ? null : List.of(inputs.getFirst(), y);
  }

  private static boolean isZero(Storage storage) {
    return storage.isNumber() && storage.elements()[0] == 0;
  }

  /** Equal for operations that do the same to the same elements in the same shapes. */
  private Op canonical(Op.Primitive op) {
    return op.withInputs(op.inputs().stream().map(x -> storage(x).in(x.shape())).toList());
  }

  /** From the last instruction to the first: what a needed one reads is needed too. */
  private void findUses() {
    for (var instruction : plan) {
      if (instruction.output() != null) {
        instruction.output().forgetUses();
      }
      instruction.inputs().forEach(Storage::forgetUses);
    }
    for (int i = plan.size() - 1; i >= 0; i--) {
      var instruction = plan.get(i);
      if (instruction.isNeeded()) {
        for (var input : instruction.inputs()) {
          input.uses++;
          input.lastUse = Math.max(input.lastUse, i);
        }
      }
    }
  }
}
