package dev.cortado.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cortado.tensor.Op;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every primitive, found by the sealed interface itself, has the value and the derivatives that
 * double precision gives it. {@code -Dcortado.cases=2000} tries more inputs for each than the usual
 * 20, {@code -Dcortado.seed=7} others.
 */
class OpTest {

  private static final long SEED = Long.getLong("cortado.seed", 1);
  private static final int CASES = Integer.getInteger("cortado.cases", 20);
  private static final double ROUNDING = 0x1p-24;
  private static final String ONLY_OP = System.getProperty("cortado.op", "");
  private static final int ONLY_CASE = Integer.getInteger("cortado.case", -1);

  static Stream<Named<Class<?>>> primitives() {
    return records(Op.Primitive.class)
        .filter(op -> ONLY_OP.isEmpty() || ONLY_OP.equals(op.getSimpleName()))
        .map(op -> Named.of(op.getSimpleName(), op));
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(OpTest::records)
        : Stream.of(type);
  }

  @Test
  void everyPrimitiveHasASpecification() {
    assertThat(Specification.ALL.keySet())
        .containsExactlyInAnyOrderElementsOf(records(Op.Primitive.class).toList());
  }

  @Test
  void aPrimitiveWithoutASpecificationIsNamed() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> Specification.of(Op.Custom.class))
        .withMessage("Custom has no specification: say in Specification how to draw it");
  }

  /** Otherwise the tests below would pass by not looking. */
  @ParameterizedTest
  @ValueSource(classes = {Op.Add.class, Op.Div.class, Op.Maximum.class, Op.Compare.class})
  void theCasesReachNumbersNothingStretchingAndOneTensorTwice(Class<?> type) {
    var specification = Specification.of(type);
    var ops =
        IntStream.range(0, 20)
            .mapToObj(number -> specification.draw(new Draw(1, type.getSimpleName(), number)))
            .map(Op.Binary.class::cast)
            .toList();
    assertThat(ops)
        .anyMatch(op -> op.a().shape().rank() == 0 && op.b().shape().rank() == 0)
        .anyMatch(op -> op.a().shape().rank() == 4 || op.b().shape().rank() == 4)
        .anyMatch(op -> op.a().size() == 0 || op.b().size() == 0)
        .anyMatch(op -> op.a().size() > op.b().size())
        .anyMatch(op -> op.a().size() < op.b().size())
        .anyMatch(op -> op.a() == op.b() && op.a().size() > 1);
  }

  @ParameterizedTest
  @MethodSource("primitives")
  void agreesWithDoublePrecision(Class<?> type) {
    forEachCase(type, (op, _) -> requireAgreement(op));
  }

  @ParameterizedTest
  @MethodSource("primitives")
  void hasTheRightGradient(Class<?> type) {
    forEachCase(
        type,
        (op, draw) -> {
          var sources = Specification.sources(op);
          if (sources.isEmpty()) {
            requireConstant(op);
          } else {
            new DerivativeCheck(draw).check(() -> Tape.perform(op), sources);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("primitives")
  void hasTheRightGradientOfItsGradient(Class<?> type) {
    forEachCase(
        type,
        (op, draw) -> {
          var sources = Specification.sources(op);
          if (!sources.isEmpty()) {
            new DerivativeCheck(draw).checkTwice(() -> Tape.perform(op), sources);
          }
        });
  }

  private static void forEachCase(Class<?> type, BiConsumer<Op.Primitive, Draw> test) {
    var name = type.getSimpleName();
    for (int number = 0; number < CASES; number++) {
      if (ONLY_CASE >= 0 && number != ONLY_CASE) {
        continue;
      }
      var draw = new Draw(SEED, name, number);
      var op = Specification.of(type).draw(draw);
      try {
        test.accept(op, draw);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            String.format(
                Locale.ROOT,
                "%s %s: %s%n./mvnw -pl core test -Dtest=OpTest -Dcortado.seed=%d -Dcortado.op=%s"
                    + " -Dcortado.case=%d",
                op.name(),
                op.inputs().stream().map(Tensor::shape).toList(),
                e.getMessage(),
                SEED,
                name,
                number),
            e);
      }
    }
  }

  // values

  private static void requireAgreement(Op.Primitive op) {
    var single = Tape.perform(op);
    var inputs = op.inputs().stream().map(DoubleTensor::of).toList();
    var exact = DoubleInterpreter.evaluate(op, inputs);
    assertThat(single.shape()).isEqualTo(exact.shape());
    var allowed = allowed(op, inputs, exact);
    float[] values = single.toArray();
    for (int i = 0; i < values.length; i++) {
      assertThat(Math.abs(values[i] - exact.get(i)))
          .as("element %d: %s, in double precision %s", i, values[i], exact.get(i))
          .isLessThanOrEqualTo(allowed.get(i));
    }
  }

  private static DoubleTensor allowed(
      Op.Primitive op, List<DoubleTensor> inputs, DoubleTensor exact) {
    return switch (Specification.of(op.getClass()).agreement()) {
      case NEAREST -> exact.map(value -> Math.abs((float) value - value));
      case ONE_ULP -> exact.map(value -> Math.ulp((float) value));
      case SUM -> allowedForSums(op, inputs);
    };
  }

  /** γₙ times the sum of the sizes of n terms. Of ones, a sum is how many there are. */
  private static DoubleTensor allowedForSums(Op.Primitive op, List<DoubleTensor> inputs) {
    var ones =
        IntStream.range(0, inputs.size())
            .mapToObj(i -> op.differentiableIn(i) ? inputs.get(i).map(_ -> 1) : inputs.get(i))
            .toList();
    var sizes = inputs.stream().map(DoubleTensor::absolute).toList();
    var gammas = DoubleInterpreter.evaluate(op, ones).map(n -> n * ROUNDING / (1 - n * ROUNDING));
    return DoubleInterpreter.combine(
        List.of(gammas, DoubleInterpreter.evaluate(op, sizes)), (gamma, size) -> gamma * size);
  }

  // what has no gradient

  private static void requireConstant(Op.Primitive op) {
    var source = op.inputs().getFirst();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Autograd.grad(() -> Tape.perform(op).sum(), source))
        .withMessage(
            "valueAndGrad: the result does not depend on source 1 of 1, %s; use it or leave it out",
            source.shape());
  }
}
