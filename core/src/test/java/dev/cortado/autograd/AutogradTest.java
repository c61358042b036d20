package dev.cortado.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.tensor.Op;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class AutogradTest {

  // what it gives

  @Test
  void givesTheValueAndTheGradientOfAParameter() {
    var w = Parameter.of(Tensor.scalar(3));
    var step = Autograd.valueAndGrad(() -> w.value().mul(w.value()).add(1), w);
    assertThat(step.value().item()).isEqualTo(10);
    assertThat(step.gradients().of(w).item()).isEqualTo(6);
    assertThat(step.gradients().all()).containsExactly(step.gradients().of(w));
  }

  @Test
  void givesTheGradientsOfACollectionOfParametersInItsOrder() {
    var a = Parameter.of(Tensor.of(2, 3));
    var b = Parameter.of(Tensor.scalar(5));
    var step = Autograd.valueAndGrad(() -> a.value().mul(b.value()).sum(), List.of(b, a));
    assertThat(step.value().item()).isEqualTo(25);
    assertThat(step.gradients().all())
        .containsExactly(step.gradients().of(b), step.gradients().of(a));
    assertThat(step.gradients().of(a).toArray()).containsExactly(5, 5);
    assertThat(step.gradients().of(b).item()).isEqualTo(5);
  }

  @Test
  void givesTheGradientsOfTensors() {
    var x = Tensor.of(3, 5, 2);
    var step = Autograd.valueAndGrad(() -> x.mul(x).sum(), x);
    assertThat(step.value().item()).isEqualTo(38);
    assertThat(step.gradients().of(x).toArray()).containsExactly(6, 10, 4);
    assertThat(Autograd.grad(() -> x.mul(x).sum(), x).toArray()).containsExactly(6, 10, 4);
  }

  @Test
  void aSingleNumberMayHaveAxes() {
    var x = Tensor.of(new float[][] {{3}});
    assertThat(Autograd.grad(() -> x.mul(x), x).toArray()).containsExactly(6);
  }

  @Test
  void theGradientOfATensorWithItselfIsOne() {
    var x = Tensor.scalar(3);
    var step = Autograd.valueAndGrad(() -> x, x);
    assertThat(step.value()).isSameAs(x);
    assertThat(step.gradients().of(x).item()).isEqualTo(1);
  }

  @Test
  void aSourceMayBeNamedTwice() {
    var x = Tensor.scalar(3);
    var gradients = Autograd.valueAndGrad(() -> x.mul(x), x, x).gradients();
    assertThat(gradients.all()).extracting(Tensor::item).containsExactly(6f, 6f);
  }

  @Test
  void aSourceMayBeComputedFromAnother() {
    var x = Tensor.scalar(3);
    var y = new ArrayList<Tensor>();
    try (var tape = new Tape()) {
      tape.record(() -> {
        y.add(x.mul(2));
        var gradients =
            Autograd.valueAndGrad(() -> y.getFirst().mul(x), y.getFirst(), x).gradients();
        assertThat(gradients.of(y.getFirst()).item()).isEqualTo(3);
        assertThat(gradients.of(x).item()).isEqualTo(6);
        return x;
      });
    }
  }

  @Test
  void vjpMultipliesAVectorWithTheJacobian() {
    var x = Tensor.of(1, 2, 3);
    var step = Autograd.vjp(() -> x.mul(x), Tensor.of(1, 10, 100), x);
    assertThat(step.value().toArray()).containsExactly(1, 4, 9);
    assertThat(step.gradients().of(x).toArray()).containsExactly(2, 40, 600);
  }

  @Test
  void gradientsHaveTheShapesOfTheirSourcesWhateverStretched() {
    var row = Tensor.ones(3);
    var column = Tensor.ones(2, 1);
    var number = Tensor.scalar(2);
    var step = Autograd.valueAndGrad(() -> row.mul(column).mul(number).sum(), row, column, number);
    assertThat(step.gradients().of(row).toArray()).containsExactly(4, 4, 4);
    assertThat(step.gradients().of(column).sameBits(Tensor.full(column.shape(), 6))).isTrue();
    assertThat(step.gradients().of(number).item()).isEqualTo(6);
  }

  @Test
  void detachStopsTheGradient() {
    var x = Tensor.scalar(3);
    assertThat(Autograd.grad(() -> x.mul(x.detach()), x).item()).isEqualTo(3);
  }

  @Test
  void theValueOfAParameterWhenTheStepBeganIsTheSource() {
    var w = Parameter.of(Tensor.scalar(3));
    var step =
        Autograd.valueAndGrad(
            () -> {
              var y = w.value().square();
              w.set(Tensor.scalar(100));
              return y;
            },
            w);
    assertThat(step.gradients().of(w).item()).isEqualTo(6);
    assertThat(w.value().item()).isEqualTo(100);
  }

  // gradients of gradients

  @Test
  void aGradientHasAGradient() {
    var x = Tensor.scalar(2);
    var second = Autograd.grad(() -> Autograd.grad(() -> x.pow(4), x), x);
    assertThat(second.item()).isEqualTo(48);
  }

  @Test
  void aThirdDerivativeIsRight() {
    var x = Tensor.scalar(2);
    var third = Autograd.grad(() -> Autograd.grad(() -> Autograd.grad(() -> x.pow(4), x), x), x);
    assertThat(third.item()).isEqualTo(48);
  }

  @Test
  void aHessianTimesAVectorIsTheGradientOfASlope() {
    var x = Tensor.of(1, 2);
    var v = Tensor.of(1, -1);
    // f = a²b: the Hessian is [[2b, 2a], [2a, 0]].
    var product =
        Autograd.grad(
            () ->
                Autograd.grad(() -> x.slice(0, 0, 1).square().mul(x.slice(0, 1, 2)), x)
                    .mul(v)
                    .sum(),
            x);
    assertThat(product.toArray()).containsExactly(2, 2);
  }

  @Test
  void anInnerGradientSeesOnlyWhatDependsOnItsSource() {
    var x = Tensor.scalar(3);
    var y = Tensor.scalar(5);
    // d/dx (x · d/dy (x·y²)) = d/dx (x · 2xy) = 4xy.
    var mixed = Autograd.grad(() -> x.mul(Autograd.grad(() -> x.mul(y.square()), y)), x);
    assertThat(mixed.item()).isEqualTo(60);
  }

  // accumulation

  @Test
  void gradientsOfManyUsesAreAddedFromTheLastUseToTheFirst() {
    var x = Tensor.scalar(1);
    var factors = new float[] {1, 1e8f, -1e8f};
    var gradient =
        Autograd.grad(
            () -> {
              var first = x.mul(factors[0]);
              var second = x.mul(factors[1]);
              var third = x.mul(factors[2]);
              return first.add(second).add(third);
            },
            x);
    // (−1e8 + 1e8) + 1; the other way round the 1 would be lost.
    assertThat(gradient.item()).isEqualTo(1);
  }

  @Test
  void aTensorMayBeUsedThousandsOfTimes() {
    var x = Tensor.of(1, 2);
    var gradient =
        Autograd.grad(
            () -> {
              var total = x;
              for (int i = 1; i < 5_000; i++) {
                total = total.add(x);
              }
              return total.sum();
            },
            x);
    assertThat(gradient.toArray()).containsExactly(5_000, 5_000);
  }

  @Test
  void depthIsNoLimit() {
    var x = Tensor.scalar(1);
    var gradient =
        Autograd.grad(
            () -> {
              var y = x;
              for (int i = 0; i < 200_000; i++) {
                y = y.neg();
              }
              return y.mul(2);
            },
            x);
    assertThat(gradient.item()).isEqualTo(2);
  }

  // when a step is over

  @Test
  void whatAStepComputedIsLetGo() {
    var x = Tensor.of(1, 2);
    var inside = new ArrayList<Tensor>();
    var step =
        Autograd.valueAndGrad(
            () -> {
              inside.add(x.mul(3));
              inside.add(x.mul(4).keep());
              return inside.getFirst().add(inside.getLast()).sum();
            },
            x);
    assertThat(step.value().item()).isEqualTo(21);
    assertThat(inside.getLast().toArray()).containsExactly(4, 8);
    assertThatIllegalStateException()
        .isThrownBy(() -> inside.getFirst().toArray())
        .withMessage(
            "tensor [2] belongs to a step that is over; keep() it inside the step, or return it");
    assertThat(x.toArray()).containsExactly(1, 2);
  }

  @Test
  void anInnerStepLeavesItsTensorsToTheOuterOne() {
    var x = Tensor.scalar(3);
    var gradient =
        Autograd.grad(
            () -> {
              var inside = new ArrayList<Tensor>();
              Autograd.grad(
                  () -> {
                    inside.add(x.square());
                    return inside.getFirst();
                  },
                  x);
              return inside.getFirst().mul(2);
            },
            x);
    assertThat(gradient.item()).isEqualTo(12);
  }

  @Test
  void aStepThatFailsLetsGoToo() {
    var x = Tensor.of(1, 2);
    var inside = new ArrayList<Tensor>();
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            Autograd.grad(
                () -> {
                  inside.add(x.mul(3));
                  return inside.getFirst().add(Tensor.ones(3));
                },
                x));
    assertThatIllegalStateException().isThrownBy(() -> inside.getFirst().toArray());
  }

  // mistakes

  @Test
  void aResultOfManyNumbersIsRefused() {
    var x = Tensor.of(1, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Autograd.valueAndGrad(() -> x.mul(2), x))
        .withMessage(
            "valueAndGrad: the result is [2], expected a single number; take its mean() or sum(),"
                + " or use vjp");
  }

  @Test
  void aSourceThatIsNotUsedIsNamed() {
    var x = Tensor.of(1, 2);
    var unused = Tensor.ones(3, 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Autograd.valueAndGrad(x::sum, x, unused))
        .withMessage(
            "valueAndGrad: the result does not depend on source 2 of 2, [3, 4]; use it or leave it"
                + " out");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Autograd.vjp(() -> x.gt(1), Tensor.ones(2), x))
        .withMessage(
            "vjp: the result does not depend on source 1 of 1, [2]; use it or leave it out");
  }

  @Test
  void aVectorOfAnotherShapeIsRefused() {
    var x = Tensor.of(1, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Autograd.vjp(() -> x.mul(2), Tensor.ones(2, 1), x))
        .withMessage("vjp: the vector is [2, 1], the result [2]");
  }

  @Test
  void aGradientThatWasNotAskedForIsRefused() {
    var x = Tensor.of(1, 2);
    var w = Parameter.of(Tensor.zeros(2, 3));
    var gradients = Autograd.valueAndGrad(x::sum, x).gradients();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gradients.of(Tensor.of(1, 2)))
        .withMessage("gradients: tensor [2] was not asked for in this step; name it as a source");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gradients.of(w))
        .withMessage(
            "gradients: parameter [2, 3] was not asked for in this step; name it as a source");
  }

  // threads

  @Test
  void twoThreadsDifferentiateAtOnce() throws Exception {
    var shared = Tensor.linspace(-1, 1, 50);
    var together = new CyclicBarrier(2);
    try (var threads = Executors.newFixedThreadPool(2)) {
      var running = new ArrayList<Future<Tensor>>();
      for (int thread = 0; thread < 2; thread++) {
        int power = thread + 2;
        running.add(
            threads.submit(() -> {
              together.await();
              var total = Tensor.zeros(50);
              for (int i = 0; i < 200; i++) {
                total = total.add(Autograd.grad(() -> shared.pow(power).sum(), shared));
              }
              return total;
            }));
      }
      assertThat(running.get(0).get().at(49)).isEqualTo(400);
      assertThat(running.get(1).get().at(49)).isEqualTo(600);
    }
  }

  @Test
  void aTapeIsForOneThread() throws Exception {
    try (var tape = new Tape();
        var threads = Executors.newSingleThreadExecutor(body -> new Thread(body, "stranger"))) {
      var x = Tensor.of(1, 2);
      var elsewhere = threads.submit(() -> tape.record(x::exp));
      assertThatThrownBy(elsewhere::get)
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseInstanceOf(IllegalStateException.class)
          .hasRootCauseMessage(
              "exp: a tape records one thread, %s, and was reached from stranger"
                  .formatted(Thread.currentThread().getName()));
    }
  }

  @Test
  void nothingIsRecordedUnlessAsked() {
    var x = Tensor.of(1, 2);
    try (var tape = new Tape()) {
      var kept = tape.record(() -> Tape.unrecorded(x::exp).add(x));
      assertThat(tape.entries()).hasSize(1);
      assertThat(tape.entries().getFirst().op()).isInstanceOf(Op.Add.class);
      assertThat(tape.entries().getFirst().output()).isSameAs(kept);
      x.exp();
      assertThat(tape.entries()).hasSize(1);
    }
  }
}
