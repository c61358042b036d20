package dev.cortado.blas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallTilingTest {

  @Test
  void aSmallProductIsOneCall() {
    assertThat(CallTiling.of(64, 64, 64)).isEqualTo(new CallTiling(64, 64, 64, 1, 1));
  }

  @Test
  void aLayersProductIsSharedByTwo() {
    assertThat(CallTiling.of(64, 256, 784)).isEqualTo(new CallTiling(64, 128, 784, 2, 2));
  }

  @Test
  void aLargeProductIsSharedByMany() {
    assertThat(CallTiling.of(512, 512, 512)).isEqualTo(new CallTiling(256, 128, 512, 4, 8));
    assertThat(CallTiling.of(2048, 2048, 2048)).isEqualTo(new CallTiling(512, 512, 1024, 4, 16));
  }

  @Test
  void aThinProductIsNotCutIntoCrumbs() {
    assertThat(CallTiling.of(60_000, 10, 20)).isEqualTo(new CallTiling(20_000, 10, 20, 1, 3));
    assertThat(CallTiling.of(1, 100_000, 50)).isEqualTo(new CallTiling(1, 100_000, 50, 1, 1));
  }

  @Test
  void oneNumberIsNotCutHoweverLongTheSum() {
    assertThat(CallTiling.of(1, 1, Integer.MAX_VALUE))
        .isEqualTo(new CallTiling(1, 1, 1 << 28, 1, 1));
  }

  @Test
  void tilesAreOfAboutOneSize() {
    assertThat(CallTiling.of(513, 4096, 4096)).isEqualTo(new CallTiling(257, 512, 2040, 8, 16));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "1, 1, 2147483647",
    "46341, 46340, 1",
    "2147483647, 1, 1",
    "1, 2147483647, 1",
    "1000, 3, 700000",
    "513, 1025, 4097"
  })
  void tilesCoverWhateverTheSize(int m, int n, int k) {
    var tiling = CallTiling.of(m, n, k);
    assertThat((long) tiling.rows() * (tiling.tiles() / tiling.across())).isGreaterThanOrEqualTo(m);
    assertThat((long) tiling.columns() * tiling.across()).isGreaterThanOrEqualTo(n);
    assertThat(tiling.tiles() % tiling.across()).isZero();
    assertThat(tiling.depth()).isBetween(1, k);
    assertThat((long) tiling.rows() * tiling.columns() * tiling.depth())
        .isLessThanOrEqualTo(1 << 28);
  }
}
