package dev.cortado.doctor;

import static dev.cortado.doctor.FindingText.count;
import static dev.cortado.doctor.FindingText.figure;
import static dev.cortado.doctor.FindingText.percent;

import dev.cortado.data.Dataset;
import dev.cortado.doctor.Finding.Kind;
import dev.cortado.doctor.Finding.Severity;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Embedding;
import dev.cortado.nn.Flatten;
import dev.cortado.nn.GroupNorm;
import dev.cortado.nn.InstanceNorm;
import dev.cortado.nn.Layer;
import dev.cortado.nn.LayerNorm;
import dev.cortado.nn.LayerTree;
import dev.cortado.nn.Standardize;
import dev.cortado.train.Divergence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be wrong with rows. */
final class SymptomsOfData {

  private SymptomsOfData() {}

  /** Features and targets must be numbers. */
  record MissingValues() implements Symptom {
    @Override
    public Stream<Finding> in(Probe probe) {
      var valid = probe.valid();
      var train = in(probe.train(), probe.columns(), "");
      return valid == null || valid.size() == 0
          ? train
          : Stream.concat(train, in(valid, ProbeColumns.of(valid), " for validation"));
    }

    private static Stream<Finding> in(Dataset data, ProbeColumns columns, String purpose) {
      int target = Divergence.Index.firstBad(data.y());
      return Stream.concat(
          columns.missing() == 0 ? Stream.empty() : Stream.of(feature(columns, purpose)),
          target < 0
              ? Stream.empty()
              : Stream.of(target(target / (data.y().size() / data.size()), purpose)));
    }

    private static Finding feature(ProbeColumns columns, String purpose) {
      return Finding.of(
          Kind.MISSING_VALUES,
          Severity.PROBLEM,
          columns.name(columns.missingColumn()),
          (double) columns.missing(),
          0,
          "%s no finite number, the first in row %d%s; fill in or leave out what is missing",
          columns.missing() == 1 ? "one feature is" : count(columns.missing(), "feature") + " are",
          columns.missingRow(),
          purpose);
    }

    private static Finding target(int row, String purpose) {
      return Finding.of(
          Kind.MISSING_VALUES,
          Severity.PROBLEM,
          "y",
          1,
          0,
          "the target of row %d%s is not finite; leave the row out",
          row,
          purpose);
    }
  }

  /** A gradient is as large as the columns are, so one rate cannot suit columns of all sizes. */
  record UnscaledInputs() implements Symptom {

    private static final double LARGE = 5;
    private static final double SMALL = 0.1;
    private static final double FAR_APART = 1_000;

    @Override
    public Stream<Finding> in(Probe probe) {
      var columns = probe.columns();
      if (scales(probe.model()) || columns.missing() > 0) {
        return Stream.empty();
      }
      var varying = IntStream.range(0, columns.size()).filter(i -> !columns.constant(i)).toArray();
      int largest = -1;
      int least = -1;
      for (int i : varying) {
        largest = largest < 0 || columns.size(i) > columns.size(largest) ? i : largest;
        least = least < 0 || columns.deviation(i) < columns.deviation(least) ? i : least;
      }
      if (largest < 0) {
        return Stream.empty();
      }
      double size = columns.size(largest);
      double ratio = size / columns.deviation(least);
      if (size > LARGE) {
        long many = IntStream.of(varying).filter(i -> columns.size(i) > LARGE).count();
        return found(
            columns,
            largest,
            Severity.WARNING,
            size,
            1,
            many == 1 ? "" : " (and " + count(many - 1, "more column") + " of such a size)");
      }
      if (size < SMALL) {
        return found(columns, largest, Severity.WARNING, size, 1, ", and no column is larger");
      }
      return ratio > FAR_APART
          ? found(
              columns,
              least,
              Severity.NOTE,
              columns.deviation(least),
              size,
              ", " + figure(ratio) + " times less than the size of " + columns.name(largest))
          : Stream.empty();
    }

    private static Stream<Finding> found(
        ProbeColumns columns,
        int column,
        Severity severity,
        double figure,
        double expected,
        String more) {
      return Stream.of(
          Finding.of(
              Kind.UNSCALED_INPUTS,
              severity,
              columns.name(column),
              figure,
              expected,
              "has mean %s and deviation %s%s; begin the model with Standardize.fit(train.x())",
              figure(columns.mean(column)),
              figure(columns.deviation(column)),
              more));
    }

    /** Whether the model scales its inputs, or reads them as category numbers. */
    private static boolean scales(Layer model) {
      return LayerTree.of(model).leaves().values().stream()
          .filter(part -> !(part instanceof Flatten || part instanceof Dropout))
          .limit(1)
          .anyMatch(UnscaledInputs::isScaling);
    }

    private static boolean isScaling(Layer layer) {
      return layer instanceof Standardize
          || layer instanceof BatchNorm
          || layer instanceof LayerNorm
          || layer instanceof GroupNorm
          || layer instanceof InstanceNorm
          || layer instanceof Embedding;
    }
  }

