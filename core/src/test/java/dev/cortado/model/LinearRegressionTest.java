package dev.cortado.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.data.Dataset;
import dev.cortado.data.RowOrder;
import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.data.Toys;
import dev.cortado.nn.Loss;
import dev.cortado.optim.Sgd;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.Recipe;
import dev.cortado.train.Trainer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinearRegressionTest {

  private static final Dataset LINE =
      Dataset.of(
          Tensor.of(new float[][] {{0}, {1}, {2}, {3}}),
          Tensor.of(new float[][] {{1}, {3}, {4}, {7}}),
          Target.numbers("y"));

  static List<Golden> golden() {
    return Golden.all("linear");
  }

  private static Dataset cloud(Tensor x) {
    return Dataset.of(x, Rng.of(9).normal(Shape.of(x.shape().dim(0), 1)), Target.numbers("y"));
  }

  @Test
  void findsTheLineOfTheBook() {
    var line = LinearRegression.fit(LINE);
    assertThat(line.coefficients("y").bias()).isEqualTo(0.9f, within(1e-6f));
    assertThat(line.coefficients("y").weights().get("x1")).isEqualTo(1.9f, within(1e-6f));
    assertThat(line.r2(LINE)).isEqualTo(1 - 0.7 / 18.75, within(1e-6));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void hasTheWeightsOfScikitLearn(Golden golden) {
    var model = LinearRegression.fit(golden.numbers(), golden.setting());
    assertThat(model.dense().weight().value().toArray())
        .containsExactly(golden.weight().toArray(), within(1e-6f));
    assertThat(model.dense().bias().value().toArray())
        .containsExactly(golden.bias().toArray(), within(1e-6f));
    assertThat(model.predict(golden.numbers().x().slice(0, 0, 5)).toArray())
        .containsExactly(golden.prediction().toArray(), within(1e-5f));
  }

  @Test
  void stepsDownTheGradientLeadToTheSameWeights() {
    var x = Rng.of(1).normal(Shape.of(60, 3));
    var y = x.matmul(Rng.of(2).normal(Shape.of(3, 2))).add(Rng.of(3).normal(Shape.of(60, 2)));
    var data = Dataset.of(x, y, Target.numbers("a", "b"));
    var byFormula = LinearRegression.fit(data);
    var byDescent = LinearRegression.of(data.schema());
    var recipe = Recipe.of(Loss.mse(), Sgd.of(0.2)).batchSize(60).epochs(500);
    Trainer.fit(byDescent, recipe, data);
    byFormula
        .state()
        .forEach((name, cell) ->
            assertThat(byDescent.state().get(name).value().toArray())
                .containsExactly(cell.value().toArray(), within(1e-5f)));
    assertThat(byDescent.r2(data)).isEqualTo(byFormula.r2(data), within(1e-5));
  }

  @Test
  void farFromTheOriginItIsAsExact() {
    var far = Dataset.of(LINE.x().add(1e5), LINE.y(), Target.numbers("y"));
    assertThat(LinearRegression.fit(far).coefficients("y").weights().get("x1"))
        .isEqualTo(1.9f, within(1e-6f));
  }

  @Test
  void columnsThatFollowFromOthersAreNamed() {
    var x = Rng.of(1).normal(Shape.of(50, 2));
    var sum = x.slice(1, 0, 1).mul(0.3).add(x.slice(1, 1, 2).mul(7.1));
    var data = cloud(Tensor.concat(1, x, sum));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinearRegression.fit(data))
        .withMessage(
            "linear regression: 'x3' follows from [x1, x2] in these rows, so its weight is not "
                + "determined; leave it out or use a ridge, as in fit(data, 1e-3)");
    assertThat(LinearRegression.fit(data, 1e-3).r2(data)).isBetween(0.0, 1.0);
  }

  @Test
  void aConstantColumnIsNamed() {
    var data = cloud(Tensor.concat(1, Rng.of(1).normal(Shape.of(9, 1)), Tensor.ones(9, 1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinearRegression.fit(data))
        .withMessageStartingWith("linear regression: 'x2' is constant, so its weight");
    assertThat(LinearRegression.fit(data, 1).coefficients("y").weights().get("x2")).isZero();
  }

  @Test
  void moreColumnsThanRowsNeedARidge() {
    var data = cloud(Rng.of(1).normal(Shape.of(4, 6)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinearRegression.fit(data))
        .withMessageStartingWith("linear regression: 'x4' follows from [x1, x2, x3]");
    assertThat(LinearRegression.fit(data, 1e-3).r2(data)).isGreaterThan(0.999);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinearRegression.fit(cloud(Rng.of(1).normal(Shape.of(9, 20)))))
        .withMessageStartingWith("linear regression: 'x9' follows from the columns before it in");
  }

  @Test
  void aRidgeMakesWeightsSmaller() {
    float free = LinearRegression.fit(LINE).coefficients("y").weights().get("x1");
    float held = LinearRegression.fit(LINE, 5).coefficients("y").weights().get("x1");
    assertThat(held).isEqualTo(free / 2, within(1e-6f)); // Σ(x − x̄)² is 5 as well
  }

  @Test
  void doesNotDependOnTheOrderInWhichItIsAsked() {
    var data = Toys.sine(200, 0.1, Rng.of(1));
    var once = LinearRegression.fit(data).dense().weight().value();
    assertThat(LinearRegression.fit(data).dense().weight().value().sameBits(once)).isTrue();
  }

  @Test
  void whatCannotBeFittedIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinearRegression.fit(Toys.xor()))
        .withMessage(
            "linear regression: the target is a class; "
                + "use LogisticRegression or SoftmaxRegression");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinearRegression.fit(LINE, -1))
        .withMessage("linear regression: ridge is -1.0, expected a finite number from 0");
    var gap =
        Dataset.of(
            Tensor.of(new float[][] {{1}, {Float.NaN}}), Tensor.zeros(2, 1), Target.numbers("y"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinearRegression.fit(gap))
        .withMessage("linear regression: row 1, 'x1' is NaN; fill in or leave out what is missing");
    var unknown = Dataset.of(gap.x().mul(0), gap.x(), Target.numbers("y"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinearRegression.fit(unknown))
        .withMessage("linear regression: row 1, 'x1' is NaN; fill in or leave out what is missing");
    var hole = Dataset.of(Tensor.zeros(2, 1), gap.x(), Target.numbers("y"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinearRegression.fit(hole))
        .withMessage("linear regression: the target of row 1 is NaN; leave the row out");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinearRegression.fit(LINE.rows(RowOrder.of())))
        .withMessage("linear regression: x [0, 1] is empty");
    var images = Dataset.of(Tensor.zeros(2, 3, 3), Tensor.zeros(2, 1), Target.numbers("y"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinearRegression.fit(images))
        .withMessage(
            "linear regression: x [2, 3, 3], expected rows of numbers [n, features]; flatten the"
                + " rows");
  }

  @Test
  void outputsAreKnownByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinearRegression.fit(LINE).coefficients("z"))
        .withMessage("linear regression: no output 'z'; there are [y]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinearRegression.of(Schema.of(2, Target.binary("no", "yes"))))
        .withMessageStartingWith("linear regression: the target is a class");
  }
}
