package dev.cortado.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ArithmeticTest {

  private static final float NAN = Float.NaN;
  private static final float INFINITY = Float.POSITIVE_INFINITY;
  private static final Tensor A = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}});
  private static final Tensor ROW = Tensor.of(-1, 0, 1);
  private static final Tensor COLUMN = Tensor.of(new float[][] {{-1}, {0}, {1}});

  @Test
  void theFourOperations() {
    var x = Tensor.of(1, -2, 3);
    var y = Tensor.of(4, 5, -8);
    assertThat(x.add(y).toArray()).containsExactly(5, 3, -5);
    assertThat(x.sub(y).toArray()).containsExactly(-3, -7, 11);
    assertThat(x.mul(y).toArray()).containsExactly(4, -10, -24);
    assertThat(x.div(y).toArray()).containsExactly(0.25f, -0.4f, -0.375f);
  }

  @Test
  void aNumberGoesToEveryElement() {
    var x = Tensor.of(1, -2);
    assertThat(x.add(1.5).toArray()).containsExactly(2.5f, -0.5f);
    assertThat(x.sub(1.5).toArray()).containsExactly(-0.5f, -3.5f);
    assertThat(x.mul(-2).toArray()).containsExactly(-2, 4);
    assertThat(x.div(4).toArray()).containsExactly(0.25f, -0.5f);
  }

  @Test
  void operandsStayAsTheyWere() {
    var x = Tensor.of(1, 2);
    var y = Tensor.of(3, 4);
    assertThat(x.add(y).mul(y).sub(x)).isNotSameAs(x);
    assertThat(x.toArray()).containsExactly(1, 2);
    assertThat(y.toArray()).containsExactly(3, 4);
  }

  /** The examples of the lecture on arrays: rows and columns are stretched, or it fails. */
  @Nested
  class Broadcasting {

    @Test
    void aColumnPlusARowIsATable() {
      var column = Tensor.of(new float[][] {{1}, {2}, {3}, {4}});
      var row = Tensor.of(new float[][] {{5, -5, 5, -5, 5}});
      assertThat(column.add(row))
          .hasToString(
              """
              [[ 6. -4.  6. -4.  6.]
               [ 7. -3.  7. -3.  7.]
               [ 8. -2.  8. -2.  8.]
               [ 9. -1.  9. -1.  9.]]\
              """);
    }

    @Test
    void aRowMultipliesTheColumnsOfAMatrix() {
      var expected =
          """
          [[-1.  0.  3.]
           [-4.  0.  6.]
           [-7.  0.  9.]]\
          """;
      assertThat(A.mul(ROW)).hasToString(expected);
      assertThat(A.mul(ROW.reshape(1, 3))).hasToString(expected);
      assertThat(ROW.mul(A)).hasToString(expected);
    }

    @Test
    void aColumnDividesTheRowsOfAMatrix() {
      assertThat(A.div(COLUMN))
          .hasToString(
              """
              [[-1. -2. -3.]
               [inf inf inf]
               [ 7.  8.  9.]]\
              """);
    }

    @Test
    void aRowTimesAColumnIsTheOuterProduct() {
      assertThat(ROW.reshape(1, 3).mul(COLUMN))
          .hasToString(
              """
              [[ 1. -0. -1.]
               [-0.  0.  0.]
               [-1.  0.  1.]]\
              """);
    }

    @Test
    void tenAndFiveByOneAreFiveByTen() {
      var sum = Tensor.range(10).add(Tensor.range(5).reshape(5, 1));
      assertThat(sum.shape()).isEqualTo(Shape.of(5, 10));
      assertThat(sum.at(4, 9)).isEqualTo(13);
    }

    @Test
    void tenAndOneByFiveDoNotFit() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Tensor.range(10).add(Tensor.range(5).reshape(1, 5)))
          .withMessage("add: [10] and [1, 5]: dimension 1 is 10 vs 5\n  [   10]\n  [1,  5]");
    }

    @Test
    void anAxisIsAddedOnTheLeftAndNeverOnTheRight() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Tensor.zeros(3, 4).add(Tensor.zeros(3)))
          .withMessage("add: [3, 4] and [3]: dimension 1 is 4 vs 3\n  [3, 4]\n  [   3]");
    }

    @Test
    void oneByTenAndOneByTenByOneAreOneByTenByTen() {
      var sum = Tensor.range(10).reshape(1, 10).add(Tensor.range(10).reshape(1, 10, 1));
      assertThat(sum.shape()).isEqualTo(Shape.of(1, 10, 10));
      assertThat(sum.at(0, 3, 4)).isEqualTo(7);
    }

    @Test
    void aBatchThroughASoftmaxLayerHasARowForEachExample() {
      var rng = Rng.of(1);
      var x = rng.at("x").normal(Shape.of(64, 784));
      var w = rng.at("w").normal(Shape.of(784, 10)).mul(0.05);
      var b = rng.at("b").normal(Shape.of(1, 10));
      var p = x.matmul(w).add(b).softmax(1);
      assertThat(p.shape()).isEqualTo(Shape.of(64, 10));
      assertThat(p.sum(1).sub(1).abs().max().item()).isLessThan(1e-6f);
    }

    @Test
    void nothingStretchesToNothing() {
      assertThat(Tensor.zeros(0, 3).add(Tensor.of(1, 2, 3)).shape()).isEqualTo(Shape.of(0, 3));
      assertThat(Tensor.zeros(2, 1).mul(Tensor.zeros(0)).shape()).isEqualTo(Shape.of(2, 0));
    }

    @Test
    void everyElementMeetsItsPartnerInAnyCombinationOfAxes() {
      int[] lengths = {2, 3, 1, 2};
      for (int code = 0; code < 256; code++) {
        int[] a = new int[4];
        int[] b = new int[4];
        int[] both = new int[4];
        for (int i = 0; i < 4; i++) {
          a[i] = (code & 1 << i) == 0 ? 1 : lengths[i];
          b[i] = (code & 16 << i) == 0 ? 1 : lengths[i];
          both[i] = Math.max(a[i], b[i]);
        }
        var x = Tensor.range(Shape.of(a).size()).reshape(a);
        var y = Tensor.range(Shape.of(b).size()).add(100).reshape(b);
        var difference = x.sub(y);
        assertThat(difference.shape()).isEqualTo(Shape.of(both));
        for (int i = 0; i < difference.size(); i++) {
          int[] at = index(both, i);
          assertThat(difference.at(at)).isEqualTo(x.at(held(at, a)) - y.at(held(at, b)));
        }
      }
    }

    private static int[] index(int[] dims, int element) {
      int[] index = new int[dims.length];
      int rest = element;
      for (int axis = dims.length - 1; axis >= 0; axis--) {
        index[axis] = rest % dims[axis];
        rest /= dims[axis];
      }
      return index;
    }

    private static int[] held(int[] index, int[] dims) {
      int[] held = index.clone();
      for (int axis = 0; axis < dims.length; axis++) {
        held[axis] = dims[axis] == 1 ? 0 : index[axis];
      }
      return held;
    }
  }

  @Test
  void comparisonsGiveOneOrZero() {
    var x = Tensor.of(1, 2, 3);
    var y = Tensor.of(2, 2, 2);
    assertThat(x.eq(y).toArray()).containsExactly(0, 1, 0);
    assertThat(x.ne(y).toArray()).containsExactly(1, 0, 1);
    assertThat(x.lt(y).toArray()).containsExactly(1, 0, 0);
    assertThat(x.le(y).toArray()).containsExactly(1, 1, 0);
    assertThat(x.gt(y).toArray()).containsExactly(0, 0, 1);
    assertThat(x.ge(y).toArray()).containsExactly(0, 1, 1);
    assertThat(x.lt(2).toArray()).containsExactly(1, 0, 0);
    assertThat(x.gt(2).toArray()).containsExactly(0, 0, 1);
  }

  @Test
  void aNaNIsOnlyUnequal() {
    var x = Tensor.of(NAN, NAN);
    var y = Tensor.of(NAN, 1);
    assertThat(x.ne(y).toArray()).containsOnly(1);
    assertThat(x.eq(y).add(x.lt(y)).add(x.le(y)).add(x.gt(y)).add(x.ge(y)).toArray())
        .containsOnly(0);
  }

  @Test
  void comparisonsBroadcastBothWays() {
    assertThat(A.ge(COLUMN.mul(7))).hasToString("[[1. 1. 1.]\n [1. 1. 1.]\n [1. 1. 1.]]");
    assertThat(Tensor.scalar(5).gt(A)).hasToString("[[1. 1. 1.]\n [1. 0. 0.]\n [0. 0. 0.]]");
    assertThat(A.le(Tensor.scalar(5))).hasToString("[[1. 1. 1.]\n [1. 1. 0.]\n [0. 0. 0.]]");
  }

  @Test
  void minusZeroEqualsZeroAndKeepsItsSign() {
    var minus = Tensor.of(-0f);
    assertThat(minus.eq(Tensor.of(0f)).item()).isEqualTo(1);
    assertThat(minus.sub(0).sameBits(minus)).isTrue();
    assertThat(minus.add(Tensor.of(-0f)).sameBits(minus)).isTrue();
    assertThat(Tensor.of(0f).neg().sameBits(minus)).isTrue();
    assertThat(minus.abs().sameBits(Tensor.of(0f))).isTrue();
    assertThat(minus.relu().sameBits(Tensor.of(0f))).isTrue();
    assertThat(Tensor.of(1f).div(minus).item()).isEqualTo(-INFINITY);
  }

  @Test
  void whereTakesFromOneOrTheOther() {
    var condition = Tensor.of(1, 0, -2, NAN);
    assertThat(condition.where(Tensor.scalar(7), Tensor.range(4)).toArray())
        .containsExactly(7, 1, 7, 7);
  }

  @Test
  void whereLetsWhatIsNotPickedDoNoHarm() {
    var x = Tensor.of(0, 4);
    var safe = x.gt(0).where(x.log(), Tensor.scalar(0));
    assertThat(safe.at(0)).isZero();
    assertThat(safe.at(1)).isEqualTo(1.3862944f);
  }

  @Test
  void whereBroadcastsAllThree() {
    var picked = COLUMN.where(Tensor.zeros(1, 1, 1), ROW);
    assertThat(picked).hasToString("[[[ 0.  0.  0.]\n  [-1.  0.  1.]\n  [ 0.  0.  0.]]]");
  }

  @Test
  void maximumAndMinimumHandOnNaNAndTellZerosApart() {
    var x = Tensor.of(1, NAN, 3, -0f, 0);
    var y = Tensor.of(2, 1, NAN, 0, -0f);
    assertThat(x.maximum(y).sameBits(Tensor.of(2, NAN, NAN, 0, 0))).isTrue();
    assertThat(x.minimum(y).sameBits(Tensor.of(1, NAN, NAN, -0f, -0f))).isTrue();
  }

  @Test
  void clipCutsOffAndHandsOnNaN() {
    var x = Tensor.of(-2, -1, 0.5f, 1, 2, NAN, INFINITY, -INFINITY);
    assertThat(x.clip(-1, 1).sameBits(Tensor.of(-1, -1, 0.5f, 1, 1, NAN, 1, -1))).isTrue();
    assertThat(x.clip(0, INFINITY).sameBits(Tensor.of(0, 0, 0.5f, 1, 2, NAN, INFINITY, 0)))
        .isTrue();
    assertThat(Tensor.of(1, 5).clip(3, 3).toArray()).containsExactly(3, 3);
  }

  @Test
  void powersOfWholeNumbersAreProducts() {
    var x = Tensor.of(-3, 0, 2);
    assertThat(x.pow(0).toArray()).containsOnly(1);
    assertThat(x.pow(1).toArray()).containsExactly(-3, 0, 2);
    assertThat(x.pow(3).toArray()).containsExactly(-27, 0, 8);
    assertThat(x.pow(10).toArray()).containsExactly(59049, 0, 1024);
    assertThat(x.pow(-1).toArray()).containsExactly(-1 / 3f, INFINITY, 0.5f);
    assertThat(x.pow(-2).toArray()).containsExactly(1 / 9f, INFINITY, 0.25f);
    assertThat(Tensor.of(-1, 2).pow(Integer.MIN_VALUE).toArray()).containsExactly(1, 0);
  }

  @Test
  void aWholeExponentMayBeADouble() {
    assertThat(Tensor.of(-3, 0).pow(2.0).toArray()).containsExactly(9, 0);
    assertThat(Tensor.of(-3, 0).pow(0.0).toArray()).containsExactly(1, 1);
  }

  @Test
  void aBrokenExponentIsForPositiveNumbers() {
    var roots = Tensor.of(4, 0, -4, INFINITY).pow(0.5).toArray();
    assertThat(roots).containsExactly(2, 0, NAN, INFINITY);
  }

  @Test
  void signIsMinusOneZeroOrOne() {
    assertThat(Tensor.of(-5, -0f, 0, Float.MIN_VALUE).sign().toArray())
        .containsExactly(-1, 0, 0, 1);
  }

  @Test
  void functionsAtTheEdges() {
    assertThat(Tensor.of(0, -1, INFINITY).log().toArray())
        .containsExactly(-INFINITY, NAN, INFINITY);
    assertThat(Tensor.of(-1, -2, 0).log1p().toArray()).containsExactly(-INFINITY, NAN, 0);
    assertThat(Tensor.of(1e4f, -1e4f, 0).exp().toArray()).containsExactly(INFINITY, 0, 1);
    assertThat(Tensor.of(1e4f, -1e4f, 0).expm1().toArray()).containsExactly(INFINITY, -1, 0);
    assertThat(Tensor.of(1e4f, -1e4f, 0).sigmoid().toArray()).containsExactly(1, 0, 0.5f);
    assertThat(Tensor.of(1e4f, -1e4f).softplus().toArray()).containsExactly(1e4f, 0);
    assertThat(Tensor.of(1e4f, -1e4f, 0).tanh().toArray()).containsExactly(1, -1, 0);
    assertThat(Tensor.of(1e4f, -1e4f, 0).erf().toArray()).containsExactly(1, -1, 0);
    assertThat(Tensor.of(0, 4, -1).sqrt().toArray()).containsExactly(0, 2, NAN);
    assertThat(Tensor.of(0, 4, -0f).reciprocal().toArray())
        .containsExactly(INFINITY, 0.25f, -INFINITY);
  }

  @Test
  void everyFunctionHandsOnNaN() {
    var x = Tensor.of(NAN);
    assertThat(
            Tensor.concat(
                    0,
                    x.exp(),
                    x.expm1(),
                    x.log(),
                    x.log1p(),
                    x.tanh(),
                    x.sigmoid(),
                    x.softplus(),
                    x.erf(),
                    x.relu(),
                    x.sqrt(),
                    x.abs(),
                    x.neg(),
                    x.square(),
                    x.reciprocal(),
                    x.pow(3),
                    x.pow(0.5))
                .toArray())
        .containsOnly(NAN);
  }
}