  /** A column that never changes tells nothing. */
  record ConstantColumns() implements Symptom {
    @Override
    public Stream<Finding> in(Probe probe) {
      var columns = probe.columns();
      var constant = IntStream.range(0, columns.size()).filter(columns::constant).toArray();
      if (constant.length == 0 || columns.missing() > 0) {
        return Stream.empty();
      }
      int changed = changed(columns, constant, probe.valid());
      int shown = changed < 0 ? constant[0] : changed;
      return Stream.of(
          Finding.of(
              Kind.CONSTANT_FEATURES,
              changed < 0 ? Severity.NOTE : Severity.WARNING,
              columns.name(shown),
              constant.length,
              0,
              "keeps the value %s in every training row%s%s; leave %s out",
              figure(columns.smallest(shown)),
              alike(constant.length - 1),
              changed < 0
                  ? ""
                  : (constant.length == 1 ? "" : ",")
                      + " and has other values in rows for validation, which the model has never"
                      + " seen",
              constant.length == 1 ? "it" : "them"));
    }

    private static String alike(int others) {
      return switch (others) {
        case 0 -> "";
        case 1 -> ", as 1 more column keeps its own";
        default -> ", as " + others + " more columns keep theirs";
      };
    }

    /** A column that is constant in training only, or −1. */
    private static int changed(ProbeColumns columns, int[] constant, @Nullable Dataset valid) {
      if (valid == null || valid.size() == 0) {
        return -1;
      }
      var others = ProbeColumns.of(valid);
      return IntStream.of(constant)
          .filter(i -> !others.constant(i) || others.smallest(i) != columns.smallest(i))
          .findFirst()
          .orElse(-1);
    }
  }

  /** A rare class has little weight in the mean loss. */
  record UnbalancedClasses() implements Symptom {

    /** As a share of what equal classes would have. */
    private static final double RARE = 0.2;

    @Override
    public Stream<Finding> in(Probe probe) {
      var counts = probe.train().classCounts();
      if (counts.isEmpty()) {
        return Stream.empty();
      }
      int least = 0;
      for (int label = 1; label < counts.size(); label++) {
        least = counts.get(label) < counts.get(least) ? label : least;
      }
      var name = probe.train().schema().target().classNames().get(least);
      double share = (double) counts.get(least) / probe.train().size();
      double even = 1.0 / counts.size();
      if (counts.get(least) == 0) {
        return found(
            Severity.PROBLEM,
            name,
            share,
            even,
            "no training row has this class; gather some, or take it out of the target");
      }
      return share >= RARE * even
          ? Stream.empty()
          : found(
              Severity.WARNING,
              name,
              share,
              even,
              count(counts.get(least), "row")
                  + " of this class, "
                  + percent(share)
                  + " of all: never to answer with it is right for the rest; look at macroF1 beside"
                  + " accuracy, and give classes weights in the loss");
    }

    private static Stream<Finding> found(
        Severity severity, String name, double share, double even, String text) {
      return Stream.of(
          Finding.of(Kind.UNBALANCED_CLASSES, severity, "class " + name, share, even, "%s", text));
    }
  }

  /** A training row is no test of generalization. */
  record Leakage() implements Symptom {

    private static final double FEW = 0.01;

    /** Rows with the same features, bit for bit. */
    private record Pair(int train, int valid) {}

    @Override
    public Stream<Finding> in(Probe probe) {
      var valid = probe.valid();
      if (valid == null) {
        return Stream.empty();
      }
      var pairs = pairs(probe.train(), valid);
      if (pairs.isEmpty()) {
        return Stream.empty();
      }
      double part = (double) pairs.size() / valid.size();
      return Stream.of(
          Finding.of(
              Kind.LEAKAGE,
              part > FEW ? Severity.WARNING : Severity.NOTE,
              "",
              pairs.size(),
              0,
              "%s of %s for validation also among those for training, to the bit, the first row %d"
                  + " there as row %d here; leave them out of one, or the figures promise too much",
              pairs.size() == 1 ? "1 is" : String.valueOf(pairs.size()),
              count(valid.size(), "row"),
              pairs.getFirst().valid(),
              pairs.getFirst().train()));
    }

    private static List<Pair> pairs(Dataset train, Dataset valid) {
      var known = new HashMap<Long, Integer>();
      eachRow(train, (hash, row) -> known.putIfAbsent(hash, row));
      var pairs = new ArrayList<Pair>();
      eachRow(valid, (hash, row) -> add(known, hash, row, train, valid, pairs));
      return pairs;
    }

    private static void add(
        Map<Long, Integer> known,
        long hash,
        int row,
        Dataset train,
        Dataset valid,
        List<Pair> pairs) {
      var same = known.get(hash);
      if (same != null && train.x().row(same).sameBits(valid.x().row(row))) {
        pairs.add(new Pair(same, row));
      }
    }

    /** Receives the hash and the index of a row. */
    private interface Reader {
      void row(long hash, int row);
    }

    private static void eachRow(Dataset data, Reader reader) {
      int width = ProbeColumns.rowWidth(data);
      ProbeColumns.eachChunk(
          data,
          (values, from) -> {
            for (int start = 0; start < values.length; start += width) {
              reader.row(hash(values, start, width), from + start / width);
            }
          });
    }

    /** FNV-1a over whole floats, with a last stir. */
    private static long hash(float[] values, int from, int count) {
      long hash = 0xcbf29ce484222325L;
      for (int i = from; i < from + count; i++) {
        hash = (hash ^ Float.floatToIntBits(values[i])) * 0x100000001b3L;
        hash ^= hash >>> 32;
      }
      return hash;
    }
  }
}
