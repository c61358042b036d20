package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.autograd.Parameter;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SettledTest {

  private record Holder(Object... things) {}

  private record Pair(Object first, Object second) {}

  @Test
  void recordsOfNumbersTextsAndCellsAre() {
    assertThat(Settled.is(new Pair("a", 1.5))).isTrue();
    assertThat(Settled.is(new Pair('a', List.of(1L, (byte) 2)))).isTrue();
    assertThat(Settled.is(new Pair(Tensor.scalar(1), Parameter.of(Tensor.scalar(1))))).isTrue();
    assertThat(Settled.is(Sequential.of(Dense.of(2, 3, Activation.elu(0.5)), BatchNorm.of(3))))
        .isTrue();
  }

  @Test
  void whatCanChangeIsNot() {
    assertThat(Settled.is(new Pair(1, new AtomicInteger()))).isFalse();
    assertThat(Settled.is(new Pair(1, new ArrayList<>(List.of(1))))).isFalse();
    assertThat(Settled.is(new Pair(1, (Runnable) () -> {}))).isFalse();
    assertThat(Settled.is(new Holder(1, 2))).isFalse();
  }

  @Test
  void tellsEachCellOnce() {
    var dense = Dense.of(2, 2);

    assertThat(Settled.cells(Sequential.of(dense, Residual.of(dense))))
        .containsExactlyInAnyOrderElementsOf(dense.parameters());
  }
}
