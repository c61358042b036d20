package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InitTest {

  private static final int IN = 300;
  private static final int OUT = 200;
  private static final Shape SHAPE = Shape.of(IN, OUT);

  /** A uniform distribution on (−l, l) has the variance l²/3. */
  static Stream<Arguments> variances() {
    return Stream.of(
        arguments("normal", Init.normal(0.01), 1e-4),
        arguments("lecun", Init.lecun(), 1.0 / IN),
        arguments("he", Init.he(), 2.0 / IN),
        arguments("xavierLecture", Init.xavierLecture(), 1.0 / IN / 3),
        arguments("glorotUniform", Init.glorotUniform(), 2.0 / (IN + OUT)),
        arguments("glorotNormal", Init.glorotNormal(), 2.0 / (IN + OUT)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("variances")
  void theVarianceIsAsPromised(String name, Init init, double variance) {
    var drawn = init.draw(SHAPE, Rng.of(42));
    assertThat(drawn.shape()).isEqualTo(SHAPE);
    // 60,000 draws: the deviation of a variance is below 1 %, that of a mean below √variance/240
    assertThat(drawn.variance().item() / variance).isCloseTo(1, within(0.03));
    assertThat(drawn.mean().item() / Math.sqrt(variance)).isCloseTo(0, within(0.02));
  }

  @Test
  void uniformOnesStayWithinTheirLimits() {
    float lecture = (float) (1 / Math.sqrt(IN));
    float glorot = (float) Math.sqrt(6.0 / (IN + OUT));
    var rng = Rng.of(1);
    assertThat(Init.xavierLecture().draw(SHAPE, rng).abs().max().item())
        .isBetween(0.99f * lecture, lecture);
    assertThat(Init.glorotUniform().draw(SHAPE, rng).abs().max().item())
        .isBetween(0.99f * glorot, glorot);
  }

  @Test
  void theSpreadOfOutputsStaysWithWhateverWidth() {
    for (int width : new int[] {10, 100, 1000}) {
      var x = Rng.of(1).at("x").normal(Shape.of(500, width));
      var w = Init.he().draw(Shape.of(width, 400), Rng.of(1).at("w"));
      // Half of what enters passes the rectifier, in mean square.
      assertThat(x.matmul(w).relu().square().mean().item()).isCloseTo(1, within(0.1f));
    }
  }

  @Test
  void constantsAreTheSameEverywhere() {
    assertThat(Init.zeros().draw(Shape.of(2), Rng.of(1)).toArray()).containsExactly(0, 0);
    assertThat(Init.constant(0.5).draw(Shape.of(2), Rng.of(1)).toArray())
        .containsExactly(0.5f, 0.5f);
  }

  @Test
  void aRowHasNoInputsToScaleBy() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Init.he().draw(Shape.of(3), Rng.of(1)))
        .withMessage("init: [3] has no inputs and outputs to scale by; use constant");
  }
}
