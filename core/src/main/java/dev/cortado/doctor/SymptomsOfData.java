package dev.cortado.doctor;

import static dev.cortado.doctor.FindingText.count;
import static dev.cortado.doctor.FindingText.figure;
import static dev.cortado.doctor.FindingText.percent;

import dev.cortado.data.Dataset;
import dev.cortado.doctor.Finding.Kind;
import dev.cortado.doctor.Finding.Severity;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.CategoryEmbedding;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Embedding;
import dev.cortado.nn.Flatten;
import dev.cortado.nn.GroupNorm;
import dev.cortado.nn.InstanceNorm;
import dev.cortado.nn.Layer;
import dev.cortado.nn.LayerNorm;
import dev.cortado.nn.LayerTree;
import dev.cortado.nn.OneHot;
import dev.cortado.nn.PiecewiseLinear;
import dev.cortado.nn.PiecewiseLinearEmbedding;
import dev.cortado.nn.RobustScale;
import dev.cortado.nn.Standardize;
import dev.cortado.nn.ValueEmbedding;
import dev.cortado.train.Divergence;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Faults of the rows. */
final class SymptomsOfData {

  private static final double LARGE_COLUMN = 5;
  private static final double SMALL_COLUMN = 0.1;
  private static final double SIZES_FAR_APART = 1_000;

  /** A class is rare below this share of what equal classes would have. */
  private static final double RARE = 0.2;

  private SymptomsOfData() {}

  /** Features and targets must be finite. */
  static void missingValues(Probe probe, Findings found) {
    missingValues(probe.train(), probe.columns(), "", found);
    var valid = probe.valid();
    if (valid != null && valid.size() > 0) {
      missingValues(valid, ProbeColumns.of(valid), " for validation", found);
    }
  }

  private static void missingValues(
      Dataset data, ProbeColumns columns, String purpose, Findings found) {
    if (columns.missing() > 0) {
      found.add(
          Kind.MISSING_VALUES,
          Severity.PROBLEM,
          columns.name(columns.missingColumn()),
          (double) columns.missing(),
          0,
          "%s not finite, the first in row %d%s; fill in or leave out what is missing",
          columns.missing() == 1 ? "one feature is" : count(columns.missing(), "feature") + " are",
          columns.missingRow(),
          purpose);
    }
    int target = Divergence.Index.firstBad(data.y());
    if (target >= 0) {
      found.add(
          Kind.MISSING_VALUES,
          Severity.PROBLEM,
          "y",
          1,
          0,
          "the target of row %d%s is not finite; leave the row out",
          target / (data.y().size() / data.size()),
          purpose);
    }
  }

  /** A gradient is as large as the columns are, so one rate cannot suit columns of all sizes. */
  static void unscaledInputs(Probe probe, Findings found) {
    var columns = probe.columns();
    var varying = IntStream.range(0, columns.size()).filter(i -> !columns.constant(i)).toArray();
    if (scalesItsInputs(probe.model()) || columns.missing() > 0 || varying.length == 0) {
      return;
    }
    int largest = varying[0];
    int least = varying[0];
    for (int i : varying) {
      largest = columns.size(i) > columns.size(largest) ? i : largest;
      least = columns.deviation(i) < columns.deviation(least) ? i : least;
    }
    double size = columns.size(largest);
    double ratio = size / columns.deviation(least);
    if (size > LARGE_COLUMN) {
      long many = IntStream.of(varying).filter(i -> columns.size(i) > LARGE_COLUMN).count();
      var others = many == 1 ? "" : " (and " + count(many - 1, "more column") + " of such a size)";
      unscaled(columns, largest, Severity.WARNING, size, 1, others, found);
    } else if (size < SMALL_COLUMN) {
      var others = ", and no column is larger";
      unscaled(columns, largest, Severity.WARNING, size, 1, others, found);
    } else if (ratio > SIZES_FAR_APART) {
      var others = ", " + figure(ratio) + " times less than the size of " + columns.name(largest);
      unscaled(columns, least, Severity.NOTE, columns.deviation(least), size, others, found);
    }
  }

