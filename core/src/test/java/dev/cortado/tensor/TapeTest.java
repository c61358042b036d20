package dev.cortado.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class TapeTest {

  private static final Tensor X = Tensor.of(1, 2, 3);

  private static List<String> names(Tape tape) {
    return tape.entries().stream().map(entry -> entry.op().name()).toList();
  }

  @Test
  void recordsOperationsInTheOrderInWhichTheyRan() {
    try (var tape = new Tape()) {
      var y = tape.record(() -> X.exp().add(X).sum());
      assertThat(names(tape)).containsExactly("exp", "add", "sum", "reshape");
      assertThat(tape.entries().getLast().output()).isSameAs(y);
      assertThat(tape.entries().get(1).op().inputs().get(1)).isSameAs(X);
      assertThat(tape.entries().get(1).op().inputs().get(0))
          .isSameAs(tape.entries().get(0).output());
    }
  }

  @Test
  void recordsNothingOutside() {
    try (var tape = new Tape()) {
      X.exp();
      tape.record(() -> X.neg());
      X.log();
      assertThat(names(tape)).containsExactly("neg");
    }
  }

  @Test
  void recordsNothingInAnUnrecordedPart() {
    try (var tape = new Tape()) {
      tape.record(() -> Tape.unrecorded(() -> X.exp()).neg());
      assertThat(names(tape)).containsExactly("neg");
    }
  }

  @Test
  void mayRecordSeveralTimes() {
    try (var tape = new Tape()) {
      tape.record(() -> X.exp());
      tape.record(() -> X.neg());
      assertThat(names(tape)).containsExactly("exp", "neg");
    }
  }

  @Test
  void anInnerTapeRecordsOnTheOuterOneAsWell() {
    try (var outer = new Tape()) {
      outer.record(() -> {
        var before = X.exp();
        try (var inner = new Tape()) {
          inner.record(() -> before.neg());
          assertThat(names(inner)).containsExactly("neg");
        }
        return before.abs();
      });
      assertThat(names(outer)).containsExactly("exp", "neg", "abs");
    }
  }

  @Test
  void onlyTheOutermostTapeLetsGo() {
    try (var outer = new Tape()) {
      var computed =
          outer.record(() -> {
            try (var inner = new Tape()) {
              return inner.record(() -> X.neg());
            }
          });
      assertThat(computed.toArray()).containsExactly(-1, -2, -3);
    }
  }

  @Test
  void aTensorOfAFinishedStepSaysSo() {
    Tensor escaped;
    try (var tape = new Tape()) {
      escaped = tape.record(() -> X.reshape(3, 1).neg());
    }
    assertThat(escaped.shape()).isEqualTo(Shape.of(3, 1));
    var message =
        "tensor [3, 1] belongs to a step that is over; keep() it inside the step, or return it";
    assertThatIllegalStateException().isThrownBy(escaped::toArray).withMessage(message);
    assertThatIllegalStateException().isThrownBy(() -> escaped.add(1)).withMessage(message);
    assertThatIllegalStateException().isThrownBy(() -> escaped.at(0, 0)).withMessage(message);
    assertThatIllegalStateException()
        .isThrownBy(() -> escaped.matmul(escaped.transpose()))
        .withMessage(message);
    assertThatIllegalStateException().isThrownBy(() -> escaped.sum(0)).withMessage(message);
    assertThatIllegalStateException().isThrownBy(escaped::keep).withMessage(message);
    assertThatIllegalStateException().isThrownBy(escaped::detach).withMessage(message);
    assertThat(escaped).hasToString("tensor [3, 1] of a step that is over");
  }

  @Test
  void aKeptOrDetachedTensorStays() {
    Tensor kept;
    Tensor detached;
    try (var tape = new Tape()) {
      kept = tape.record(() -> X.neg().keep());
      detached = tape.record(() -> X.exp()).detach();
    }
    assertThat(kept.toArray()).containsExactly(-1, -2, -3);
    assertThat(detached.at(0)).isEqualTo(2.7182817f);
  }

  @Test
  void whatWentInStays() {
    try (var tape = new Tape()) {
      tape.record(() -> X.neg());
    }
    assertThat(X.toArray()).containsExactly(1, 2, 3);
  }

  @Test
  void letsGoWhenTheBodyFails() {
    var seen = new Tensor[1];
    assertThatThrownBy(
            () -> {
              try (var tape = new Tape()) {
                tape.record(() -> {
                  seen[0] = X.neg();
                  return seen[0].add(Tensor.zeros(2));
                });
              }
            })
        .isInstanceOf(IllegalArgumentException.class);
    assertThatIllegalStateException().isThrownBy(() -> seen[0].toArray());
    assertThat(X.neg().toArray()).containsExactly(-1, -2, -3);
  }

  @Test
  void anotherThreadRecordsNothingHere() {
    try (var tape = new Tape()) {
      tape.record(() -> CompletableFuture.supplyAsync(() -> X.neg()).join().abs());
      assertThat(names(tape)).containsExactly("abs");
    }
  }

  @Test
  void aTapeRefusesAnotherThread() {
    try (var tape = new Tape()) {
      var elsewhere = CompletableFuture.supplyAsync(() -> tape.record(() -> X.neg()));
      assertThatThrownBy(elsewhere::join)
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageMatching(
              "neg: a tape records one thread, .+, and was reached from"
                  + " ForkJoinPool.commonPool-worker-\\d+");
      assertThat(tape.entries()).isEmpty();
    }
  }

  @Test
  void theEntriesCannotBeChangedFromOutside() {
    try (var tape = new Tape()) {
      tape.record(() -> X.neg());
      assertThatThrownBy(tape.entries()::removeLast)
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  /** {@code 2x}, and a rule of its own. */
  private record Twice(Tensor x) implements Op.Custom {
    @Override
    public List<Tensor> inputs() {
      return List.of(x);
    }

    @Override
    public Tensor evaluate() {
      return x.add(x);
    }

    @Override
    public List<Tensor> pullback(Tensor out, Tensor gradient) {
      return List.of(gradient.mul(2));
    }
  }

  /** Hands its input back as it is. */
  private record Same(Tensor x) implements Op.Custom {
    @Override
    public List<Tensor> inputs() {
      return List.of(x);
    }

    @Override
    public Tensor evaluate() {
      return x;
    }

    @Override
    public List<Tensor> pullback(Tensor out, Tensor gradient) {
      return List.of(gradient);
    }
  }

  @Test
  void aCustomOperationIsOneEntryWhateverItComputesWith() {
    try (var tape = new Tape()) {
      var y = tape.record(() -> new Twice(X).apply());
      assertThat(y.toArray()).containsExactly(2, 4, 6);
      assertThat(names(tape)).containsExactly("twice");
    }
  }

  @Test
  void aCustomOperationThatHandsBackItsInputDoesNotLetItGo() {
    try (var tape = new Tape()) {
      assertThat(tape.record(() -> new Same(X).apply())).isNotSameAs(X);
    }
    assertThat(X.toArray()).containsExactly(1, 2, 3);
  }

  @Test
  void operationsHaveNames() {
    assertThat(new Op.MatMul(X, false, X, false).name()).isEqualTo("matMul");
    assertThat(new Op.Compare(Op.Relation.LESS_OR_EQUAL, X, X).name()).isEqualTo("le");
    assertThat(new Twice(X).name()).isEqualTo("twice");
  }
}
