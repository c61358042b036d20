package dev.cortado.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrangementTest {

  private static final Tensor X = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}});

  @Test
  void reshapeKeepsTheOrderOfTheElements() {
    assertThat(X.reshape(3, 2)).hasToString("[[1. 2.]\n [3. 4.]\n [5. 6.]]");
    assertThat(X.flatten()).hasToString("[1. 2. 3. 4. 5. 6.]");
    assertThat(Tensor.scalar(3).reshape(1, 1)).hasToString("[[3.]]");
    assertThat(Tensor.of(3).reshape()).hasToString("3.0");
    assertThat(Tensor.scalar(3).flatten()).hasToString("[3.]");
  }

  @Test
  void oneLengthMayFollowFromTheOthers() {
    assertThat(X.reshape(-1).shape()).isEqualTo(Shape.of(6));
    assertThat(X.reshape(2, -1, 1).shape()).isEqualTo(Shape.of(2, 3, 1));
    assertThat(Tensor.zeros(0, 3).reshape(-1, 3).shape()).isEqualTo(Shape.of(0, 3));
    assertThat(Tensor.zeros(0, 3).reshape(5, -1).shape()).isEqualTo(Shape.of(5, 0));
  }

  @Test
  void anEmptyTensorTakesAnyEmptyShape() {
    assertThat(Tensor.zeros(0, 3).reshape(7, 0).shape()).isEqualTo(Shape.of(7, 0));
  }

  @Test
  void expandAddsAnAxisAndSqueezeTakesItAway() {
    assertThat(X.expand(0).shape()).isEqualTo(Shape.of(1, 2, 3));
    assertThat(X.expand(1).shape()).isEqualTo(Shape.of(2, 1, 3));
    assertThat(X.expand(2).shape()).isEqualTo(Shape.of(2, 3, 1));
    assertThat(X.expand(-1).shape()).isEqualTo(Shape.of(2, 3, 1));
    assertThat(X.expand(-3).shape()).isEqualTo(Shape.of(1, 2, 3));
    assertThat(Tensor.scalar(1).expand(0).shape()).isEqualTo(Shape.of(1));
    assertThat(X.expand(1).squeeze(1).sameBits(X)).isTrue();
    assertThat(X.expand(-1).squeeze(-1).sameBits(X)).isTrue();
  }

  @Test
  void transposeExchangesRowsAndColumns() {
    assertThat(X.transpose()).hasToString("[[1. 4.]\n [2. 5.]\n [3. 6.]]");
    assertThat(Tensor.zeros(5, 2, 3).transpose().shape()).isEqualTo(Shape.of(5, 3, 2));
    assertThat(Tensor.zeros(0, 3).transpose().shape()).isEqualTo(Shape.of(3, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 31, 32, 33, 65, 100})
  void aLargeTransposeMovesEveryElement(int n) {
    var x = Tensor.range(n * 70).reshape(n, 70);
    var turned = x.transpose();
    for (int r = 0; r < n; r++) {
      for (int c = 0; c < 70; c++) {
        assertThat(turned.at(c, r)).isEqualTo(x.at(r, c));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void everyPermutationOfTheAxesMovesEveryElement(int rank) {
    int[] dims = {3, 2, 4, 5};
    var shape = Shape.of(Arrays.copyOf(dims, rank));
    var x = Tensor.range(shape.size()).reshape(shape);
    for (var order : permutations(rank)) {
      var moved = x.permute(order);
      int[] index = new int[rank];
      for (int i = 0; i < x.size(); i++) {
        int rest = i;
        for (int axis = rank - 1; axis >= 0; axis--) {
          index[axis] = rest % dims[axis];
          rest /= dims[axis];
        }
        int[] there = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
          there[axis] = index[order[axis]];
        }
        assertThat(moved.at(there)).isEqualTo(i);
      }
    }
  }

  private static List<int[]> permutations(int rank) {
    var all = new ArrayList<int[]>();
    for (int code = 0; code < Math.pow(rank, rank); code++) {
      int[] order = new int[rank];
      int seen = 0;
      int rest = code;
      for (int i = 0; i < rank; i++) {
        order[i] = rest % rank;
        seen |= 1 << order[i];
        rest /= rank;
      }
      if (seen == (1 << rank) - 1) {
        all.add(order);
      }
    }
    return all;
  }

  @Test
  void broadcastToRepeats() {
    assertThat(Tensor.of(1, 2).broadcastTo(Shape.of(2, 2))).hasToString("[[1. 2.]\n [1. 2.]]");
    assertThat(Tensor.of(1, 2).reshape(2, 1).broadcastTo(Shape.of(2, 3)))
        .hasToString("[[1. 1. 1.]\n [2. 2. 2.]]");
    assertThat(Tensor.scalar(7).broadcastTo(Shape.of(2, 1, 2)))
        .hasToString("[[[7. 7.]]\n\n [[7. 7.]]]");
    assertThat(Tensor.of(1).broadcastTo(Shape.of(0)).size()).isZero();
  }

  @Test
  void sliceTakesARange() {
    assertThat(X.slice(0, 1, 2)).hasToString("[[4. 5. 6.]]");
    assertThat(X.slice(-1, 1, 3)).hasToString("[[2. 3.]\n [5. 6.]]");
    assertThat(X.slice(1, 3, 3).shape()).isEqualTo(Shape.of(2, 0));
    assertThat(X.slice(0, 0, 2).sameBits(X)).isTrue();
    var cube = Tensor.range(24).reshape(2, 3, 4);
    assertThat(cube.slice(1, 1, 2).flatten()).hasToString("[ 4.  5.  6.  7. 16. 17. 18. 19.]");
  }

  @Test
  void aRowIsAnEntryOfTheFirstAxis() {
    assertThat(X.row(0)).hasToString("[1. 2. 3.]");
    assertThat(X.row(-1)).hasToString("[4. 5. 6.]");
    assertThat(X.flatten().row(2)).hasToString("3.0");
  }

  @Test
  void concatJoinsAlongAnAxisThatIsThere() {
    assertThat(Tensor.concat(0, X, Tensor.zeros(1, 3)))
        .hasToString("[[1. 2. 3.]\n [4. 5. 6.]\n [0. 0. 0.]]");
    assertThat(Tensor.concat(-1, X, Tensor.zeros(2, 0), X.slice(1, 0, 1)))
        .hasToString("[[1. 2. 3. 1.]\n [4. 5. 6. 4.]]");
    assertThat(Tensor.concat(0, X).sameBits(X)).isTrue();
  }

  @Test
  void stackJoinsAlongANewAxis() {
    var a = Tensor.of(1, 2);
    var b = Tensor.of(3, 4);
    assertThat(Tensor.stack(0, a, b)).hasToString("[[1. 2.]\n [3. 4.]]");
    assertThat(Tensor.stack(1, a, b)).hasToString("[[1. 3.]\n [2. 4.]]");
    assertThat(Tensor.stack(-1, a, b)).hasToString("[[1. 3.]\n [2. 4.]]");
    assertThat(Tensor.stack(0, Tensor.scalar(1), Tensor.scalar(2))).hasToString("[1. 2.]");
  }

  @Test
  void slicesJoinedAgainAreTheWhole() {
    var cube = Tensor.range(60).reshape(3, 4, 5);
    for (int axis = 0; axis < 3; axis++) {
      var parts =
          Tensor.concat(
              axis,
              cube.slice(axis, 0, 1),
              cube.slice(axis, 1, 1),
              cube.slice(axis, 1, cube.shape().dim(axis)));
      assertThat(parts.sameBits(cube)).isTrue();
    }
  }

  @Test
  void gatherPicksEntriesInTheOrderOfTheIndex() {
    assertThat(X.gather(Tensor.of(1, 0, 1))).hasToString("[[4. 5. 6.]\n [1. 2. 3.]\n [4. 5. 6.]]");
    assertThat(X.gather(Tensor.of(2, 2), -1)).hasToString("[[3. 3.]\n [6. 6.]]");
    assertThat(X.gather(Tensor.scalar(1), 0)).hasToString("[4. 5. 6.]");
    assertThat(X.gather(Tensor.of(-0f), 0)).hasToString("[[1. 2. 3.]]");
    assertThat(X.gather(Tensor.zeros(2, 4), 1).shape()).isEqualTo(Shape.of(2, 2, 4));
    assertThat(X.gather(Tensor.zeros(0), 0).shape()).isEqualTo(Shape.of(0, 3));
  }

  @Test
  void scatterAddIsTheReverseOfGather() {
    assertThat(X.scatterAdd(Tensor.of(2, 0), 0, 3))
        .hasToString("[[4. 5. 6.]\n [0. 0. 0.]\n [1. 2. 3.]]");
    assertThat(X.scatterAdd(Tensor.of(1, 1), 0, 2)).hasToString("[[0. 0. 0.]\n [5. 7. 9.]]");
    assertThat(X.scatterAdd(Tensor.of(0, 0, 1), 1, 2)).hasToString("[[3. 3.]\n [9. 6.]]");
    assertThat(X.scatterAdd(Tensor.of(0, 0, 1), -1, 2)).hasToString("[[3. 3.]\n [9. 6.]]");
    assertThat(Tensor.of(1, 2).scatterAdd(Tensor.scalar(1), 0, 3))
        .hasToString("[[0. 0.]\n [1. 2.]\n [0. 0.]]");
    assertThat(X.scatterAdd(Tensor.of(new float[][] {{0, 1, 0}, {1, 1, 1}}), 0, 2))
        .hasToString("[ 4. 17.]");
  }

  @Test
  void oneHotMarksAClass() {
    assertThat(Tensor.of(2, 0).oneHot(3)).hasToString("[[0. 0. 1.]\n [1. 0. 0.]]");
    assertThat(Tensor.scalar(1).oneHot(2)).hasToString("[0. 1.]");
    assertThat(Tensor.zeros(2, 3).oneHot(4).shape()).isEqualTo(Shape.of(2, 3, 4));
    assertThat(Tensor.zeros(0).oneHot(4).shape()).isEqualTo(Shape.of(0, 4));
  }
}
