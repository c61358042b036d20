package dev.cortado.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** One line of the contest, as its driver reads it. */
final class Reading {

  private final SequencedMap<String, String> fields = new LinkedHashMap<>();

  Reading(String workload, int threads) {
    fields.put("peer", '"' + "cortado" + '"');
    fields.put("workload", '"' + workload + '"');
    fields.put("threads", Integer.toString(threads));
  }

  /** Adds a number; one that is not finite is written as {@code null}. */
  Reading with(String name, double value, int decimals) {
    fields.put(
        name,
        Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : "null");
    return this;
  }

  /** The median and the best of some windows' rates. */
  Reading withRates(String name, double[] rates, int decimals) {
    return with(name, median(rates), decimals)
        .with("best_" + name, Arrays.stream(rates).max().orElse(Double.NaN), decimals);
  }

  /** Prints it, with the most memory that the process has had so far. */
  void print() {
    with("peak_rss_mb", peakMegabytes(), 1);
    var line = new StringBuilder("{");
    for (Map.Entry<String, String> field : fields.entrySet()) {
      line.append(line.length() == 1 ? "" : ", ")
          .append('"')
          .append(field.getKey())
          .append("\": ")
          .append(field.getValue());
    }
    System.out.println(line.append('}'));
  }

  static double median(double[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /** Known on Linux only. */
  private static double peakMegabytes() {
    var status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return Double.NaN;
    }
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
