package dev.cortado.autograd;

import dev.cortado.internal.Errors;
import dev.cortado.internal.Internal;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.TensorAccess;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Cells whose elements lie in arrays that a training changes in place. Tensors do not change: who
 * asks a cell for its {@linkplain Cell#value value} gets a copy, which is made only then, and never
 * in the middle of a {@linkplain #change change}. Internal.
 *
 * <p>A cell leaves when it is {@linkplain Cell#set set} to another tensor, and comes back with that
 * tensor's elements when the next step {@linkplain #takeOver takes over}.
 */
@Internal
@SuppressWarnings("exports")
public final class InPlaceCells {

  private final List<Content> contents;
  private final List<InPlace> places;

  /** Takes over these cells. */
  public InPlaceCells(List<? extends Cell> cells) {
    contents = cells.stream().map(InPlaceCells::content).toList();
    places = cells.stream().map(cell -> new InPlace(this, cell.shape())).toList();
    takeOver();
  }

  private static Content content(Cell cell) {
    return switch (cell) {
      case Parameter parameter -> parameter.content();
      case Buffer buffer -> buffer.content();
    };
  }

  /** The elements of a cell, by its place; written to inside {@link #change} only. */
  public float[] elements(int cell) {
    return places.get(cell).elements;
  }

  /** The elements of all cells. */
  public List<float[]> elements() {
    return IntStream.range(0, places.size()).mapToObj(this::elements).toList();
  }

  /** Takes over what cells were set to in the meantime. */
  public void takeOver() {
    for (int i = 0; i < contents.size(); i++) {
      contents.get(i).moveTo(places.get(i));
    }
  }

  /** Changes elements; who asks for a value waits until it is done. */
  public synchronized void change(Runnable body) {
    try {
      body.run();
    } finally {
      for (int i = 0; i < places.size(); i++) {
        var place = places.get(i);
        if (place.copy != null) { // a write is dearer than a read
          place.copy = null;
        }
      }
    }
  }

  /** The elements of one cell, and a tensor of them if anybody asked since the last change. */
  private static final class InPlace {

    private final InPlaceCells owner;
    private final Shape shape;
    private final float[] elements;
    private volatile @Nullable Tensor copy;

    InPlace(InPlaceCells owner, Shape shape) {
      this.owner = owner;
      this.shape = shape;
      elements = new float[shape.size()];
    }

    Tensor value() {
      var known = copy;
      if (known != null) {
        return known;
      }
      synchronized (owner) {
        var made = copy;
        if (made == null) {
          made = TensorAccess.wrap(shape, elements.clone());
          copy = made;
        }
        return made;
      }
    }
  }

  /** What a cell holds: nothing, a tensor, or elements that change in place. */
  static final class Content {

    private final Cell cell;
    private final AtomicReference<@Nullable Object> held;

    Content(Cell cell, @Nullable Tensor value) {
      this.cell = cell;
      held = new AtomicReference<>(value);
    }

    boolean isBlank() {
      return held.get() == null;
    }

    private static @Nullable Tensor value(@Nullable Object held) {
      return held instanceof InPlace place ? place.value() : (Tensor) held;
    }

    /** The value of a cell that is not blank; the listener of this thread is told. */
    Tensor read() {
      var value = Objects.requireNonNull(value(held.get()));
      var listener = TensorAccess.listener();
      if (listener != null) {
        listener.cellRead(cell, value);
      }
      return value;
    }

    /** Sets the cell to a tensor of its shape; the listener of this thread is told. */
    void set(Tensor next) {
      if (!next.shape().equals(cell.shape())) {
        throw Errors.argument(
            "%s: set to %s, expected %s",
            cell instanceof Parameter ? "parameter" : "buffer", next.shape(), cell.shape());
      }
      var value = next.detach();
      held.set(value);
      var listener = TensorAccess.listener();
      if (listener != null) {
        listener.cellSet(cell, value);
      }
    }

    /** Lets a reader see the elements where they are. */
    void inspect(Consumer<FloatBuffer> reader) {
      if (TensorAccess.listener() == null
          && held.get() instanceof InPlace place
          && place.copy == null) {
        synchronized (place.owner) {
          reader.accept(FloatBuffer.wrap(place.elements).asReadOnlyBuffer());
        }
      } else {
        read().inspect(reader);
      }
    }

    private void moveTo(InPlace place) {
      var before = held.get();
      while (before != place) {
        var value = value(before);
        if (value != null) {
          float[] elements = TensorAccess.elements(value);
          System.arraycopy(elements, 0, place.elements, 0, elements.length);
        }
        place.copy = value;
        if (held.compareAndSet(before, place)) {
          return;
        }
        before = held.get();
      }
    }
  }
}
