package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PiecesTest {

  @Test
  void areTheLongestFirst() {
    assertThat(lengths(600)).containsExactly(512, 64, 16, 8);
    assertThat(lengths(1027)).containsExactly(512, 512, 2, 1);
    assertThat(lengths(1)).containsExactly(1);
    assertThat(lengths(0)).isEmpty();
  }

  @Test
  void coverAllRowsInOrder() {
    for (int rows = 0; rows < 2_000; rows++) {
      int end = 0;
      for (int piece = 0; piece < Pieces.count(rows); piece++) {
        assertThat(Pieces.start(rows, piece)).isEqualTo(end);
        end += Pieces.length(rows, end);
      }
      assertThat(end).isEqualTo(rows);
    }
  }

  private static List<Integer> lengths(int rows) {
    var lengths = new ArrayList<Integer>();
    for (int piece = 0; piece < Pieces.count(rows); piece++) {
      lengths.add(Pieces.length(rows, Pieces.start(rows, piece)));
    }
    return lengths;
  }
}
