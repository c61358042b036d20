package dev.cortado.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {

  private static final Rng RNG = Rng.of(7);

  @Test
  void partsHaveTheirSizesAndShareNoRow() {
    var split = skewed(2_000).split(0.7, 0.15, RNG);

    assertThat(split.train().size()).isEqualTo(1_400);
    assertThat(split.valid().size()).isEqualTo(300);
    assertThat(split.test().size()).isEqualTo(300);
    assertThat(rows(split.train(), split.valid(), split.test()))
        .hasSize(2_000)
        .doesNotHaveDuplicates();
  }

  @Test
  void isAFunctionOfTheSource() {
    var data = skewed(100);

    assertThat(
            data.split(0.6, 0.2, RNG).train().x().sameBits(data.split(0.6, 0.2, RNG).train().x()))
        .isTrue();
    assertThat(
            data.split(0.6, 0.2, RNG)
                .train()
                .x()
                .sameBits(data.split(0.6, 0.2, Rng.of(8)).train().x()))
        .isFalse();
  }

  @Test
  void twoPartsThatMakeOneLeaveNoneForTesting() {
    var split = skewed(10).split(0.7, 0.3, RNG);

    assertThat(split.valid().size()).isEqualTo(3);
    assertThat(split.test().size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 50, 101, 999})
  void stratifiedPartsKeepEachClassesShare(int size) {
    var data = skewed(size);
    var split = Split.stratified(data, 0.5, 0.3, RNG);

    assertThat(rows(split.train(), split.valid(), split.test()))
        .hasSize(size)
        .doesNotHaveDuplicates();
    for (var part : List.of(split.train(), split.valid(), split.test())) {
      for (int label = 0; label < 3; label++) {
        double share = (double) data.classCounts().get(label) / size;
        assertThat((double) part.classCounts().get(label))
            .isEqualTo(share * part.size(), within(1.5));
      }
    }
  }

  @Test
  void foldsLeaveEveryRowOutOnce() {
    var folds = Fold.random(skewed(23), 5, RNG);

    assertThat(folds).extracting(fold -> fold.valid().size()).containsExactly(5, 5, 5, 4, 4);
    assertThat(rows(folds.stream().map(Fold::valid).toArray(Dataset[]::new)))
        .hasSize(23)
        .doesNotHaveDuplicates();
    for (var fold : folds) {
      assertThat(rows(fold.train(), fold.valid())).hasSize(23).doesNotHaveDuplicates();
    }
  }

  @Test
  void stratifiedFoldsDifferByAtMostOneRowOfEachClass() {
    var folds = Fold.stratified(skewed(103), 4, RNG);

    for (int label = 0; label < 3; label++) {
      int of = label;
      var counts = folds.stream().map(fold -> fold.valid().classCounts().get(of)).toList();
      assertThat(counts.stream().mapToInt(it -> it).max().orElseThrow())
          .isLessThanOrEqualTo(counts.stream().mapToInt(it -> it).min().orElseThrow() + 1);
    }
    assertThat(rows(folds.stream().map(Fold::valid).toArray(Dataset[]::new)))
        .hasSize(103)
        .doesNotHaveDuplicates();
  }

  @Test
  void refusesPartsThatAreNone() {
    var data = skewed(3);

    assertThatThrownBy(() -> data.split(0.8, 0.3, RNG))
        .hasMessage("split: 0.8 for training and 0.3 for validation, expected parts of 1");
    assertThatThrownBy(() -> data.split(0.9, 0.05, RNG))
        .hasMessage("split: 3 rows leave none for validation");
    assertThatThrownBy(() -> data.split(0.9, 0, RNG))
        .hasMessage("split: 3 rows leave none for testing");
    assertThatThrownBy(() -> data.split(0.1, 0.5, RNG))
        .hasMessage("split: 3 rows leave none for training");
    assertThatThrownBy(() -> Fold.random(data, 4, RNG))
        .hasMessage("folds: 4 folds of 3 rows, expected 2 to 3");
    assertThatThrownBy(() -> Split.stratified(Toys.sine(9, 0, RNG), 0.5, 0.5, RNG))
        .hasMessage("split: stratified by a number; only classes can keep their share, use random");
  }

  /** Row {@code i} holds {@code i}; half of the rows are of class 0, a tenth of class 2. */
  private static Dataset skewed(int rows) {
    float[] labels = new float[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = i % 10 == 0 ? 2 : i % 2;
    }
    return Dataset.of(
        Tensor.range(rows).expand(1), Tensor.of(labels), Target.classes("a", "b", "c"));
  }

  private static List<Float> rows(Dataset... parts) {
    return Stream.of(parts)
        .map(part -> part.x().toArray())
        .flatMap(x -> IntStream.range(0, x.length).mapToObj(i -> x[i]))
        .toList();
  }
}
