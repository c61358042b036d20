package dev.cortado.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

import dev.cortado.data.Dataset;
import dev.cortado.data.RowOrder;
import dev.cortado.data.RowSource;
import dev.cortado.data.Schema;
import dev.cortado.data.Split;
import dev.cortado.data.Toys;
import dev.cortado.doctor.Diagnosis;
import dev.cortado.doctor.Overfit;
import dev.cortado.doctor.RateFinder;
import dev.cortado.nn.Activation;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Rows that are only handed out on request serve as those of a {@link Dataset} do. */
class ExamplesTest {

  private static final Split MOONS = Toys.moons(300, 0.1, Rng.of(1)).split(0.8, 0.2, Rng.of(2));

  private static final Recipe RECIPE =
      Recipe.of(Loss.crossEntropy(), Adam.of(1e-2))
          .epochs(12)
          .batchSize(50)
          .earlyStopping(EarlyStopping.on("valid.loss").patience(2));

  /** Rows that lie elsewhere. */
  private record Elsewhere(Dataset data) implements RowSource {
    @Override
    public int size() {
      return data.size();
    }

    @Override
    public Schema schema() {
      return data.schema();
    }

    @Override
    public Tensor y(int from, int to) {
      return data.y(from, to);
    }

    @Override
    public Dataset rows(RowOrder rows) {
      return data.rows(rows);
    }

    @Override
    public void copy(RowOrder rows, int from, int to, float[] x, float[] y) {
      data.copy(rows, from, to, x, y);
    }

    @Override
    public String fingerprint() {
      return data.fingerprint();
    }
  }

  private static final RowSource TRAIN = new Elsewhere(MOONS.train());
  private static final RowSource VALID = new Elsewhere(MOONS.valid());

  private static Sequential model() {
    return Sequential.of(Dense.of(2, 8), BatchNorm.of(8), Activation.relu(), Dense.of(8, 2));
  }

  @Test
  void theyTrainToTheSameBits() {
    var expected = model();
    var history = Trainer.fit(expected, RECIPE, MOONS.train(), MOONS.valid());
    var model = model();

    assertThat(Trainer.fit(model, RECIPE, TRAIN, VALID)).isEqualTo(history);
    model
        .state()
        .forEach((name, cell) ->
            assertThat(cell.value().sameBits(expected.state().get(name).value()))
                .as(name)
                .isTrue());
  }

  @Test
  void aMistakeIsRefusedBeforeTheFirstStepAsEver() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            Trainer.fit(
                model(), RECIPE.batchSize(239), TRAIN, VALID, event -> fail("told of %s", event)))
        .withMessageStartingWith(
            "fit: 240 rows in batches of 239 leave a batch of one; use batches of 240: ");
  }

  @Test
  void aRateIsFoundAndABatchIsLearnedByHeart() {
    assertThat(RateFinder.of().find(model(), RECIPE, TRAIN))
        .isEqualTo(RateFinder.of().find(model(), RECIPE, MOONS.train()));
    assertThat(Overfit.oneBatch(model(), RECIPE, TRAIN))
        .isEqualTo(Overfit.oneBatch(model(), RECIPE, MOONS.train()));
  }

  @Test
  void aDiagnosisOnTheWayNeedsThemInMemoryAndSaysSoBeforeTheFirstStep() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainer.fit(model(), RECIPE, TRAIN, VALID, Diagnosis.watch()))
        .withMessage(
            "diagnosis: the rows are in a file; diagnose a training on some of them, as"
                + " rows.rows(RowOrder.range(0, 240)) has them");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainer.fit(model(), RECIPE, MOONS.train(), VALID, Diagnosis.watch()))
        .withMessageStartingWith("diagnosis: the rows are in a file");
  }
}
