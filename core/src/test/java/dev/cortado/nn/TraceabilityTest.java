package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.autograd.Parameter;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TraceabilityTest {

  private record Pair(Object first, Object second) {}

  private static @Nullable String problem(Object value) {
    return problem("model", value);
  }

  private static @Nullable String problem(String name, Object value) {
    return Traceability.of(new LinkedHashMap<>(Map.of(name, value))).problem();
  }

  @Test
  void recordsOfNumbersTextsCellsTensorsAndArraysAreSeen() {
    assertThat(problem(new Pair("a", 1.5))).isNull();
    assertThat(problem(new Pair('a', List.of(1L, (byte) 2)))).isNull();
    assertThat(problem(new Pair(Map.of("a", 1), Map.of()))).isNull();
    assertThat(problem(new Pair(Tensor.scalar(1), Parameter.of(Tensor.scalar(1))))).isNull();
    assertThat(problem(new Pair(new float[] {1}, new int[][] {{1}, {2, 3}}))).isNull();
    assertThat(problem(Sequential.of(Dense.of(2, 3, Activation.elu(0.5)), BatchNorm.of(3))))
        .isNull();
  }

  @Test
  void namesTheComponentThatMayChangeUnseen() {
    assertThat(problem(new Pair(1, new AtomicInteger())))
        .isEqualTo(
            "the model: component 'second' is of class java.util.concurrent.atomic.AtomicInteger,"
                + " which may change unseen; make it a record, and keep what changes in a Buffer");
    assertThat(problem(new Pair(List.of(0, new Pair(1, new ArrayList<>(List.of(1)))), 1)))
        .isEqualTo(
            "layer 'first.1': component 'second' is a collection that may change; copy it with"
                + " List.copyOf or Map.copyOf");
  }

  @Test
  void saysHowALambdaBecomesALossThatCompiles() {
    Loss loss = (prediction, target) -> prediction.sub(target).abs().mean(1);
    assertThat(problem("loss", loss))
        .isEqualTo(
            "the loss is a lambda, whose code cannot be read; make it a record, as in record"
                + " MyLoss() implements Loss { … }");
  }

  @Test
  void seesWhenAnArrayChanges() {
    var numbers = new double[][] {{1, 2}, {3}};
    var seen = Traceability.of(new LinkedHashMap<>(Map.of("loss", new Pair(numbers, 1))));
    assertThat(seen.isUnchanged()).isTrue();
    numbers[0][1] = -2;
    assertThat(seen.isUnchanged()).isFalse();
    seen.refresh();
    assertThat(seen.isUnchanged()).isTrue();
    numbers[1] = new double[] {3, 4};
    assertThat(seen.isUnchanged()).isFalse();
  }

  @Test
  void findsEachCellOnce() {
    var dense = Dense.of(2, 2);
    var model = Sequential.of(dense, Residual.of(dense));
    assertThat(Traceability.of(new LinkedHashMap<>(Map.of("model", model))).cells())
        .containsExactlyInAnyOrderElementsOf(dense.parameters());
  }
}
