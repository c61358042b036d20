package dev.cortado.autograd;

import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a cell holds: a tensor, or the elements that a training changes in place. */
final class Content {

  private final Shape shape;
  private volatile @Nullable Tensor value;
  private volatile @Nullable Loan loan;
  private int place;

  Content(Shape shape, @Nullable Tensor value) {
    this.shape = shape;
    this.value = value;
  }

  /** The tensor, if there is one: of lent elements a copy. */
  @Nullable Tensor value() {
    var current = value;
    var lent = loan;
    if (current != null || lent == null) {
      return current;
    }
    synchronized (lent) {
      if (value == null && lent.equals(loan)) {
        value = Tensor.of(shape, lent.elements(place));
      }
      return value;
    }
  }

  /** Lets a check see the elements where they lie. */
  void inspect(Consumer<FloatBuffer> check) {
    var lent = loan;
    if (lent == null || value != null) {
      Objects.requireNonNull(value()).inspect(check);
      return;
    }
    synchronized (lent) {
      check.accept(FloatBuffer.wrap(lent.elements(place)).asReadOnlyBuffer());
    }
  }

  void set(@Nullable Tensor next) {
    value = next;
    loan = null;
  }

  boolean isBlank() {
    return value == null && loan == null;
  }

  void lendTo(Loan borrower, int at) {
    if (!borrower.equals(loan)) {
      var current = value();
      if (current != null) {
        current.copyTo(borrower.elements(at), 0);
      }
      place = at;
      loan = borrower;
    }
  }

  void changed(Loan borrower) {
    if (borrower.equals(loan)) {
      value = null;
    }
  }
}
