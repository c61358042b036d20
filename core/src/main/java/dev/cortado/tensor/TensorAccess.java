package dev.cortado.tensor;

import dev.cortado.internal.Internal;
import dev.cortado.tensor.kernel.BinaryFunction;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.Reductions;
import java.nio.FloatBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the library's other packages may do with tensors and users may not: see elements without a
 * copy, make a tensor around an array, and listen. Internal.
 */
@Internal
@SuppressWarnings("exports")
public final class TensorAccess {

  private static final ScopedValue<Listener> LISTENER = ScopedValue.newInstance();

  private TensorAccess() {}

  /** A loop over a run of elements of one operand. */
  @FunctionalInterface
  public interface Loop {
    void over(float[] x, float[] out, int from, int n);
  }

  /** The listener of this thread. */
  public static @Nullable Listener listener() {
    return LISTENER.isBound() ? LISTENER.get() : null;
  }

  /** Runs a computation while a listener is told what happens. */
  public static void listen(Listener listener, Runnable computation) {
    ScopedValue.where(LISTENER, listener).run(computation);
  }

  /** The elements of a tensor, for reading only. */
  public static float[] elements(Tensor x) {
    return x.data();
  }

  /** A tensor around an array that nobody will write to. */
  public static Tensor wrap(Shape shape, float[] elements) {
    return Tensor.wrap(shape, elements);
  }

  /**
   * Lets a check of the library read the elements. It may throw; nothing else may depend on what it
   * sees, for a compiled step makes the check again and nothing else.
   */
  public static void check(Tensor x, Consumer<FloatBuffer> check) {
    var listener = listener();
    if (listener != null) {
      listener.checked(x, check);
    }
    check.accept(FloatBuffer.wrap(x.data()).asReadOnlyBuffer());
  }

  /** The result of a primitive. */
  public static Tensor evaluate(Op.Primitive op) {
    return Forward.evaluate(op);
  }

  /** The loop of an operation of one tensor, if it goes element by element. */
  public static @Nullable Loop loop(Op.Unary op, Kernels kernels) {
    return Pointwise.runOf(op, kernels);
  }

  /** The function of an operation of two tensors that goes element by element. */
  public static BinaryFunction function(Op.Binary op) {
    return Objects.requireNonNull(Pointwise.functionOf(op));
  }

  /** Reduces elements of a shape along an axis. */
  public static void reduce(
      Reductions.Kind kind, float[] x, Shape shape, int axis, float[] out, Compute compute) {
    Forward.reduce(kind, x, shape, axis, out, compute);
  }

  /** How far a source moves along each axis of the shape to which it is broadcast. */
  public static int[] strides(Shape from, Shape to) {
    return ShapeOps.stretching(from, to);
  }

  /** The key of a random source, without telling the listener. */
  public static long key(Rng rng) {
    return rng.fieldKey();
  }

  /** The key of a child of a random source; {@code words} is scratch. */
  public static long childKey(long key, long kind, long element, int[] words) {
    return Rng.childKey(key, kind, element, words);
  }

  /** Scratch for drawing {@code n} numbers. */
  public static int[] scratch(int n) {
    return Rng.words(n);
  }

  /** A random word below this is a one. */
  public static long threshold(double probability) {
    return Rng.threshold(probability);
  }

  /** Fills an array with what {@link Rng#uniform(Shape, float, float)} draws. */
  public static void fillUniform(long key, float low, float high, float[] out, int[] words) {
    new Rng(key).fillUniform(low, high, 0, out, 0, out.length, words);
  }

  /** Fills an array with what {@link Rng#normal} draws. */
  public static void fillNormal(long key, float[] out, int[] words) {
    new Rng(key).fillNormal(0, out, 0, out.length, words);
  }
}
