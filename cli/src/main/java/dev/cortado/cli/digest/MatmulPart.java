package dev.cortado.cli.digest;

import dev.cortado.tensor.Tensor;

/** Matrix products: sizes beside those of tiles and blocks, all transpositions, batches. */
final class MatmulPart {

  /** {@code m, k, n}, computed with each operand transposed or not. */
  private static final int[][] SMALL = {
    {1, 1, 1},
    {1, 513, 1},
    {3, 0, 2},
    {1, 40, 65},
    {65, 40, 1},
    {2, 20, 1},
    {4, 4, 4},
    {5, 3, 7},
    {7, 17, 15},
    {8, 16, 48},
    {9, 31, 49},
    {12, 33, 31},
    {16, 65, 17},
    {8, 512, 3},
    {9, 511, 5},
    {33, 13, 47}
  };

  /** {@code m, k, n}, large enough to be split among threads; one combination of transposition. */
  private static final int[][] LARGE = {
    {17, 1025, 33},
    {130, 33, 131},
    {65, 37, 64},
    {257, 7, 150},
    {5, 1537, 20},
    {1030, 3, 49},
    {9, 3, 1541}
  };

  private MatmulPart() {}

  static void compute(TensorHash hash) {
    for (int i = 0; i < SMALL.length; i++) {
      for (int storage = 0; storage < 4; storage++) {
        product(hash, i, SMALL[i], storage);
      }
    }
    for (int i = 0; i < LARGE.length; i++) {
      product(hash, i, LARGE[i], i % 4);
    }
    batches(hash);
    var special = Inputs.special();
    hash.add(special.expand(1).matmul(special.expand(0)), special.matmul(special));
  }

  private static void product(TensorHash hash, int seed, int[] size, int storage) {
    int m = size[0];
    int k = size[1];
    int n = size[2];
    boolean aTransposed = (storage & 1) == 1;
    boolean bTransposed = (storage & 2) == 2;
    var a = aTransposed ? Inputs.even(seed, k, m) : Inputs.even(seed, m, k);
    var b = bTransposed ? Inputs.even(-seed, n, k) : Inputs.even(-seed, k, n);
    hash.add(Tensor.matmul(a, aTransposed, b, bTransposed));
  }

  private static void batches(TensorHash hash) {
    var a = Inputs.even(1, 3, 1, 9, 21);
    hash.add(a.matmul(Inputs.even(2, 2, 21, 19)), a.matmul(Inputs.even(3, 21, 35)));
    hash.add(Inputs.even(4, 9).matmul(a.transpose().reshape(3, 21, 9).transpose()));
    hash.add(Inputs.even(5, 4, 30).matmul(Inputs.even(6, 30)));
  }
}
