package dev.cortado.tensor.compile;

import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.TensorAccess;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where elements lie; a reshaped tensor has the storage of the one it was made of. */
final class Storage {

  final int size;

  /** Whether the elements are the same in each run. */
  final boolean constant;

  private final boolean fixed;
  private final Map<Shape, Tensor> views = new HashMap<>();
  float @Nullable [] array;

  /** Whether the array must not be used for another result. */
  boolean lent;

  boolean wanted;
  int uses;
  int lastUse = -1;

  private Storage(int size, boolean constant, boolean fixed) {
    this.size = size;
    this.constant = constant;
    this.fixed = fixed;
    lent = fixed;
  }

  /** Of a result, before it has an array. */
  static Storage of(Tensor result) {
    return new Storage(result.size(), false, false);
  }

  /** Of an input or a constant, in an array that is there already. */
  static Storage fixed(float[] array, boolean constant) {
    var storage = new Storage(array.length, constant, true);
    storage.array = array;
    return storage;
  }

  /** The array, once there is one. */
  float[] elements() {
    return Objects.requireNonNull(array);
  }

  /** Stands for the elements in a shape: always the same tensor. */
  Tensor in(Shape shape) {
    return views.computeIfAbsent(shape, it -> TensorAccess.wrap(it, new float[0]));
  }

  /** Whether it is an input or a constant. */
  boolean isFixed() {
    return fixed;
  }

  /** Whether it is a constant of one element. */
  boolean isNumber() {
    return constant && size == 1;
  }

  void forgetUses() {
    uses = 0;
    lastUse = -1;
  }

  /** Whether it is read once, by one instruction, and by nobody else. */
  boolean isReadOnce() {
    return !wanted && uses == 1;
  }

  /** Whether its array is free after an instruction. */
  boolean isFreeAfter(int instruction) {
    return !lent && !wanted && lastUse == instruction;
  }
}
