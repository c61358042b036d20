package dev.cortado.examples;

import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/**
 * How shapes meet: aligned at the right, missing axes count as 1, an axis of 1 is repeated, and
 * whatever else differs is an error.
 */
final class Broadcasting {

  private Broadcasting() {}

  public static void main(String[] args) {
    // A column and a row make a table.
    var column = Tensor.of(new float[][] {{1}, {2}, {3}, {4}});
    IO.println(column.add(Tensor.of(5, -5, 5, -5, 5)));

    var x = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}});
    IO.println(x.mul(Tensor.of(-1, 0, 1)));
    IO.println(x.div(Tensor.of(new float[][] {{2}, {4}, {8}})));
    IO.println(Tensor.of(1, 2, 3).mul(column.slice(0, 0, 3)));

    exercise(Shape.of(10), Shape.of(5, 1));
    exercise(Shape.of(10), Shape.of(1, 5));
    exercise(Shape.of(1, 10), Shape.of(1, 10, 1));
    exercise(Shape.of(4, 1), Shape.of(5, 1));
    exercise(Shape.of(64, 10), Shape.of(1, 10));
  }

  private static void exercise(Shape a, Shape b) {
    try {
      IO.println(a + " + " + b + " = " + Tensor.zeros(a).add(Tensor.zeros(b)).shape());
    } catch (IllegalArgumentException mismatch) {
      IO.println(a + " + " + b + " fails: " + mismatch.getMessage());
    }
  }
}

// prints
// [[ 6. -4.  6. -4.  6.]
//  [ 7. -3.  7. -3.  7.]
//  [ 8. -2.  8. -2.  8.]
//  [ 9. -1.  9. -1.  9.]]
// [[-1.  0.  3.]
//  [-4.  0.  6.]
//  [-7.  0.  9.]]
// [[0.5   1.    1.5  ]
//  [1.    1.25  1.5  ]
//  [0.875 1.    1.125]]
// [[1. 2. 3.]
//  [2. 4. 6.]
//  [3. 6. 9.]]
// [10] + [5, 1] = [5, 10]
// [10] + [1, 5] fails: add: [10] and [1, 5]: dimension 1 is 10 vs 5
//   [   10]
//   [1,  5]
// [1, 10] + [1, 10, 1] = [1, 10, 10]
// [4, 1] + [5, 1] fails: add: [4, 1] and [5, 1]: dimension 0 is 4 vs 5
//   [4, 1]
//   [5, 1]
// [64, 10] + [1, 10] = [64, 10]