  private static void unscaled(
      ProbeColumns columns,
      int column,
      Severity severity,
      double figure,
      double expected,
      String more,
      Findings found) {
    found.add(
        Kind.UNSCALED_INPUTS,
        severity,
        columns.name(column),
        figure,
        expected,
        "has mean %s and deviation %s%s; begin the model with Standardize.fit(train.x())",
        figure(columns.mean(column)),
        figure(columns.deviation(column)),
        more);
  }

  /** Whether the model scales its inputs, or reads them as category numbers. */
  private static boolean scalesItsInputs(Layer model) {
    return LayerTree.of(model).leaves().values().stream()
        .filter(part -> !(part instanceof Flatten || part instanceof Dropout))
        .limit(1)
        .anyMatch(SymptomsOfData::isScaling);
  }

  private static boolean isScaling(Layer layer) {
    return layer instanceof Standardize
        || layer instanceof RobustScale
        || layer instanceof BatchNorm
        || layer instanceof LayerNorm
        || layer instanceof GroupNorm
        || layer instanceof InstanceNorm
        || layer instanceof Embedding
        || layer instanceof CategoryEmbedding
        || layer instanceof OneHot
        || layer instanceof ValueEmbedding
        || layer instanceof PiecewiseLinear
        || layer instanceof PiecewiseLinearEmbedding;
  }

  /** A column that never changes says nothing about the target. */
  static void constantColumns(Probe probe, Findings found) {
    var columns = probe.columns();
    var constant = IntStream.range(0, columns.size()).filter(columns::constant).toArray();
    if (constant.length == 0 || columns.missing() > 0) {
      return;
    }
    int changed = changedInValidation(columns, constant, probe.valid());
    int shown = changed < 0 ? constant[0] : changed;
    found.add(
        Kind.CONSTANT_FEATURES,
        changed < 0 ? Severity.NOTE : Severity.WARNING,
        columns.name(shown),
        constant.length,
        0,
        "keeps the value %s in every training row%s%s; leave %s out",
        figure(columns.smallest(shown)),
        otherConstants(constant.length - 1),
        changed < 0
            ? ""
            : (constant.length == 1 ? "" : ",")
                + " and has other values in rows for validation, which the model has never seen",
        constant.length == 1 ? "it" : "them");
  }

  private static String otherConstants(int count) {
    return switch (count) {
      case 0 -> "";
      case 1 -> ", as 1 more column keeps its own";
      default -> ", as " + count + " more columns keep theirs";
    };
  }

  /** A column that is constant in training only, or −1. */
  private static int changedInValidation(
      ProbeColumns columns, int[] constant, @Nullable Dataset valid) {
    if (valid == null || valid.size() == 0) {
      return -1;
    }
    var others = ProbeColumns.of(valid);
    return IntStream.of(constant)
        .filter(i -> !others.constant(i) || others.smallest(i) != columns.smallest(i))
        .findFirst()
        .orElse(-1);
  }

  /** A rare class has little weight in the mean loss. */
  static void unbalancedClasses(Probe probe, Findings found) {
    var counts = probe.train().classCounts();
    if (counts.isEmpty()) {
      return;
    }
    int least = 0;
    for (int label = 1; label < counts.size(); label++) {
      least = counts.get(label) < counts.get(least) ? label : least;
    }
    int rows = counts.get(least);
    double share = (double) rows / probe.train().size();
    double even = 1.0 / counts.size();
    if (rows == 0 || share < RARE * even) {
      found.add(
          Kind.UNBALANCED_CLASSES,
          rows == 0 ? Severity.PROBLEM : Severity.WARNING,
          "class " + probe.train().schema().target().classNames().get(least),
          share,
          even,
          "%s",
          rows == 0
              ? "no training row has this class; gather some, or take it out of the target"
              : count(rows, "row")
                  + " of this class, "
                  + percent(share)
                  + " of all: a model that never predicts it is right on all other rows; look at"
                  + " macroF1 beside accuracy, and give classes weights in the loss");
    }
  }
}
