package dev.cortado.nn;

import static dev.cortado.nn.Doubles.assertEach;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cortado.autograd.check.GradCheck;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tree.RegressionTree;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is done to the columns of a table: embeddings of numbers and of categories. */
class ColumnLayersTest {

  private static final List<List<Double>> EDGES =
      List.of(List.of(-1.0, 0.25, 1.0, 3.0), List.of(-2.0, 2.0));

  /** Away from the edges, where a code has a kink. */
  private static final Tensor X =
      Tensor.of(new float[][] {{-1.5f, 0.5f}, {0, -3}, {0.5f, 1}, {2, 2.5f}, {4, 0}});

  private static void assertGradients(Layer layer, Tensor x) {
    layer.start(Rng.of(1));
    var weights = Rng.of(2).at("weights").normal(layer.predict(x).shape());
    GradCheck.of(() -> layer.predict(x).mul(weights), layer.parameters()).requireAgreement();
  }

  @Test
  void gradientsAgreeWithMovingEachNumber() {
    assertGradients(PeriodicEmbedding.of(2, 5, 0.3, 3), X);
    var weights = Rng.of(2).at("weights").normal(Shape.of(5, 4));
    GradCheck.of(x -> PiecewiseLinear.of(EDGES).predict(x).mul(weights), X).requireAgreement();
    assertGradients(PiecewiseLinearEmbedding.of(EDGES, 3), X);
    assertGradients(CategoryEmbedding.of(3, 2), Tensor.of(new float[][] {{0}, {2}, {-1}, {2}}));
    assertGradients(ValueEmbedding.of(2, 5, 7), Tensor.of(new float[][] {{7}, {5}, {6}, {7}}));
    var periodic = PeriodicEmbedding.of(2, 5, 0.3, 3);
    periodic.start(Rng.of(1));
    GradCheck.of(periodic::predict, X).requireAgreement();
  }

  @Test
  void periodicEmbeddingsAreTheNumberAndCombinationsOfCosines() {
    var layer = PeriodicEmbedding.of(2, 5, 0.3, 3);
    layer.start(Rng.of(1));
    assertEach(
        layer.predict(X),
        at -> {
          int column = at[1] / 3;
          int number = at[1] % 3 - 1;
          double x = X.at(at[0], column);
          if (number < 0) {
            return x;
          }
          double sum = layer.bias().value().at(column, 0, number);
          for (int k = 0; k < 5; k++) {
            double angle =
                2 * Math.PI * layer.frequency().value().at(column, 0, k) * x
                    + layer.phase().value().at(column, 0, k);
            sum += layer.weight().value().at(column, k, number) * Math.cos(angle);
          }
          return sum;
        });
  }

  @Test
  void periodicEmbeddingsStartAsInRealMlp() {
    var layer = PeriodicEmbedding.of(400);
    layer.start(Rng.of(1));
    assertThat(layer.predict(Tensor.zeros(1, 400)).shape()).isEqualTo(Shape.of(1, 1600));
    assertThat(Math.sqrt(layer.frequency().value().variance().item())).isBetween(0.097, 0.103);
    assertThat(layer.phase().value().max().item()).isBetween(3.13f, 3.1416f);
    assertThat(layer.weight().value().max().item()).isBetween(0.249f, 0.25f);
    assertThat(layer.bias().value().min().item()).isBetween(-0.25f, -0.249f);
  }

  /** {@code bin} of {@code column} for {@code x}, from the paper's formula. */
  private static double code(double x, int column, int bin) {
    var edges = EDGES.get(column);
    if (bin >= edges.size() - 1) {
      return 0;
    }
    double share = (x - edges.get(bin)) / (edges.get(bin + 1) - edges.get(bin));
    double atLeast = bin == 0 ? share : Math.max(share, 0);
    return bin == edges.size() - 2 ? atLeast : Math.min(atLeast, 1);
  }

  @Test
  void piecewiseLinearCodesTellTheShareOfEachBinThatIsPassed() {
    assertEach(
        PiecewiseLinear.of(EDGES).predict(X),
        at -> at[1] < 3 ? code(X.at(at[0], 0), 0, at[1]) : code(X.at(at[0], 1), 1, 0));
  }

  @Test
  void aBoundedCodeIsThatOfTheEdgeBeyondIt() {
    var code = PiecewiseLinear.of(EDGES).bounded();
    var beyond = Tensor.of(new float[][] {{-1e9f, -5}, {1e9f, 5}, {0, 1}});
    var edges = Tensor.of(new float[][] {{-1, -2}, {3, 2}, {0, 1}});
    assertThat(code.predict(beyond).toArray()).isEqualTo(code.predict(edges).toArray());
    assertThat(code.predict(edges).toArray())
        .isEqualTo(PiecewiseLinear.of(EDGES).predict(edges).toArray());
  }

  @Test
  void piecewiseLinearEmbeddingsAddACodeToALinearEmbedding() {
    var layer = PiecewiseLinearEmbedding.of(EDGES, 3);
    layer.start(Rng.of(1));
    assertThat(layer.weight().value().toArray()).containsOnly(0);
    layer.weight().set(Rng.of(5).normal(layer.weight().shape()));
    assertEach(
        layer.predict(X),
        at -> {
          int column = at[1] / 3;
          int number = at[1] % 3;
          double x = X.at(at[0], column);
          double y =
              x * layer.linear().value().at(column, 0, number)
                  + layer.bias().value().at(column, 0, number);
          for (int bin = 0; bin < 3; bin++) {
            y += code(x, column, bin) * layer.weight().value().at(column, bin, number);
          }
          return y;
        });
  }

