package dev.cortado.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said when a tensor is misused: the operation, the values, and what would do. */
class ErrorMessagesTest {

  private static final Tensor S = Tensor.scalar(1);
  private static final Tensor V = Tensor.of(1, 2, 3);
  private static final Tensor M = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}});

  /** A misuse and the whole message. */
  record Misuse(String message, ThrowingCallable call) {
    @Override
    public String toString() {
      return message;
    }
  }

  /** Cases under construction. */
  private static final class Cases {
    private final List<Misuse> all = new ArrayList<>();

    void add(String message, ThrowingCallable call) {
      all.add(new Misuse(message, call));
    }
  }

  static List<Misuse> misuses() {
    var cases = new Cases();
    creation(cases);
    access(cases);
    shapes(cases);
    arithmetic(cases);
    aggregation(cases);
    rearranging(cases);
    picking(cases);
    joining(cases);
    products(cases);
    return cases.all;
  }

  private static void creation(Cases cases) {
    cases.add(
        "tensor: row 1 has 1 values, row 0 has 2", () -> Tensor.of(new float[][] {{1, 2}, {3}}));
    cases.add(
        "tensor: 3 values for shape [2, 2], which has 4", () -> Tensor.of(Shape.of(2, 2), 1, 2, 3));
    cases.add("shape: [-1] has a negative length", () -> Tensor.range(-1));
    cases.add(
        "range: 20,000,000 entries, indices above 16,777,216 are not exact in a float",
        () -> Tensor.range(20_000_000));
    cases.add("linspace: 1 points, expected at least 2", () -> Tensor.linspace(0, 1, 1));
    cases.add("shape: [-2, -2] has a negative length", () -> Tensor.eye(-2));
    cases.add("shape: [2, -3] has a negative length", () -> Tensor.zeros(2, -3));
  }

  private static void access(Cases cases) {
    cases.add("item: [2, 3] has 6 elements, expected one", () -> M.item());
    cases.add("item: [0] has 0 elements, expected one", () -> Tensor.zeros(0).item());
    cases.add("at: index [0] for [2, 3], expected a number for each of its 2 axes", () -> M.at(0));
    cases.add("at: index 3 on axis 1 of [2, 3], which has 3 entries", () -> M.at(0, 3));
    cases.add("at: index -3 on axis 0 of [2, 3], which has 2 entries", () -> M.at(-3, 0));
    cases.add(
        "copyTo: 6 elements from index 1 on do not fit an array of 6",
        () -> M.copyTo(new float[6], 1));
    cases.add(
        "copyTo: 3 elements from index -1 on do not fit an array of 6",
        () -> V.copyTo(new float[6], -1));
  }

  private static void shapes(Cases cases) {
    cases.add(
        "shape: [100000, 30000] has more than 2,147,483,639 elements, the most that one array can"
            + " hold",
        () -> Shape.of(100_000, 30_000));
    cases.add(
        "shape: [65536, 65536, 65536, 65536] has more than 2,147,483,639 elements,"
            + " the most that one array can hold",
        () -> Shape.of(1 << 16, 1 << 16, 1 << 16, 1 << 16));
    cases.add(
        "shape: [2147483647] has more than 2,147,483,639 elements, the most that one array can"
            + " hold",
        () -> Shape.of(Integer.MAX_VALUE));
    cases.add("dim: axis 2 of [2, 3], expected -2 to 1", () -> M.shape().dim(2));
    cases.add("dim: axis 0 of [], which has no axes", () -> S.shape().dim(0));
    cases.add(
        "broadcast: [2, 3] and [2]: dimension 1 is 3 vs 2\n  [2, 3]\n  [   2]",
        () -> M.shape().broadcast(Shape.of(2)));
    cases.add(
        "shape: [50000, 50000] has more than 2,147,483,639 elements, the most that one array can"
            + " hold",
        () -> Tensor.zeros(50_000, 1).add(Tensor.zeros(50_000)));
  }

  private static void arithmetic(Cases cases) {
    cases.add(
        "add: [3, 4] and [5]: dimension 1 is 4 vs 5\n  [3, 4]\n  [   5]",
        () -> Tensor.zeros(3, 4).add(Tensor.zeros(5)));
    cases.add(
        "sub: [3] and [2, 3, 4]: dimension 2 is 3 vs 4\n  [      3]\n  [2, 3, 4]",
        () -> V.sub(Tensor.zeros(2, 3, 4)));
    cases.add(
        "mul: [10] and [1, 5]: dimension 1 is 10 vs 5\n  [   10]\n  [1,  5]",
        () -> Tensor.zeros(10).mul(Tensor.zeros(1, 5)));
    cases.add(
        "div: [3] and [2]: dimension 0 is 3 vs 2\n  [3]\n  [2]", () -> V.div(Tensor.zeros(2)));
    cases.add(
        "div: [3] and [0]: dimension 0 is 3 vs 0\n  [3]\n  [0]", () -> V.div(Tensor.zeros(0)));
    cases.add(
        "maximum: [3] and [2]: dimension 0 is 3 vs 2\n  [3]\n  [2]",
        () -> V.maximum(Tensor.zeros(2)));
    cases.add(
        "minimum: [3] and [2]: dimension 0 is 3 vs 2\n  [3]\n  [2]",
        () -> V.minimum(Tensor.zeros(2)));
    cases.add("lt: [3] and [2]: dimension 0 is 3 vs 2\n  [3]\n  [2]", () -> V.lt(Tensor.zeros(2)));
    cases.add("ne: [3] and [2]: dimension 0 is 3 vs 2\n  [3]\n  [2]", () -> V.ne(Tensor.zeros(2)));
    cases.add(
        "where: [2, 3] and [4]: dimension 1 is 3 vs 4\n  [2, 3]\n  [   4]",
        () -> M.where(S, Tensor.zeros(4)));
    cases.add("clip: from 1.0 to -1.0, expected low ≤ high", () -> V.clip(1, -1));
    cases.add("clip: from NaN to 1.0, expected low ≤ high", () -> V.clip(Double.NaN, 1));
  }

  private static void aggregation(Cases cases) {
    cases.add("sum: axis 7 of [2, 3], expected -2 to 1", () -> M.sum(7));
    cases.add("sum: axis -1 of [2, 3] is named twice", () -> M.sum(1, -1));
    cases.add("sum: axis 0 of [], which has no axes", () -> S.sum(0));
    cases.add("mean: axis 2 of [2, 3], expected -2 to 1", () -> M.mean(2));
    cases.add("variance: axis 2 of [2, 3], expected -2 to 1", () -> M.variance(2));
    cases.add("sampleVariance: axis -3 of [2, 3], expected -2 to 1", () -> M.sampleVariance(-3));
    cases.add("max: axis 2 of [2, 3], expected -2 to 1", () -> M.max(2));
    cases.add("min: axis 2 of [2, 3], expected -2 to 1", () -> M.min(2));
    cases.add(
        "max: all axes of [0]: no entries, expected at least one", () -> Tensor.zeros(0).max());
    cases.add(
        "min: axis -1 of [2, 0]: no entries, expected at least one",
        () -> Tensor.zeros(2, 0).min(-1));
    cases.add(
        "max: axes 0, 1 of [2, 0, 3]: no entries, expected at least one",
        () -> Tensor.zeros(2, 0, 3).max(0, 1));
    cases.add("argMax: axis 1 of [3], expected -1 to 0", () -> V.argMax(1));
    cases.add("argMin: axis 1 of [3], expected -1 to 0", () -> V.argMin(1));
    cases.add(
        "argMax: axis 0 of [0]: no entries, expected at least one",
        () -> Tensor.zeros(0).argMax(0));
    cases.add(
        "argMin: axis 0 of [0]: no entries, expected at least one",
        () -> Tensor.zeros(0).argMin(0));
    cases.add("softmax: axis 1 of [3], expected -1 to 0", () -> V.softmax(1));
    cases.add("softmax: axis 0 of [], which has no axes", () -> S.softmax(0));
    cases.add(
        "softmax: axis 1 of [2, 0]: no entries, expected at least one",
        () -> Tensor.zeros(2, 0).softmax(1));
    cases.add("logSoftmax: axis 2 of [2, 3], expected -2 to 1", () -> M.logSoftmax(2));
    cases.add("logSumExp: axis 2 of [2, 3], expected -2 to 1", () -> M.logSumExp(2));
  }

  private static void rearranging(Cases cases) {
    cases.add("reshape: [3, 4] has 12 elements, [5] has 5", () -> Tensor.zeros(3, 4).reshape(5));
    cases.add("reshape: [2, 3] to [-1, -1]: more than one -1", () -> M.reshape(-1, -1));
    cases.add("reshape: [2, 3] to [4, -1]: 6 elements do not divide by 4", () -> M.reshape(4, -1));
    cases.add(
        "reshape: [0, 3] to [0, -1]: 0 elements do not divide by 0",
        () -> Tensor.zeros(0, 3).reshape(0, -1));
    cases.add("shape: [2, -3] has a negative length", () -> M.reshape(2, -3));
    cases.add("expand: new axis 3 for [2, 3], expected -3 to 2", () -> M.expand(3));
    cases.add("squeeze: axis 0 of [2, 3] has length 2, expected 1", () -> M.squeeze(0));
    cases.add("squeeze: axis 5 of [2, 3], expected -2 to 1", () -> M.squeeze(5));
    cases.add(
        "transpose: [3] has no rows and columns; expand(0) makes a row, expand(1) a column",
        () -> V.transpose());
    cases.add(
        "permute: order [0, 0] for [2, 3], expected each of [0, 1] once", () -> M.permute(0, 0));
    cases.add(
        "permute: order [0, 2] for [2, 3], expected each of [0, 1] once", () -> M.permute(0, 2));
    cases.add(
        "permute: order [1, -2] for [2, 3], expected each of [0, 1] once", () -> M.permute(1, -2));
    cases.add("permute: order [] for [2, 3], expected each of [0, 1] once", () -> M.permute());
    cases.add(
        "permute: order [0, 1, 2] for [2, 3], expected each of [0, 1] once",
        () -> M.permute(0, 1, 2));
    cases.add("permute: order [0] for [], expected each of [] once", () -> S.permute(0));
    cases.add(
        "broadcastTo: [3] and [2]: dimension 0 is 3 vs 2\n  [3]\n  [2]",
        () -> V.broadcastTo(Shape.of(2)));
    cases.add("broadcastTo: [2, 3] does not stretch to [3]", () -> M.broadcastTo(Shape.of(3)));
    cases.add("broadcastTo: [3] does not stretch to [2, 1]", () -> V.broadcastTo(Shape.of(2, 1)));
    cases.add(
        "slice: 1 to 4 on axis 1 of [2, 3], expected 0 ≤ from ≤ to ≤ 3", () -> M.slice(1, 1, 4));
    cases.add(
        "slice: 2 to 1 on axis 0 of [2, 3], expected 0 ≤ from ≤ to ≤ 2", () -> M.slice(0, 2, 1));
    cases.add(
        "slice: -1 to 1 on axis 0 of [3], expected 0 ≤ from ≤ to ≤ 3", () -> V.slice(0, -1, 1));
    cases.add("slice: axis 0 of [], which has no axes", () -> S.slice(0, 0, 1));
    cases.add("row: 2 of [2, 3], which has 2 rows", () -> M.row(2));
    cases.add("row: axis 0 of [], which has no axes", () -> S.row(0));
  }

  private static void picking(Cases cases) {
    cases.add(
        "gather: index 1 is 2.0, expected a whole number from 0 to 1",
        () -> M.gather(Tensor.of(0, 2)));
    cases.add(
        "gather: index 0 is -1.0, expected a whole number from 0 to 2",
        () -> M.gather(Tensor.of(-1), 1));
    cases.add(
        "gather: index 0 is 0.5, expected a whole number from 0 to 1",
        () -> M.gather(Tensor.of(0.5f)));
    cases.add(
        "gather: index 0 is NaN, expected a whole number from 0 to 1",
        () -> M.gather(Tensor.of(Float.NaN)));
    cases.add(
        "gather: index 0 is 0.0, and there are no entries",
        () -> Tensor.zeros(0, 3).gather(Tensor.of(0)));
    cases.add("gather: axis 2 of [2, 3], expected -2 to 1", () -> M.gather(Tensor.of(0), 2));
    cases.add(
        "scatterAdd: axis 2 for [2, 3] with index [2], expected -2 to 1",
        () -> M.scatterAdd(Tensor.of(0, 1), 2, 3));
    cases.add(
        "scatterAdd: [2, 3] with index [3]: axis 0 is 2, the index's axis 0 is 3",
        () -> M.scatterAdd(Tensor.of(0, 1, 2), 0, 3));
    cases.add(
        "scatterAdd: index 1 is 3.0, expected a whole number from 0 to 2",
        () -> M.scatterAdd(Tensor.of(0, 3), 0, 3));
    cases.add(
        "scatterAdd: length -1, expected 0 or more", () -> M.scatterAdd(Tensor.of(0, 1), 0, -1));
    cases.add("scatterAdd: index [2, 3] has more axes than [3]", () -> V.scatterAdd(M, 0, 3));
    cases.add(
        "oneHot: index 2 is 3.0, expected a whole number from 0 to 2",
        () -> Tensor.of(0, 1, 3).oneHot(3));
    cases.add(
        "oneHot: index 0 is 0.5, expected a whole number from 0 to 2",
        () -> Tensor.of(0.5f).oneHot(3));
    cases.add("oneHot: 0 classes, expected at least 1", () -> V.oneHot(0));
  }

  private static void joining(Cases cases) {
    cases.add("concat: no tensors", () -> Tensor.concat(0));
    cases.add("concat: axis 1 of [3], expected -1 to 0", () -> Tensor.concat(1, V, V));
    cases.add(
        "concat: [2, 3] and [1, 2] differ elsewhere than on axis 0",
        () -> Tensor.concat(0, M, Tensor.zeros(1, 2)));
    cases.add(
        "concat: [2, 3] and [3] differ elsewhere than on axis 0", () -> Tensor.concat(0, M, V));
    cases.add("concat: axis 0 of [], which has no axes", () -> Tensor.concat(0, S, S));
    cases.add("stack: no tensors", () -> Tensor.stack(0));
    cases.add("stack: [3] and [2], expected one shape", () -> Tensor.stack(0, V, Tensor.of(1, 2)));
    cases.add("stack: new axis 2 for [3], expected -2 to 1", () -> Tensor.stack(2, V, V));
  }

  private static void products(Cases cases) {
    cases.add(
        "matmul: inner sizes differ, [2, 3] × [4, 5]: 3 ≠ 4", () -> M.matmul(Tensor.zeros(4, 5)));
    cases.add(
        "matmul: inner sizes differ, [3, 2] × [3, 2]: 2 ≠ 3",
        () -> Tensor.matmul(M, true, M, true));
    cases.add(
        "matmul: inner sizes differ, [1, 3] × [2, 1]: 3 ≠ 2", () -> V.matmul(Tensor.of(1, 2)));
    cases.add(
        "matmul: inner sizes differ, [2, 3] × [2, 1]: 3 ≠ 2", () -> M.matmul(Tensor.of(1, 2)));
    cases.add("matmul: [2, 3] × []: a single number; use mul", () -> M.matmul(S));
    cases.add("matmul: [] × [3]: a single number; use mul", () -> S.matmul(V));
    cases.add(
        "matmul, batch axes: [2] and [3]: dimension 0 is 2 vs 3\n  [2]\n  [3]",
        () -> Tensor.zeros(2, 1, 4).matmul(Tensor.zeros(3, 4, 1)));
  }

  @ParameterizedTest
  @MethodSource("misuses")
  void aMistakeIsExplained(Misuse misuse) {
    assertThatThrownBy(misuse.call())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(misuse.message());
  }

  @Test
  void aMessageReadsTheSameInEveryLocale() {
    var before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThatThrownBy(() -> Tensor.range(20_000_000)).hasMessageContaining("20,000,000");
      assertThat(Tensor.of(1.5f)).hasToString("[1.5]");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void everyMessageNamesItsOperationAndEndsWithoutAFullStop() {
    assertThat(misuses())
        .allSatisfy(misuse -> assertThat(misuse.message()).matches("(?s)[^ ]+[:,] .*[^.]"));
  }
}
