package dev.cortado.data;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Rng;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Random orders of rows for stratified splits. */
final class StratifiedOrder {

  /** Row {@code row} is number {@code place} of the {@code count} rows of its class. */
  private record Member(int row, int label, int place, int count) {

    /**
     * The middle of the member's share of its class, {@code (place + ½) / count}, compared without
     * a division.
     */
    int compareShare(Member other) {
      return Long.compare((2L * place + 1) * other.count, (2L * other.place + 1) * count);
    }
  }

  private StratifiedOrder() {}

  /**
   * All rows, the classes taking turns in proportion: any stretch holds each class's share of it,
   * give or take one row.
   */
  static RowOrder interleaved(String operation, Dataset data, Rng rng) {
    Comparator<Member> byShare = Member::compareShare;
    return rows(members(operation, data, rng), byShare.thenComparingInt(Member::label));
  }

  /** All rows of class 0, then all of class 1, and so on. */
  static RowOrder grouped(String operation, Dataset data, Rng rng) {
    return rows(
        members(operation, data, rng),
        Comparator.comparingInt(Member::label).thenComparingInt(Member::place));
  }

  private static List<Member> members(String operation, Dataset data, Rng rng) {
    var counts = data.classCounts();
    if (counts.isEmpty()) {
      throw Errors.argument(
          "%s: stratified by a number; only classes can keep their share, use random", operation);
    }
    float[] labels = data.y().toArray();
    int[] places = new int[counts.size()];
    var members = new ArrayList<Member>(labels.length);
    for (int row : rng.permutation(labels.length)) {
      int label = (int) labels[row];
      members.add(new Member(row, label, places[label]++, counts.get(label)));
    }
    return members;
  }

  private static RowOrder rows(List<Member> members, Comparator<Member> order) {
    return RowOrder.of(members.stream().sorted(order).mapToInt(Member::row).toArray());
  }
}