  @Test
  void treeLeavesTellInWhichLeafARowLies() {
    float[][] columns = {{1, 2, 3, 4, 5, 6}, {0, 1, 0, 1, 0, 1}};
    float[][] targets = {{0, 0, 0, 5, 1, 9}};
    var tree = RegressionTree.fit(columns, targets, 4, 1);
    var layer = TreeLeaves.of(tree);
    assertThat(layer.rowShape()).isEqualTo(Shape.of(2));
    var x = Tensor.of(columns).transpose().keep();
    var code = layer.predict(x);
    assertThat(code.sum(1).toArray()).containsOnly(1);
    assertEach(
        code,
        at -> {
          var leaf = tree.leaves().get(at[1]);
          boolean inside = true;
          for (int c = 0; c < 2; c++) {
            float value = columns[c][at[0]];
            inside &= value >= leaf.from().get(c) && value < leaf.to().get(c);
          }
          return inside ? 1 : 0;
        });
    // Rows beyond those of the fit lie in the outer leaves.
    assertThat(layer.predict(Tensor.of(new float[][] {{-1e30f, 7}, {1e30f, -7}})).sum(1).toArray())
        .containsOnly(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> layer.predict(Tensor.zeros(2, 3)))
        .withMessage("treeLeaves: [2, 3], expected [rows, 2]");
  }

  @Test
  void projectionsAreSumsWithGivenWeights() {
    var layer = Projection.of(new float[][] {{1, 0.5f, -2}, {0, 0.25f, 3}});
    assertEach(
        layer.predict(X),
        at ->
            X.at(at[0], 0) * layer.weight().value().at(0, at[1])
                + X.at(at[0], 1) * layer.weight().value().at(1, at[1]));
    assertThat(layer.parameters()).isEmpty();
    GradCheck.of(layer::predict, X).requireAgreement();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> layer.predict(Tensor.zeros(2, 3)))
        .withMessage("projection: [2, 3], expected [rows, 2]");
  }

  @Test
  void edgesAscend() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PiecewiseLinear.of(List.of(List.of(0.0, 1.0, 1.0))))
        .withMessage(
            "piecewiseLinear: edge 2 of column 0 is 1.0, expected finite edges that ascend");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PiecewiseLinear.of(List.of(List.of(0.0, 1.0), List.of(3.0))))
        .withMessage("piecewiseLinear: column 1 has 1 edges, expected at least 2");
  }

  @Test
  void anUnknownCategoryIsZeros() {
    var embedding = CategoryEmbedding.of(3, 2);
    embedding.weight().set(Tensor.range(6).reshape(3, 2));
    var x = Tensor.of(new float[][] {{2, 0}, {-1, 3}, {Float.NaN, 1}});
    assertThat(embedding.predict(x).toArray()).containsExactly(4, 5, 0, 1, 0, 0, 0, 0, 0, 0, 2, 3);
  }

  @Test
  void aValueThatIsNotListedIsZeros() {
    var embedding = ValueEmbedding.of(2, 7298, 0);
    embedding.weight().set(Tensor.of(new float[][] {{1, 2}, {3, 4}}));
    var x = Tensor.of(new float[][] {{7298}, {1}, {0}, {Float.NaN}});
    assertThat(embedding.predict(x).toArray()).containsExactly(3, 4, 0, 0, 1, 2, 0, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ValueEmbedding.of(2, 1, 1))
        .withMessage("valueEmbedding: value 1.0, expected different numbers");
  }

  @Test
  void oneHotHasZerosForWhatIsUnknown() {
    var x = Tensor.of(new float[][] {{1, 0}, {-1, 2}});
    assertThat(OneHot.of(2).predict(x).toArray()).containsExactly(0, 1, 1, 0, 0, 0, 0, 0);
  }

  @Test
  void moreOutputsThanAnArrayHoldsAreRefusedWithTheirNumber() {
    var x = Tensor.zeros(1, 1 << 12);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OneHot.of(1 << 20).predict(x))
        .withMessage(
            "oneHot: [1, 4096] with 1,048,576 categories gives 4,294,967,296 numbers, more than one"
                + " array can hold");
  }

  @Test
  void columnsAreHandedToTheirLayerInTheOrderThatWasAskedFor() {
    var x = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
    assertThat(Columns.of(Activation.identity(), 2, 0).predict(x).toArray())
        .containsExactly(3, 1, 6, 4);
    assertThat(Columns.range(1, 3).predict(x).toArray()).containsExactly(2, 3, 5, 6);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Columns.range(1, 4).predict(x))
        .withMessage("columns: [2, 3], expected rows with a column 3");
  }

  @Test
  void branchesBesideEachOtherAreOneMatrix() {
    var parts =
        Parallel.of(
            Columns.of(OneHot.of(2), 1), Columns.range(0, 1), Columns.of(Dense.of(1, 2), 2));
    parts.start(Rng.of(1));
    assertThat(parts.state().keySet())
        .containsExactly("branches.2.body.weight", "branches.2.body.bias");
    var x = Tensor.of(new float[][] {{7, 1, 0}, {8, 0, 0}});
    assertThat(parts.predict(x).toArray()).containsExactly(0, 1, 7, 0, 0, 1, 0, 8, 0, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Parallel.of(Columns.of(Embedding.of(2, 3), 1)).start(Rng.of(1)).predict(x))
        .withMessage("parallel: branch 0 makes [2, 1, 3] of [2, 3], expected [rows, outputs]");
  }

  @Test
  void branchesDrawDifferentNumbers() {
    var parts = Parallel.of(Dropout.of(0.5), Dropout.of(0.5));
    var y = parts.forward(Tensor.ones(1, 64), Pass.training(Rng.of(1)));
    assertThat(y.slice(1, 0, 64).sameBits(y.slice(1, 64, 128))).isFalse();
  }
}
