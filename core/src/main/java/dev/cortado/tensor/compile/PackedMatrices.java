package dev.cortado.tensor.compile;

import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.PackedMatrix;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * Matrices by which programs multiply single rows, each packed once for all programs of a model.
 * Those that no program uses any more are forgotten.
 */
public final class PackedMatrices {

  private record Entry(Kernels kernels, float[] b, int n, WeakReference<PackedMatrix> packed) {

    @SuppressWarnings("ReferenceEquality") // the same array, not one with equal elements
    boolean isOf(float[] b, int n, Kernels kernels) {
      return this.b == b && this.n == n && this.kernels == kernels;
    }
  }

  private final List<Entry> known = new ArrayList<>();

  /** The matrix of {@code n} columns in {@code b}, which does not change. */
  synchronized PackedMatrix packed(float[] b, int n, Kernels kernels) {
    known.removeIf(entry -> entry.packed.get() == null);
    for (var entry : known) {
      var packed = entry.packed.get();
      if (packed != null && entry.isOf(b, n, kernels)) {
        return packed;
      }
    }
    var packed = kernels.steps(b, n);
    known.add(new Entry(kernels, b, n, new WeakReference<>(packed)));
    return packed;
  }

  /** How many are known. */
  synchronized int size() {
    return known.size();
  }
}
