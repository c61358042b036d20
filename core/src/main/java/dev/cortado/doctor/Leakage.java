package dev.cortado.doctor;

import static dev.cortado.doctor.FindingText.count;

import dev.cortado.data.Dataset;
import dev.cortado.doctor.Finding.Kind;
import dev.cortado.doctor.Finding.Severity;
import java.util.HashMap;

/** Validation rows that are also training rows, so that they do not test generalization. */
final class Leakage {

  /** A share of the validation rows that is worth a note only. */
  private static final double FEW = 0.01;

  private Leakage() {}

  static void find(Probe probe, Findings found) {
    var train = probe.train();
    var valid = probe.valid();
    if (valid == null) {
      return;
    }
    var known = new HashMap<Long, Integer>();
    eachRow(train, (hash, row) -> known.putIfAbsent(hash, row));
    int[] pairs = {0, 0, 0}; // how many, and the two rows of the first
    eachRow(
        valid,
        (hash, row) -> {
          var same = known.get(hash);
          if (same != null && train.x().row(same).sameBits(valid.x().row(row)) && pairs[0]++ == 0) {
            pairs[1] = row;
            pairs[2] = same;
          }
        });
    if (pairs[0] > 0) {
      found.add(
          Kind.LEAKAGE,
          (double) pairs[0] / valid.size() > FEW ? Severity.WARNING : Severity.NOTE,
          "",
          pairs[0],
          0,
          "%s of %s for validation also among those for training, to the bit, the first row %d"
              + " there as row %d here; leave them out of one, or the figures promise too much",
          pairs[0] == 1 ? "1 is" : String.valueOf(pairs[0]),
          count(valid.size(), "row"),
          pairs[1],
          pairs[2]);
    }
  }

  /** Receives the hash and the index of a row. */
  @FunctionalInterface
  private interface RowReader {
    void row(long hash, int row);
  }

  private static void eachRow(Dataset data, RowReader reader) {
    int width = ProbeColumns.rowWidth(data);
    ProbeColumns.eachChunk(
        data,
        (values, from) -> {
          for (int start = 0; start < values.length; start += width) {
            reader.row(hash(values, start, width), from + start / width);
          }
        });
  }

  /** FNV-1a over whole floats, with the high bits mixed into the low ones after each. */
  private static long hash(float[] values, int from, int count) {
    long hash = 0xcbf29ce484222325L;
    for (int i = from; i < from + count; i++) {
      hash = (hash ^ Float.floatToIntBits(values[i])) * 0x100000001b3L;
      hash ^= hash >>> 32;
    }
    return hash;
  }
}
