package dev.cortado.tensor;

import dev.cortado.internal.Errors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was computed, in order. Every operation passes through {@link #perform}; it is remembered
 * only while a tape is recording on this thread, so that plain computing keeps nothing alive.
 *
 * <p>Tapes nest: what an inner one records, the outer one records too, so that a gradient computed
 * inside can be differentiated outside.
 *
 * <p>When the outermost tape is closed, what was computed on it is let go: such a tensor says so if
 * it is used later, unless it was {@linkplain Tensor#keep kept}.
 */
public final class Tape implements AutoCloseable {

  private static final ScopedValue<@Nullable Tape> CURRENT = ScopedValue.newInstance();

  /** An operation and its result. */
  public record Entry(Op op, Tensor output) {}

  private final List<Entry> entries = new ArrayList<>();
  private final @Nullable Tape outer = current();
  private final Thread owner = Thread.currentThread();

  /** A tape inside the one in force, if there is one; it records what {@link #record} runs. */
  public Tape() {}

  private static @Nullable Tape current() {
    return CURRENT.isBound() ? CURRENT.get() : null;
  }

  /** Computes an operation's result and records it on the tapes in force. */
  public static Tensor perform(Op op) {
    var tape = current();
    var output =
        switch (op) {
          case Op.Primitive primitive -> {
            var result = Forward.evaluate(primitive);
            var listener = TensorAccess.listener();
            if (listener != null) {
              listener.computed(primitive, result);
            }
            yield result;
          }
          // A tensor of its own, for evaluate may hand back one that is known already.
          case Op.Custom custom -> unrecorded(custom::evaluate).detach();
        };
    return tape == null ? output : tape.append(op, output);
  }

  /** Runs {@code body} with no tape in force. */
  public static <R> R unrecorded(Supplier<R> body) {
    return current() == null ? body.get() : ScopedValue.where(CURRENT, null).call(body::get);
  }

  /** Runs {@code body} and records what it computes. */
  public <R> R record(Supplier<R> body) {
    return ScopedValue.where(CURRENT, this).call(body::get);
  }

  private Tensor append(Op op, Tensor output) {
    if (!owner.equals(Thread.currentThread())) {
      throw Errors.state(
          "%s: a tape records one thread, %s, and was reached from %s",
          op.name(), owner.getName(), Thread.currentThread().getName());
    }
    var entry = new Entry(op, output);
    for (var tape = this; tape != null; tape = tape.outer) {
      tape.entries.add(entry);
    }
    return output;
  }

  /** The operations so far, in the order in which they ran. */
  public List<Entry> entries() {
    return Collections.unmodifiableList(entries);
  }

  /** Lets go of everything that was computed on this tape, if it is the outermost one. */
  @Override
  public void close() {
    if (outer == null) {
      entries.forEach(entry -> entry.output().release());
    }
  }
}
