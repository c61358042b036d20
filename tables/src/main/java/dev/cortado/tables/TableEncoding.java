package dev.cortado.tables;

import dev.cortado.data.FormatException;
import dev.cortado.internal.FileProblem;
import dev.cortado.internal.SafeText;
import dev.cortado.table.MissingTexts;
import dev.cortado.table.Preparation;
import dev.cortado.table.RawValue;
import dev.cortado.table.RowEncoder;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes the rows of a table and puts each into its part. */
final class TableEncoding {

  private static final List<String> NAMES = List.of("", "train", "valid", "test");

  private final TablePlan plan;
  private final RowSplit split;
  private final RowParts parts;
  private final Preparation preparation;
  private final RowEncoder encoder;
  private final EncodedRows[] rows = new EncodedRows[NAMES.size()];
  private final float[] row;
  private final float[] target;
  private final float @Nullable [] weights;

  TableEncoding(TablePlan plan, RowSplit split, RowStorage storage) {
    this.plan = plan;
    this.split = split;
    plan.requireEncodable();
    parts = RowParts.of(plan, split);
    preparation = new PreparationFit(plan, parts).run();
    encoder = RowEncoder.of(preparation);
    row = new float[encoder.width()];
    target = new float[encoder.targetWidth()];
    int trained = parts.count(RowParts.TRAIN);
    weights = plan.nameOf(Role.WEIGHT) == null ? null : new float[trained];
    long bytes = plan.profile().rows() * row.length * Float.BYTES;
    var folder = bytes > storage.bytes() ? storage.folder() : null;
    create(folder);
    for (byte part = RowParts.TRAIN; part <= RowParts.TEST; part++) {
      rows[part] = new EncodedRows(preparation.schema(), target.length, file(folder, part));
    }
  }

  private static void create(@Nullable Path folder) {
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be created: " + FileProblem.reason(e), e);
    }
  }

  private @Nullable Path file(@Nullable Path folder, byte part) {
    boolean some = parts.count(part) > 0 || tableOf(part) != null;
    return folder == null || !some ? null : folder.resolve(NAMES.get(part) + ".rows");
  }

  private @Nullable TableSource tableOf(byte part) {
    return switch (part) {
      case RowParts.VALID -> split.validTable();
      case RowParts.TEST -> split.testTable();
      default -> null;
    };
  }

  TableData run() {
    whileOpen(RowParts.TRAIN, this::encode);
    return new TableData(
        plan,
        preparation,
        parts,
        split.folds(),
        List.of(
            rows[RowParts.TRAIN].rows(), rows[RowParts.VALID].rows(), rows[RowParts.TEST].rows()),
        weights == null ? null : Tensor.of(withMeanOne(weights)));
  }

  private void whileOpen(int part, Runnable filling) {
    if (part == rows.length) {
      filling.run();
    } else {
      rows[part].whileOpen(() -> whileOpen(part + 1, filling));
    }
  }

  private void encode() {
    for (byte part = RowParts.TRAIN; part <= RowParts.TEST; part++) {
      rows[part].reserve(parts.count(part));
    }
    encode(plan.source(), (byte) 0);
    for (byte part = RowParts.VALID; part <= RowParts.TEST; part++) {
      var table = tableOf(part);
      if (table != null) {
        encode(table, part);
        requireRows(table, part);
      }
    }
  }

  private void requireRows(TableSource table, byte part) {
    if (rows[part].size() == 0) {
      throw new FormatException(
          "DATA-SPLIT",
          table.name(),
          "no row of it has a target, none is left for " + NAMES.get(part));
    }
  }

  /** Encodes all rows into one part, or if that is 0 each into its own. */
  private void encode(TableSource table, byte whole) {
    var name = plan.nameOf(Role.WEIGHT);
    int weight = name == null || whole != 0 ? -1 : table.columns().indexOf(name);
    try (var in = EncodedReader.withTarget(table, encoder)) {
      for (int number = 0; in.advance(); number++) {
        byte part = whole != 0 ? whole : part(number, in);
        if (part != RowParts.NONE && in.target(target)) {
          in.encode(row, 0);
          if (part == RowParts.TRAIN && weights != null) {
            weights[rows[part].size()] = weight(in.value(weight), in);
          }
          rows[part].add(row, target);
        }
      }
    }
  }

  private byte part(int number, EncodedReader in) {
    if (number >= parts.parts().length) {
      throw new FormatException("CSV-CHANGED", in.place(), "the table grew while it was read");
    }
    return parts.parts()[number];
  }

  private float weight(@Nullable Object raw, EncodedReader in) {
    var name = plan.nameOf(Role.WEIGHT);
    var value = MissingTexts.of(plan.options().missing()).present(raw);
    double weight = value == null ? Double.NaN : RawValue.number(value);
    if (!(weight >= 0 && weight <= Float.MAX_VALUE)) {
      throw new FormatException(
          "DATA-WEIGHT",
          in.place(),
          "column '"
              + SafeText.of(String.valueOf(name))
              + "': "
              + (value == null ? "a missing value" : "'" + SafeText.of(value.toString()) + "'")
              + ", expected a weight from 0 on");
    }
    return (float) weight;
  }

  /** Weights with mean 1 leave the size of the steps as it is. */
  private float[] withMeanOne(float[] raw) {
    double sum = 0;
    for (float each : raw) {
      sum += each;
    }
    if (sum == 0) {
      throw new FormatException("DATA-WEIGHT", plan.source().name(), "all weights are 0");
    }
    double factor = raw.length / sum;
    float[] scaled = new float[raw.length];
    for (int i = 0; i < raw.length; i++) {
      scaled[i] = (float) (raw[i] * factor);
    }
    return scaled;
  }
}
