package dev.cortado.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchesTest {

  private static final Rng RNG = Rng.of(42);

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "1, 32, 1", "10, 3, 4", "12, 3, 4", "100, 100, 1", "100, 101, 1"})
  void everyRowComesOnceAndExactlyOnce(int rows, int size, int count) {
    var batches = numbered(rows).batches(size, RNG, 3);

    assertThat(batches.size()).isEqualTo(count);
    var seen = new ArrayList<Integer>();
    for (var batch : batches) {
      batch.rows().stream().forEach(seen::add);
      for (int i = 0; i < batch.size(); i++) {
        assertThat(batch.x().at(i, 0)).isEqualTo(batch.rows().at(i));
        assertThat(batch.y().at(i, 0)).isEqualTo(-batch.rows().at(i));
      }
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(IntStream.range(0, rows).boxed().toList());
  }

  @Test
  void theLastBatchHasTheRest() {
    var sizes =
        StreamSupport.stream(numbered(10).batches(4, RNG, 0).spliterator(), false)
            .map(Batch::size)
            .toList();

    assertThat(sizes).containsExactly(4, 4, 2);
  }

  @Test
  void theOrderIsAFunctionOfSourceAndEpoch() {
    var data = numbered(50);

    assertThat(data.batches(8, RNG, 7).order()).isEqualTo(data.batches(5, RNG, 7).order());
    assertThat(data.batches(8, RNG, 7).order()).isNotEqualTo(data.batches(8, RNG, 8).order());
    assertThat(data.batches(8, RNG, 7).order())
        .isNotEqualTo(data.batches(8, Rng.of(43), 7).order());
  }

  @Test
  void anyBatchCanBeHadByItself() {
    var batches = numbered(10).batches(4, RNG, 1);
    var third = new ArrayList<Batch>();
    batches.forEach(third::add);

    assertThat(batches.at(2).rows()).isEqualTo(third.get(2).rows());
    assertThat(batches.at(2).x().sameBits(third.get(2).x())).isTrue();
  }

  @Test
  void withoutASourceTheRowsComeInTheirOrder() {
    assertThat(numbered(3).batches(2).order()).isEqualTo(RowOrder.of(0, 1, 2));
  }

  @Test
  void aMeanWeightedBySizeIsTheMeanOfAllRowsAndOneByBatchIsNot() {
    var data = numbered(10);
    double bySize = 0;
    double byBatch = 0;
    for (var batch : data.batches(4)) {
      double mean = batch.x().mean().item();
      bySize += mean * batch.size() / data.size();
      byBatch += mean / data.batches(4).size();
    }

    assertThat(bySize).isEqualTo(4.5, within(1e-6));
    assertThat(byBatch).isEqualTo((1.5 + 5.5 + 8.5) / 3, within(1e-6));
  }

  @Test
  void refusesWhatGivesNoBatches() {
    assertThatThrownBy(() -> numbered(3).batches(0))
        .hasMessage("batches: size is 0, expected at least 1");
    assertThatThrownBy(() -> numbered(3).rows(RowOrder.of()).batches(2))
        .hasMessage("batches: the data set has no rows");
    assertThatThrownBy(() -> numbered(3).batches(2).at(2))
        .hasMessage("batches: number 2, expected 0 to 1");
  }

  /** Row {@code i} is {@code i → −i}. */
  private static Dataset numbered(int rows) {
    var x = Tensor.range(rows).expand(1);
    return Dataset.of(x, x.neg(), Target.numbers("y"));
  }

  @ParameterizedTest
  @CsvSource({
    "81, 20, true, 21",
    "81, 1, true, 3",
    "81, 21, false, 22",
    "4, 3, true, 4",
    "3, 2, true, 3",
    "2, 1, true, 2",
    "100, 101, false, 102",
    "1, 32, true, 33"
  })
  void aBatchOfOneIsKnownBeforehandAndHowToAvoidIt(int rows, int size, boolean single, int other) {
    assertThat(Batches.leaveOne(rows, size)).isEqualTo(single);
    assertThat(Batches.sizeAbove(rows, size)).isEqualTo(other);
  }
}
