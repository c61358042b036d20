package dev.cortado.tables;

import org.junit.jupiter.api.Test;

class RealTablesTest {
  @Test
  void look() throws Exception {
    record Asked(MemoryTable table, String target) {}
    for (var asked :
        java.util.List.of(
            new Asked(SharedData.adult(), "income"),
            new Asked(SharedData.california(), "median_house_value"),
            new Asked(SharedData.wine(), "quality"),
            new Asked(SharedData.pima(), "diabetes"),
            new Asked(SharedData.iris(), "species"))) {
      long start = System.nanoTime();
      var plan = TablePlan.of(asked.table, asked.target);
      long mid = System.nanoTime();
      System.out.println(plan.describe());
      try (var data = plan.encode(RowSplit.of(42))) {
        System.out.println(
            (mid - start) / 1_000_000
                + " ms, encode "
                + (System.nanoTime() - mid) / 1_000_000
                + " ms");
        System.out.println(data.features());
        System.out.println(
            data.train().size() + " " + data.valid().size() + " " + data.test().size());
        System.out.println(data.train().rows(dev.cortado.data.RowOrder.range(0, 2)).x());
      }
    }
  }
}
