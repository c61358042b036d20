package dev.cortado.nn;

import static dev.cortado.nn.Doubles.assertEach;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.autograd.check.GradCheck;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class NtkDenseTest {

  private static final Tensor ROWS = Rng.of(4).normal(Shape.of(300, 7)).mul(5).add(2);

  @Test
  void sumsAreDividedByTheRootOfTheInputs() {
    var layer = NtkDense.of(7, 3);
    layer.start(Rng.of(1));
    var y = layer.predict(ROWS);
    var weight = layer.weight().value();
    var bias = Objects.requireNonNull(layer.bias()).value();
    assertEach(
        y,
        at -> {
          double sum = 0;
          for (int i = 0; i < 7; i++) {
            sum += (double) ROWS.at(at[0], i) * weight.at(i, at[1]);
          }
          return sum / Math.sqrt(7) + bias.at(at[1]);
        });
  }

  @Test
  void gradientsAgreeWithMovingEachNumber() {
    var layer = NtkDense.of(7, 3);
    layer.start(Rng.of(1));
    var x = ROWS.slice(0, 0, 4);
    GradCheck.of(layer::predict, x).requireAgreement();
    GradCheck.of(() -> layer.predict(x), layer.parameters()).requireAgreement();
  }

  @Test
  void weightsAndBiasesAreStandardNormalWithoutData() {
    var layer = NtkDense.of(50, 200);
    layer.start(Rng.of(1));
    assertThat(layer.weight().value().variance().item()).isCloseTo(1, within(0.05f));
    assertThat(Objects.requireNonNull(layer.bias()).value().variance().item())
        .isCloseTo(1, within(0.2f));
  }

  @Test
  void eachUnitsSumHasDeviationOneOverTheRowsItStartsFrom() {
    var layer = NtkDense.of(7, 30).withoutBias();
    layer.start(Rng.of(1), ROWS);
    var deviations = layer.predict(ROWS).variance(0).sqrt();
    assertThat(deviations.sub(1).abs().max().item()).isCloseTo(0, within(1e-5f));
  }

  @Test
  void eachUnitIsZeroSomewhereAmongTheRowsItStartsFrom() {
    var layer = NtkDense.of(7, 30);
    layer.start(Rng.of(1), ROWS);
    var y = layer.predict(ROWS);
    assertThat(y.min(0).max().item()).isNegative();
    assertThat(y.max(0).min().item()).isPositive();
  }

  @Test
  void aUnitThatIsConstantOverTheRowsKeepsItsWeights() {
    var layer = NtkDense.of(2, 3);
    layer.start(Rng.of(1));
    var drawn = layer.weight().value().keep();
    layer.start(Rng.of(1), Tensor.zeros(10, 2));
    assertThat(layer.weight().value().sameBits(drawn)).isTrue();
  }

  @Test
  void layersBehindStartFromWhatTheLayersBeforeThemMake() {
    var last = NtkDense.of(20, 5).withoutBias();
    var model =
        Sequential.of(
            NtkDense.of(7, 20),
            Activation.mish(),
            Dropout.of(0.5),
            Residual.of(NtkDense.of(20, 20), Activation.tanh()),
            last);
    model.start(Rng.of(1), ROWS);
    assertThat(model.predict(ROWS).variance(0).sqrt().sub(1).abs().max().item())
        .isCloseTo(0, within(1e-4f));
  }

  @Test
  void theSameSeedAndRowsStartTheSame() {
    var first = Sequential.of(NtkDense.of(7, 20), Activation.selu(), NtkDense.of(20, 5));
    var second = Sequential.of(NtkDense.of(7, 20), Activation.selu(), NtkDense.of(20, 5));
    first.start(Rng.of(9), ROWS);
    second.start(Rng.of(9), ROWS);
    first
        .state()
        .forEach((name, cell) ->
            assertThat(
                    cell.value().sameBits(Objects.requireNonNull(second.state().get(name)).value()))
                .as(name)
                .isTrue());
  }

  @Test
  void aModelWithoutSuchLayersStartsAsWithoutRows() {
    var plain = Dense.of(7, 4);
    plain.start(Rng.of(3));
    var drawn = plain.weight().value().keep();
    plain.start(Rng.of(3), ROWS);
    assertThat(plain.weight().value().sameBits(drawn)).isTrue();
  }

  @Test
  void noInputsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NtkDense.of(0, 2))
        .withMessage("ntkDense: inputs is 0, expected at least 1");
  }
}
