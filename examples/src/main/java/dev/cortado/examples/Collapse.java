package dev.cortado.examples;

import dev.cortado.tensor.Tensor;

/**
 * Layers without an activation between them are one layer: {@code (x·W¹ + b¹)·W² + b²} is {@code
 * x·(W¹·W²) + (b¹·W² + b²)}. With rows in columns, as many books write, it is {@code y = (W²W¹)x +
 * (W²b¹ + b²)}.
 */
final class Collapse {

  private Collapse() {}

  public static void main(String[] args) {
    var x = Tensor.of(new float[][] {{1, 2}, {-3, 1}, {0, -2}});
    var w1 = Tensor.of(new float[][] {{1, -2, 3}, {2, 1, -1}});
    var b1 = Tensor.of(1, 0, -2);
    var w2 = Tensor.of(new float[][] {{2, 1}, {-1, 3}, {1, 1}});
    var b2 = Tensor.of(0, 5);

    var weight = w1.matmul(w2);
    var bias = b1.matmul(w2).add(b2);
    IO.println("one weight\n" + weight + "\none bias\n" + bias);

    var hidden = x.matmul(w1).add(b1);
    IO.println("two layers\n" + hidden.matmul(w2).add(b2));
    IO.println("one layer\n" + x.matmul(weight).add(bias));
    IO.println("two layers with ReLU between\n" + hidden.relu().matmul(w2).add(b2));
  }
}

// prints
// one weight
// [[ 7. -2.]
//  [ 2.  4.]]
// one bias
// [0. 4.]
// two layers
// [[ 11.  10.]
//  [-19.  14.]
//  [ -4.  -4.]]
// one layer
// [[ 11.  10.]
//  [-19.  14.]
//  [ -4.  -4.]]
// two layers with ReLU between
// [[12. 11.]
//  [-7. 26.]
//  [ 0.  5.]]
