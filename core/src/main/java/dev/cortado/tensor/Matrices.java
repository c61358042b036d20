package dev.cortado.tensor;

import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.PackedMatrix;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * Matrices that programs multiply single rows by, each made ready once for all programs of a model.
 * Those that no program uses anymore are forgotten.
 */
public final class Matrices {

  private record Entry(Kernels kernels, float[] b, int n, WeakReference<PackedMatrix> steps) {

    @SuppressWarnings("ReferenceEquality") // the same array, not one with equal numbers
    boolean isOf(float[] b, int n, Kernels kernels) {
      return this.b == b && this.n == n && this.kernels == kernels;
    }
  }

  private final List<Entry> known = new ArrayList<>();

  /** None yet. */
  public Matrices() {}

  /** The matrix of {@code n} columns in {@code b}, which stays as it is. */
  synchronized PackedMatrix steps(float[] b, int n, Kernels kernels) {
    known.removeIf(entry -> entry.steps.get() == null);
    for (var entry : known) {
      var steps = entry.steps.get();
      if (steps != null && entry.isOf(b, n, kernels)) {
        return steps;
      }
    }
    var steps = kernels.steps(b, n);
    known.add(new Entry(kernels, b, n, new WeakReference<>(steps)));
    return steps;
  }

  /** How many are known. */
  synchronized int size() {
    return known.size();
  }
}
