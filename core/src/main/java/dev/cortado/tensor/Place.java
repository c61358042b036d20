package dev.cortado.tensor;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Elements in some place; a reshaped tensor lies where the one that it was made of lies. */
final class Place {

  final int size;

  /** Whether the numbers are the same in each run. */
  final boolean constant;

  final Map<Shape, Tensor> names = new HashMap<>();
  float @Nullable [] array;

  /** Whether the array is not, or no longer, this place's to give away. */
  boolean lent;

  boolean wanted;
  int uses;
  int lastUse = -1;

  private Place(int size, boolean constant) {
    this.size = size;
    this.constant = constant;
  }

  /** Of a result, before it is known where it lies. */
  static Place of(Tensor result) {
    return new Place(result.size(), false);
  }

  /** Of numbers that lie in an array from the beginning. */
  static Place fixed(float[] array, boolean constant) {
    var place = new Place(array.length, constant);
    place.array = array;
    place.lent = true;
    return place;
  }

  /** The array, once there is one. */
  float[] elements() {
    return Objects.requireNonNull(array);
  }

  /** Whether it is one number, and always the same. */
  boolean isNumber() {
    return constant && size == 1;
  }

  void forgetUses() {
    uses = 0;
    lastUse = -1;
  }

  /** Whether one task uses it, once, and nobody else. */
  boolean isForOneAlone() {
    return !wanted && uses == 1;
  }

  /** Whether nobody needs it any more after a task. */
  boolean isUsedUp(int task) {
    return !lent && !wanted && lastUse == task;
  }
}
