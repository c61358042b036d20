package dev.cortado.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Workers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The number of threads never shows in a result. Sizes are above a tile's, and no multiple of one.
 */
class ThreadsTest {

  private static final Rng RNG = Rng.of(11);
  private static final Tensor ROW = RNG.at("row").normal(Shape.of(331));
  private static final Tensor COLUMN = RNG.at("column").normal(Shape.of(401, 1));
  private static final Tensor MATRIX = RNG.at("matrix").normal(Shape.of(401, 331));
  private static final Tensor OTHER = RNG.at("other").normal(Shape.of(331, 277));
  private static final Tensor LONG = RNG.at("long").normal(Shape.of(1_000_003));
  private static final Tensor TALL = RNG.at("tall").normal(Shape.of(40_001, 3));
  private static final Tensor CUBE = RNG.at("cube").normal(Shape.of(37, 61, 43));

  static List<String> operations() {
    return List.copyOf(all().keySet());
  }

  private static Map<String, Supplier<Tensor>> all() {
    var all = new LinkedHashMap<String, Supplier<Tensor>>();
    all.put("a matrix plus a row", () -> MATRIX.add(ROW));
    all.put("a column times a matrix", () -> COLUMN.mul(MATRIX));
    all.put("a column over a row", () -> COLUMN.div(ROW));
    all.put("a number less a matrix", () -> Tensor.scalar(1).sub(MATRIX));
    all.put("a cube and a row of it compared", () -> CUBE.lt(CUBE.slice(1, 3, 4)));
    all.put("the larger of two", () -> LONG.maximum(LONG.neg().mul(0.5)));
    all.put("one or the other", () -> MATRIX.gt(0).where(MATRIX, ROW));
    all.put("exp", () -> LONG.exp());
    all.put("tanh", () -> CUBE.tanh());
    all.put("sum of all", () -> LONG.sum());
    all.put("sum of rows", () -> MATRIX.sum(1));
    all.put("sum of columns", () -> MATRIX.sum(0));
    all.put("sum of tall columns", () -> TALL.sum(0));
    all.put("sum of long rows", () -> LONG.slice(0, 0, 1_000_000).reshape(8, -1).sum(1));
    all.put("sum of the middle axis", () -> CUBE.sum(1));
    all.put("sum of the outer axes", () -> CUBE.sum(0, 2));
    all.put("largest of all", () -> LONG.max());
    all.put("largest of columns", () -> TALL.max(0));
    all.put("variance", () -> MATRIX.variance(0));
    all.put("softmax", () -> MATRIX.softmax(1));
    all.put("logSumExp down columns", () -> TALL.logSumExp(0));
    all.put("matrix product", () -> MATRIX.matmul(OTHER));
    all.put("transposed product", () -> Tensor.matmul(MATRIX, true, MATRIX, false));
    all.put("product of a batch", () -> CUBE.matmul(CUBE.transpose()));
    all.put("matrix times a vector", () -> MATRIX.matmul(ROW));
    return all;
  }

  @ParameterizedTest
  @MethodSource("operations")
  void anyNumberOfThreadsGivesTheSameBits(String operation) {
    var body = all().get(operation);
    assertThat(body).isNotNull();
    var results = IntStream.of(1, 2, 3, 4, 8).mapToObj(threads -> on(threads, body)).toList();
    for (var result : results) {
      assertThat(result.sameBits(results.getFirst())).isTrue();
    }
  }

  private static Tensor on(int threads, Supplier<Tensor> body) {
    try (var workers = Workers.of(threads)) {
      return Compute.with(workers).call(body);
    }
  }
}
