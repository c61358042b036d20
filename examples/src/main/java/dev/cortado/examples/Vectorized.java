package dev.cortado.examples;

import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.Comparator;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A layer of 256 units on 500 images, row after row and all at once: the same bits, for a row's
 * result does not depend on the rows around it, in a fraction of the time.
 */
final class Vectorized {

  private Vectorized() {}

  public static void main(String[] args) {
    var x = Rng.of(1).normal(Shape.of(500, 784));
    var weight = Rng.of(2).normal(Shape.of(784, 256)).mul(0.05);
    var bias = Tensor.zeros(1, 256);

    Supplier<Tensor> rowByRow =
        () -> {
          var rows = new Tensor[500];
          for (int i = 0; i < rows.length; i++) {
            rows[i] = x.slice(0, i, i + 1).matmul(weight).add(bias).relu();
          }
          return Tensor.concat(0, rows);
        };
    Supplier<Tensor> allAtOnce = () -> x.matmul(weight).add(bias).relu();

    var slow = Timed.shortest(rowByRow);
    var fast = Timed.shortest(allAtOnce);
    IO.println("shapes " + x.shape() + " @ " + weight.shape() + " + " + bias.shape());
    IO.println("result " + fast.result().shape());
    IO.println("same bits: " + fast.result().sameBits(slow.result()));
    IO.println("faster: " + (fast.nanos() < slow.nanos()));
  }

  private record Timed(Tensor result, long nanos) {

    /** Of several times the shortest is the least disturbed. */
    static Timed shortest(Supplier<Tensor> work) {
      return Stream.generate(() -> once(work))
          .limit(20)
          .min(Comparator.comparingLong(Timed::nanos))
          .orElseThrow();
    }

    private static Timed once(Supplier<Tensor> work) {
      long start = System.nanoTime();
      var result = work.get();
      return new Timed(result, System.nanoTime() - start);
    }
  }
}

// prints
// shapes [500, 784] @ [784, 256] + [1, 256]
// result [500, 256]
// same bits: true
// faster: true
