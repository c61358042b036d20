package dev.cortado.tensor.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cortado.tensor.Axes;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.TensorAccess;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.KernelsWithFormulas;
import dev.cortado.tensor.kernel.ScalarKernels;
import dev.cortado.tensor.kernel.Workers;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProgramTest {

  private static final Rng RNG = Rng.of(11);

  private static final Tensor ROW = Tensor.of(1, -2, 3, 0.5f);
  private static final Tensor TWOS = Tensor.full(Shape.of(100), 2);
  private static final Tensor INDEX = Tensor.of(3, 0, 3);

  private static Compiled compiled(Shape shape, BiFunction<Tensor, Rng, Tensor> computation) {
    var first = RNG.at("first").normal(shape);
    return Compiled.of(first, List.of(ROW, TWOS, INDEX), RNG, () -> computation.apply(first, RNG));
  }

  private static Recording recorded(Tensor x, Runnable computation) {
    return Recording.ofStep(List.of(x), List.of(), RNG, computation);
  }

  private static void assertSameAgain(Shape shape, BiFunction<Tensor, Rng, Tensor> computation) {
    var ready = compiled(shape, computation);
    for (int i = 0; i < 4; i++) {
      var x = RNG.at("inputs").at(i).normal(shape);
      var root = RNG.at("roots").at(i);
      assertThat(ready.run(x, root).sameBits(computation.apply(x, root))).isTrue();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("computations")
  void isTheSameAsComputingAgain(String name, UnaryOperator<Tensor> computation) {
    assertSameAgain(Shape.of(6, 4), (x, _) -> computation.apply(x));
  }

  static List<Arguments> computations() {
    return List.of(
        one("arithmetic", x -> x.add(ROW).mul(x).sub(2).div(x.square().add(1)).neg()),
        one(
            "functions",
            x -> x.exp().log1p().tanh().add(x.sigmoid()).sub(x.softplus()).add(x.erf())),
        one("roots", x -> x.abs().sqrt().add(x.expm1()).maximum(x.abs().log())),
        one("comparisons", x -> x.gt(0).add(x.le(ROW)).add(x.eq(x)).add(x.ne(ROW))),
        one("choices", x -> x.gt(0).where(x, ROW).add(x.lt(ROW).where(Tensor.scalar(2), x))),
        one("choices by a row", x -> ROW.gt(0).where(x, x.neg())),
        one("a rectifier", x -> x.relu().clip(0.1, 0.7)),
        one("a rectifier on the way back", x -> x.neg().mul(x.relu().gt(0)).add(x.gt(0).mul(x))),
        one("not negative is not positive", x -> x.exp().mul(x.relu().ge(Tensor.scalar(0)))),
        one("no rectifier on the way back", x -> x.mul(x.gt(1)).add(x.mul(ROW.gt(0)))),
        one("sums", x -> x.sum(0).add(x.sum(1).sum()).add(x.max(0)).sub(x.mean(Axes.kept(0)))),
        one("places of the largest", x -> x.argMax(1)),
        one("products", x -> x.matmul(x.transpose()).matmul(x)),
        one("products transposed", x -> Tensor.matmul(x, true, x, false).matmul(ROW)),
        one("products in batches", x -> x.reshape(2, 3, 4).matmul(x.reshape(2, 4, 3))),
        one("what is moved", x -> x.slice(1, 1, 3).transpose().reshape(4, 3).flatten()),
        one("what is joined", x -> Tensor.concat(0, x, x.slice(0, 2, 4), x.neg())),
        one(
            "what is picked",
            x ->
                x.gather(INDEX, 1)
                    .add(x.gather(INDEX, 1).scatterAdd(INDEX, 1, 4).sum(1).expand(1))),
        one("what is stretched", x -> x.sum(Axes.kept(1)).broadcastTo(Shape.of(6, 4)).mul(x)),
        one("a softmax", x -> x.softmax(1).add(x.logSoftmax(0)).add(x.logSumExp(1).expand(1))),
        one("the same twice", x -> x.exp().mul(x.exp()).add(x.exp().sum())),
        one("the same in two shapes", x -> x.reshape(4, 6).exp().flatten().add(x.exp().flatten())),
        one("a number off the record", x -> Tape.unrecorded(() -> x.max().detach()).mul(x)),
        one("what does not depend on it", _ -> ROW.exp()),
        one("itself", x -> x));
  }

  private static Arguments one(String name, UnaryOperator<Tensor> computation) {
    return Arguments.of(name, computation);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passes")
  void whatIsDoneInOnePassHasTheSameBits(String name, UnaryOperator<Tensor> computation) {
    for (var kernels : List.of(new ScalarKernels(), KernelsWithFormulas.scalar())) {
      for (var shape : List.of(Shape.of(40, 33), Shape.of(300, 130), Shape.of(6, 4))) {
        try (var workers = Workers.of(3)) {
          Compute.of(kernels, workers)
              .call(() -> {
                assertSameAgain(shape, (x, _) -> computation.apply(x));
                return name;
              });
        }
      }
    }
  }

  static List<Arguments> passes() {
    return List.of(
        one("standardized", x -> x.sub(a(x)).div(b(x))),
        one("standardized, and the difference", x -> x.sub(a(x)).div(b(x)).mul(x.sub(a(x)))),
        one("a difference of two matrices over a row", x -> x.sub(x.exp()).div(b(x))),
        one("a difference from a row over a matrix", x -> x.sub(a(x)).div(x.exp())),
        one("a difference from a column", x -> x.sub(x.sum(Axes.kept(1))).div(b(x))),
        one("a row less a matrix", x -> a(x).sub(x).div(b(x))),
        one("scaled", x -> x.mul(a(x)).add(b(x))),
        one("scaled, the other way round", x -> b(x).add(a(x).mul(x))),
        one("scaled and rectified", x -> x.mul(a(x)).add(b(x)).relu()),
        one("scaled, and the product", x -> x.mul(a(x)).add(b(x)).mul(x.mul(a(x)))),
        one("scaled, and rectified beside it", x -> scaledTwice(x.mul(a(x)).add(b(x)))),
        one("shifted and rectified", x -> x.add(a(x)).relu()),
        one("shifted, and rectified beside it", x -> scaledTwice(x.add(a(x)))),
        one("shifted by a matrix and rectified", x -> x.add(x.exp()).relu()),
        one("normalized", x -> x.sub(a(x)).mul(b(x)).add(a(x))),
        one("normalized and rectified", x -> x.sub(a(x)).mul(b(x)).add(a(x)).relu()),
        one("normalized, and rectified beside it", x -> scaledTwice(normalized(x))),
        one("normalized, and the difference", x -> normalized(x).mul(x.sub(a(x)))),
        one("a difference of two matrices, scaled", x -> x.sub(x.exp()).mul(b(x)).add(a(x))),
        one("corrected", x -> corrected(x, x.tanh().sub(b(x)).mul(a(x)))),
        one("corrected by a product", x -> corrected(x, x.tanh().mul(b(x)))),
        one("corrected by a matrix", x -> corrected(x, x.tanh().sub(b(x)).mul(x))),
        one("corrected from a matrix", x -> correctedFromMatrix(x, x.tanh().sub(b(x)).mul(a(x)))),
        one("corrected and divided", x -> x.sub(a(x)).sub(x.tanh().mul(b(x))).div(b(x))),
        one("corrected, and a part of it", x -> correctedAndPart(x, x.sub(b(x)).mul(b(x)))),
        one("sums of products", x -> x.mul(x.exp()).sum(0)),
        one("sums of products by a row", x -> x.mul(a(x)).sum(0)),
        one("sums of products along rows", x -> x.mul(x.exp()).sum(1)),
        one("sums of products, and the products", x -> x.mul(x.exp()).sum(0).mul(x.mul(x.exp()))),
        one("sums of squares", x -> x.square().sum(0)),
        one("sums of squares of differences", x -> x.sub(a(x)).square().sum(0)),
        one("a variance", x -> x.sub(a(x)).div(x.sub(a(x)).square().mean(Axes.kept(0)).sqrt())),
        one("sums of squares of a row's differences", x -> a(x).sub(x).square().sum(0)),
        one("sums of moments", x -> x.exp().mul(x.sub(a(x))).sum(0)),
        one("sums of moments, and the difference", x -> momentsAndDifference(x, x.sub(a(x)))),
        one("sums of products with a row's differences", x -> x.mul(a(x).sub(x)).sum(0)),
        one("sums of products of differences", x -> x.sub(a(x)).mul(x.sub(b(x))).sum(0)),
        one("scaled, then shifted by longer rows", x -> turned(x.mul(a(x))).add(x.sum(1))),
        one("shifted, then rectified by longer rows", x -> turned(x.add(a(x))).relu()),
        one("a difference over longer rows", x -> turned(x.sub(a(x))).div(x.sum(1))),
        one("a difference, scaled", x -> turned(x.sub(a(x))).mul(x.sum(1)).add(x.sum(1))),
        one("normalized in two shapes", x -> turned(x.sub(a(x)).mul(b(x))).add(x.sum(1))),
        one("sums of products down longer rows", x -> turned(x.mul(x.exp())).sum(0)),
        one("sums of squares down longer rows", x -> turned(x.sub(a(x))).square().sum(0)),
        one("sums of moments down longer rows", x -> turned(x).mul(turned(x.sub(a(x)))).sum(0)),
        one("corrected in two shapes", x -> correctedInTwoShapes(x, x.sum(1))));
  }

  private static Tensor turned(Tensor x) {
    return x.reshape(x.shape().dim(1), x.shape().dim(0));
  }

  private static Tensor correctedInTwoShapes(Tensor x, Tensor row) {
    var centered = turned(x.tanh().sub(b(x))).mul(row);
    return turned(x.sub(a(x))).sub(centered).mul(row);
  }

  private static Tensor a(Tensor x) {
    return x.slice(0, 1, 2);
  }

  private static Tensor b(Tensor x) {
    return x.slice(0, 2, 3).reshape(x.shape().dim(1));
  }

  private static Tensor scaledTwice(Tensor y) {
    return y.relu().mul(y);
  }

  private static Tensor normalized(Tensor x) {
    return x.sub(a(x)).mul(b(x)).add(a(x));
  }

  private static Tensor corrected(Tensor x, Tensor product) {
    return x.sub(a(x)).sub(product).mul(b(x));
  }

  private static Tensor correctedFromMatrix(Tensor x, Tensor product) {
    return x.sub(x.exp()).sub(product).mul(b(x));
  }

  private static Tensor correctedAndPart(Tensor x, Tensor product) {
    return corrected(x, product).add(product);
  }

  private static Tensor momentsAndDifference(Tensor x, Tensor difference) {
    return x.exp().mul(difference).sum(0).mul(difference);
  }

  @Test
  void whatIsDoneInOnePassNeedsNoMemoryInBetween() {
    try (var workers = Workers.of(1)) {
      var compute = Compute.of(KernelsWithFormulas.scalar(), workers);
      var rows = TWOS;
      assertThat(bytes(compute, x -> x.sub(rows).square().sum(0))).isEqualTo(400);
      assertThat(bytes(compute, x -> x.mul(x).sum(0))).isEqualTo(400);
      assertThat(bytes(compute, x -> x.sub(rows).div(rows))).isEqualTo(400 * 50);
      assertThat(bytes(compute, x -> x.mul(rows).add(rows).relu())).isEqualTo(400 * 50);
      assertThat(bytes(compute, x -> x.add(rows).relu())).isEqualTo(400 * 50);
      assertThat(bytes(compute, x -> x.sub(rows).mul(rows).add(rows).relu())).isEqualTo(400 * 50);
      assertThat(bytes(compute, x -> x.mul(x.sub(rows)).sum(0))).isEqualTo(400);
      assertThat(bytes(compute, x -> x.sub(rows).sub(x.sub(rows).mul(rows)).mul(rows)))
          .isEqualTo(400 * 50);
    }
  }

  private static long bytes(Compute compute, UnaryOperator<Tensor> computation) {
    return compute.call(
        () -> compiled(Shape.of(50, 100), (x, _) -> computation.apply(x)).program().bytes());
  }

  @Test
  void equalNumbersAreOne() {
    var ready = compiled(Shape.of(500), (x, _) -> x.mul(3).exp().add(x.mul(3).exp().neg().exp()));
    assertThat(ready.program().bytes()).isEqualTo(4_000);
  }

  @Test
  void zerosOfEitherSignAreTwo() {
    assertSameAgain(
        Shape.of(5), (x, _) -> x.exp().div(0).add(Tensor.scalar(1).div(x.exp().mul(-0.0))));
  }

  @Test
  void drawsThatAreScaledAreTheSameNumbers() {
    assertSameAgain(Shape.of(300, 257), (x, rng) -> x.mul(rng.bernoulli(x.shape(), 0.8).mul(1.25)));
    assertSameAgain(
        Shape.of(41, 3),
        (x, rng) -> {
          var ones = rng.at("ones").bernoulli(x.shape(), 0.5);
          var used = rng.at("used").bernoulli(x.shape(), 0.5);
          var normal = rng.at("normal").normal(x.shape()).mul(1.25);
          var negative = rng.at("negative").bernoulli(x.shape(), 0.5).mul(-2);
          var twice = rng.at("twice").bernoulli(x.shape(), 0.5).mul(1e30).mul(1e30);
          var row = rng.at("row").bernoulli(Shape.of(3), 0.5).mul(3);
          var given = rng.at("given").bernoulli(x.shape(), 0.5).mul(x.sum());
          return ones.mul(x)
              .add(used.mul(2).mul(used))
              .add(normal)
              .add(negative)
              .sub(twice)
              .add(row)
              .mul(given);
        });
  }

  @Test
  void aDrawTimesInfinityIsInfiniteOrNoNumber() {
    var computation =
        (BiFunction<Tensor, Rng, Tensor>)
            (x, rng) -> rng.bernoulli(x.shape(), 0.5).mul(Float.POSITIVE_INFINITY).maximum(x);
    var ready = compiled(Shape.of(64), computation);
    var x = Tensor.zeros(64);
    assertThat(ready.run(x, RNG).toArray()).isEqualTo(computation.apply(x, RNG).toArray());
  }

  @Test
  void longRowsAreSharedOutAmongTheWorkers() {
    assertSameAgain(Shape.of(300, 257), (x, _) -> x.mul(2).add(x.sum(0)).exp().sum(1));
  }

  @Test
  void drawsOtherNumbersFromAnotherSource() {
    assertSameAgain(
        Shape.of(40, 9),
        (x, rng) -> {
          var layer = rng.at("layers").at(3);
          var kept = x.mul(layer.at("mask").bernoulli(x.shape(), 0.7));
          var noise = layer.at("noise").normal(x.shape()).mul(rng.uniform(x.shape(), -1, 2));
          return kept.add(noise);
        });
  }

  @Test
  void drawsOtherNumbersOfALongTensor() {
    assertSameAgain(
        Shape.of(300, 257), (x, rng) -> x.mul(rng.at("mask").bernoulli(x.shape(), 0.5)));
  }

  @Test
  void checksAgain() {
    var ready =
        compiled(
            Shape.of(3),
            (x, _) -> {
              var positive = x.abs();
              TensorAccess.check(
                  positive,
                  values -> {
                    if (values.get(1) > 100) {
                      throw new IllegalArgumentException("too large");
                    }
                  });
              return x.neg();
            });
    assertThat(ready.run(Tensor.of(1, 2, 300), RNG).toArray()).containsExactly(-1, -2, -300);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ready.run(Tensor.of(1, -200, 3), RNG))
        .withMessage("too large");
  }

  @Test
  void whatIsPickedByTheNumbersIsCheckedAgain() {
    var ready = compiled(Shape.of(2), (x, _) -> x.sub(x).oneHot(2));
    assertThat(ready.run(Tensor.of(1, 5), RNG).toArray()).containsExactly(1, 0, 1, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ready.run(Tensor.of(1, Float.NaN), RNG))
        .withMessageStartingWith("oneHot: index 1 is ");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("looks")
  void readingElementsInPlainJavaIsAnObstacle(String name, Consumer<Tensor> look) {
    var x = Tensor.of(3);
    assertThat(recorded(x, () -> look.accept(x.mul(2))).obstacle())
        .contains(name + " reads elements of [1] in plain Java");
  }

  static List<Arguments> looks() {
    return List.of(
        look("item", x -> x.item()),
        look("at", x -> x.at(0)),
        look("toArray", x -> x.toArray()),
        look("copyTo", x -> x.copyTo(new float[1], 0)),
        look("copyTo", x -> x.copyTo(0, 1, new float[1], 0)),
        look("sameBits", x -> x.sameBits(Tensor.of(1))),
        look("sameBits", x -> Tensor.of(1).sameBits(x)),
        look("inspect", x -> x.inspect(_ -> {})),
        look("toString", x -> assertThat(x.toString()).isNotEmpty()));
  }

  private static Arguments look(String name, Consumer<Tensor> look) {
    return Arguments.of(name, look);
  }

  @Test
  void aRecordingWithAnObstacleHasNoProgram() {
    var x = Tensor.of(1, 2, 3);
    var recording = recorded(x, () -> x.mul(x.sum().item()));
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () -> Program.of(recording, Map.of(), List.of(), List.of(), new PackedMatrices()))
        .withMessageContaining("item reads elements of []");
  }

  @Test
  void anOrderThatIsDrawnIsAnObstacle() {
    var recording = recorded(Tensor.of(1), () -> RNG.at("order").permutation(3));
    assertThat(recording.obstacle()).contains("permutation draws an order");
  }

  @Test
  void aTensorFromNowhereIsAnObstacle() {
    var x = Tensor.of(1, 2, 3);
    var other = Tensor.of(2, 3, 4);
    assertThat(recorded(x, () -> x.mul(other)).obstacle())
        .contains("mul uses a tensor [3] that comes from nowhere");
  }

  @Test
  void recordingsOfTheSameComputationDoNotDiffer() {
    assertThat(difference(x -> x.mul(2).sum(), x -> x.mul(2).sum())).isNull();
    assertThat(difference(x -> x.mul(2).sum(), x -> x.mul(3).sum()))
        .isEqualTo("operation 1 was mul of [3], [] to [3] and then mul of [3], [] to [3]");
    assertThat(difference(x -> x.mul(2).sum(), x -> x.add(2).sum()))
        .startsWith("operation 1 was mul of ");
    assertThat(difference(x -> x.exp().add(x), x -> x.exp().add(x.exp())))
        .startsWith("operation 2 was add of ");
    assertThat(difference(x -> x.exp(), x -> x.exp().neg()))
        .isEqualTo("it has 1 operations and then 2");
  }

  private static String difference(UnaryOperator<Tensor> first, UnaryOperator<Tensor> second) {
    var one = Tensor.of(1, 2, 3);
    var other = Tensor.of(3, 2, 1);
    return recorded(one, () -> assertThat(first.apply(one)).isNotNull())
        .difference(recorded(other, () -> assertThat(second.apply(other)).isNotNull()));
  }

  @Test
  void listsItsInstructions() {
    var x = RNG.at("first").normal(Shape.of(2, 3));
    var ready = Compiled.of(x, List.of(), RNG, () -> x.mul(2).relu().sum());
    assertThat(ready.program())
        .hasToString(
            """
            mul                    x, 2.0 → a1 [2, 3]
            relu                   a1 → a1 [2, 3]
            sum                    a1 → a2 [1]
            """);
  }

  @Test
  void aNumberThatIsAlwaysTheSameMayBeLookedAt() {
    assertSameAgain(Shape.of(3), (x, _) -> x.mul(Tensor.of(2, 3).sum().item()));
  }

  @Test
  void memoryIsUsedAgain() {
    var ready =
        compiled(
            Shape.of(1_000),
            (x, _) -> {
              var y = x.mul(2);
              for (int i = 0; i < 50; i++) {
                y = y.add(x).exp().neg();
              }
              return y;
            });
    assertThat(ready.program().bytes()).isEqualTo(4_000);
  }

  @Test
  void resultsThatWereNotAskedForAreAnError() {
    var ready = compiled(Shape.of(3), (x, _) -> x.neg());
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> ready.program().result(1));
  }
}
