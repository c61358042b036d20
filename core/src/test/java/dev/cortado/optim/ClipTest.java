package dev.cortado.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClipTest {

  private static final List<Tensor> GRADIENTS = List.of(Tensor.of(3, 0), Tensor.of(-4));

  @Test
  void takesOneNormOverAllGradients() {
    var clipped = Clip.norm(1).apply(GRADIENTS);
    assertThat(clipped.norm()).isEqualTo(5);
    assertThat(clipped.gradients().get(0).toArray()).containsExactly(0.6f, 0);
    assertThat(clipped.gradients().get(1).toArray()).containsExactly(-0.8f);
    assertThat(normOf(clipped.gradients())).isEqualTo(1, within(1e-7));
  }

  @Test
  void leavesGradientsWithinTheLimitAsTheyAre() {
    assertThat(Clip.norm(5).apply(GRADIENTS)).isEqualTo(new Clip.Clipped(GRADIENTS, 5));
    assertThat(Clip.none().apply(GRADIENTS)).isEqualTo(new Clip.Clipped(GRADIENTS, 5));
  }

  @Test
  void limitsEachElement() {
    var clipped = Clip.value(3.5).apply(GRADIENTS);
    assertThat(clipped.norm()).isEqualTo(5);
    assertThat(clipped.gradients().get(0).toArray()).containsExactly(3, 0);
    assertThat(clipped.gradients().get(1).toArray()).containsExactly(-3.5f);
  }

  @ParameterizedTest
  @ValueSource(strings = {"clip-norm", "clip-norm-wide", "clip-value"})
  void agreesWithPyTorch(String name) {
    var golden = Golden.named(name);
    var clip =
        switch (name) {
          case "clip-norm" -> Clip.norm(0.75);
          case "clip-norm-wide" -> Clip.norm(75);
          default -> Clip.value(0.5);
        };
    var clipped =
        clip.apply(
            List.of(
                Tensor.of(golden.floats("gradient", 0)), Tensor.of(golden.floats("gradient", 1))));
    assertThat(clipped.norm()).isEqualTo(golden.doubles("norm")[0], within(1e-7));
    for (int i = 0; i < 2; i++) {
      assertThat(clipped.gradients().get(i).toArray())
          .containsExactly(golden.floats("x", i), within(1e-6f));
    }
  }

  @Test
  void squaresDoNotOverflow() {
    assertThat(normOf(List.of(Tensor.of(3e38f, 3e38f))))
        .isEqualTo(3e38f * Math.sqrt(2), within(1e25));
    var clipped = Clip.norm(1).apply(List.of(Tensor.of(3e38f, 0)));
    assertThat(clipped.gradients().getFirst().toArray())
        .containsExactly(new float[] {1, 0}, within(1e-6f));
  }

  @Test
  void addsInLanesAndATree() {
    // In plain order 1 would be lost in 2^53 each time; here 1 and 1 meet first.
    float[] x = new float[16];
    x[0] = 0x1p27f;
    x[1] = 1;
    x[9] = 1;
    double sum = 0x1p54 + 2;
    assertThat(normOf(List.of(Tensor.of(x)))).isEqualTo(Math.sqrt(sum));
    assertThat(normOf(List.of(Tensor.of(x), Tensor.zeros(0)))).isEqualTo(Math.sqrt(sum));
  }

  @Test
  void leavesWhatIsNotFiniteForOthersToSee() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      var gradients = List.of(Tensor.of(bad, 7));
      for (Clip clip : List.of(Clip.norm(1), Clip.value(1))) {
        var clipped = clip.apply(gradients);
        assertThat(clipped.norm()).isNotFinite();
        assertThat(clipped.gradients()).isSameAs(gradients);
      }
    }
  }

  private static double normOf(List<Tensor> gradients) {
    return Clip.none().apply(gradients).norm();
  }

  @Test
  void gradientsWithinTheLimitKeepTheirBits() {
    for (var clip : List.of(Clip.norm(5), Clip.norm(100), Clip.value(4), Clip.none())) {
      var gradients = List.of(new float[] {3, 0}, new float[] {-4});
      clip.limit(gradients);
      assertThat(gradients.getFirst()).containsExactly(3, 0);
      assertThat(gradients.getLast()).containsExactly(-4);
    }
  }
}
