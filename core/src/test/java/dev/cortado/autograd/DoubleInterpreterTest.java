package dev.cortado.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.tensor.Op;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The measure itself, held against numbers from elsewhere. */
class DoubleInterpreterTest {

  /** From mpmath with 40 digits: {@code for x in …: print(x, mp.nstr(mp.erf(x), 20))}. */
  @ParameterizedTest
  @CsvSource({
    "1e-300, 1.1283791670955126022e-300",
    "0.001, 0.0011283787909692364034",
    "0.1, 0.1124629160182848984",
    "0.5, 0.52049987781304653768",
    "1, 0.84270079294971486934",
    "1.5, 0.96610514647531072707",
    "1.999, 0.99530155665137051232",
    "2, 0.99532226501895273416",
    "2.5, 0.99959304798255504106",
    "3, 0.99997790950300141456",
    "4, 0.99999998458274209972",
    "5.5, 0.99999999999999264215",
    "7, 1.0",
  })
  void theErrorFunctionIsRightToTheLastDigits(double x, double expected) {
    assertThat(DoubleFunctions.erf(x)).isCloseTo(expected, within(1e-15 * expected));
    assertThat(DoubleFunctions.erf(-x)).isEqualTo(-DoubleFunctions.erf(x));
  }

  @Test
  void multipliesTransposedMatricesOfABatch() {
    var a = Tensor.of(Shape.of(2, 2, 1), 1, 2, 3, 4);
    var b = Tensor.of(new float[][] {{10, 100}, {20, 200}, {30, 300}});
    var product = evaluate(new Op.MatMul(a, true, b, true));
    assertThat(product.shape()).isEqualTo(Shape.of(2, 1, 3));
    assertThat(elements(product)).containsExactly(210.0, 420.0, 630.0, 430.0, 860.0, 1290.0);
  }

  @Test
  void picksAndAddsBackAlongAnInnerAxis() {
    var index = Tensor.of(new float[][] {{2, 0}, {2, 2}});
    var picked = evaluate(new Op.Gather(Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}}), index, 1));
    assertThat(picked.shape()).isEqualTo(Shape.of(2, 2, 2));
    assertThat(elements(picked)).containsExactly(3.0, 1.0, 3.0, 3.0, 6.0, 4.0, 6.0, 6.0);
    var added = evaluate(new Op.ScatterAdd(Tensor.ones(2, 2, 2), index, 1, 4));
    assertThat(added.shape()).isEqualTo(Shape.of(2, 4));
    assertThat(elements(added)).containsExactly(1.0, 0.0, 3.0, 0.0, 1.0, 0.0, 3.0, 0.0);
  }

  @Test
  void replaysATapeFromOtherValues() {
    var x = Tensor.of(1, 2);
    try (var tape = new Tape()) {
      var y = tape.record(() -> x.mul(x).add(1).sum());
      var third = DoubleTensor.build(Shape.of(2), _ -> 1.0 / 3);
      var again = new DoubleInterpreter(Map.of(x, third)).replay(tape.entries()).of(y);
      assertThat(again.get(0)).isCloseTo(2 + 2.0 / 9, within(1e-15));
    }
  }

  @Test
  void followsSpeedsAlongATape() {
    var x = Tensor.of(3, 5);
    try (var tape = new Tape()) {
      var y = tape.record(() -> x.mul(x).div(2).sum());
      var leaves = Map.of(x, DoubleTensor.of(x));
      var speed = new Duals(leaves, Map.of(x, DoubleTensor.of(Tensor.of(1, 10))));
      assertThat(speed.replay(tape.entries()).of(y).get(0)).isEqualTo(53);
    }
  }

  private static DoubleTensor evaluate(Op.Primitive op) {
    return DoubleInterpreter.evaluate(op, op.inputs().stream().map(DoubleTensor::of).toList());
  }

  private static List<Double> elements(DoubleTensor tensor) {
    return IntStream.range(0, tensor.size()).mapToObj(tensor::get).toList();
  }
}
