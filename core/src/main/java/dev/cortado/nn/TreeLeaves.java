package dev.cortado.nn;

import dev.cortado.autograd.Buffer;
import dev.cortado.internal.Errors;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tree.RegressionTree;

/**
 * A column for each leaf of a tree, 1 where the row lies in it, else 0: {@code x: [n, columns] →
 * [n, leaves]}. A leaf has the rows with {@code from_c ≤ x_c < to_c} for each column {@code c}. For
 * a surface over two columns that bends in many places, such as a price over a map.
 *
 * <pre>{@code
 * var tree = RegressionTree.fit(new float[][] {{1, 2, 3, 4}}, new float[][] {{0, 0, 5, 5}}, 2, 1);
 * TreeLeaves.of(tree).predict(Tensor.of(new float[][] {{1}, {9}}));   // [[1. 0.]
 *                                                                     //  [0. 1.]]
 * }</pre>
 *
 * @param from the lower bounds, {@code [columns, leaves]}
 * @param to the upper bounds, {@code [columns, leaves]}
 */
public record TreeLeaves(Buffer from, Buffer to) implements Layer {

  /** The leaves of a tree. */
  public static TreeLeaves of(RegressionTree tree) {
    int leaves = tree.leaves().size();
    int columns = tree.leaves().getFirst().from().size();
    float[] from = new float[columns * leaves];
    float[] to = new float[columns * leaves];
    for (int c = 0; c < columns; c++) {
      for (int leaf = 0; leaf < leaves; leaf++) {
        from[c * leaves + leaf] = tree.leaves().get(leaf).from().get(c);
        to[c * leaves + leaf] = tree.leaves().get(leaf).to().get(c);
      }
    }
    var shape = Shape.of(columns, leaves);
    return new TreeLeaves(Buffer.of(Tensor.of(shape, from)), Buffer.of(Tensor.of(shape, to)));
  }

  @Override
  public Shape rowShape() {
    return Shape.of(from.shape().dim(0));
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    int columns = from.shape().dim(0);
    if (x.shape().rank() != 2 || x.shape().dim(1) != columns) {
      throw Errors.argument("treeLeaves: %s, expected [rows, %d]", x.shape(), columns);
    }
    var inside = within(x, 0);
    for (int c = 1; c < columns; c++) {
      inside = inside.mul(within(x, c));
    }
    return inside;
  }

  private Tensor within(Tensor x, int c) {
    var column = x.slice(1, c, c + 1);
    return column.ge(from.value().slice(0, c, c + 1)).mul(column.lt(to.value().slice(0, c, c + 1)));
  }
}
