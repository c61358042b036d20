package dev.cortado.tables;

import dev.cortado.table.DateOrder;
import dev.cortado.table.Encoding;
import dev.cortado.table.Encoding.DatePart;
import dev.cortado.table.MissingTexts;
import dev.cortado.table.Preparation;
import dev.cortado.table.PreparedColumn;
import dev.cortado.table.RawValue;
import dev.cortado.table.RawValueException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Fits a {@link Preparation} on the rows for training. */
final class PreparationFit {

  /** Numbers so much farther from 0 than from each other lose digits as floats. */
  private static final double FAR = 256;

  /** Different values that are counted for a category. */
  private static final int MOST_COUNTED = 1 << 17;

  /** Categories of all columns, at most. */
  private static final int MOST_CATEGORIES = 100_000;

  private static final int MOST_OF_A_COLUMN = 4096;
  private static final int ROWS_FOR_ONE_MORE = 5000;
  private static final int MOST_FOR_RARE = 20;

  /** Looks at the training values of a column. */
  private sealed interface ColumnFit {
    void add(@Nullable Object value);

    Encoding encoding();
  }

  private final TablePlan plan;
  private final RowParts parts;

  PreparationFit(TablePlan plan, RowParts parts) {
    this.plan = plan;
    this.parts = parts;
  }

  Preparation run() {
    var features = plan.features();
    var names = plan.profile().columns().stream().map(ColumnProfile::name).toList();
    int[] places = features.stream().mapToInt(column -> names.indexOf(column.name())).toArray();
    var fits = features.stream().map(this::fit).toList();
    read(places, fits);
    var prepared = new ArrayList<PreparedColumn>();
    for (int i = 0; i < fits.size(); i++) {
      prepared.add(new PreparedColumn(features.get(i).name(), fits.get(i).encoding()));
    }
    return new Preparation(
        prepared, Objects.requireNonNull(plan.target()).target(), plan.options().missing());
  }

  private void read(int[] places, List<ColumnFit> fits) {
    var missing = MissingTexts.of(plan.options().missing());
    var values = new @Nullable Object[plan.columns().size()];
    try (var in = plan.source().open()) {
      for (int row = 0; in.next(values); row++) {
        for (int i = 0; parts.parts()[row] == RowParts.TRAIN && i < places.length; i++) {
          try {
            fits.get(i).add(missing.present(values[places[i]]));
          } catch (RawValueException e) {
            throw TableFaults.of(e.inColumn(plan.columns().get(places[i]).name()), in.place());
          }
        }
      }
    }
  }

  private ColumnFit fit(PlannedColumn column) {
    long columns = plan.features().stream().filter(each -> each.role() == Role.CATEGORY).count();
    int most = (int) Math.min(MOST_OF_A_COLUMN, MOST_CATEGORIES / Math.max(1, columns));
    return switch (column.role()) {
      case NUMBER -> new NumberFit(Sketch.Sizes.of(plan.columns().size()));
      case YES_NO -> new CategoryFit(2, 1);
      case CATEGORY -> new CategoryFit(most, rare());
      case DATE -> new DateFit(column.dates(), Sketch.Sizes.of(plan.columns().size()));
      case TARGET, WEIGHT, GROUP, TIME, IDENTIFIER, CONSTANT, DUPLICATE, TEXT, IGNORED ->
          throw new AssertionError(column.role());
    };
  }

  /** A category needs so many rows: 1 in small tables, 2 to 20 in large ones. */
  private int rare() {
    int rows = parts.count(RowParts.TRAIN);
    return rows < ROWS_FOR_ONE_MORE / 10
        ? 1
        : Math.clamp(rows / ROWS_FOR_ONE_MORE, 2, MOST_FOR_RARE);
  }

  /** Numbers with their median and their range. */
  private static final class Range {
    final Sketch.Quantiles quantiles;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;

    Range(Sketch.Sizes sizes) {
      quantiles = new Sketch.Quantiles(sizes.quantiles());
    }

    void add(double number) {
      quantiles.add(number);
      min = Math.min(min, number);
      max = Math.max(max, number);
    }

    /** 0 if there are no numbers. */
    double median() {
      return quantiles.count() == 0 ? 0 : quantiles.quantile(0.5);
    }
  }

  private static final class NumberFit implements ColumnFit {
    private final Range range;
    private boolean missing;

    NumberFit(Sketch.Sizes sizes) {
      range = new Range(sizes);
    }

    @Override
    public void add(@Nullable Object value) {
      if (value == null) {
        missing = true;
      } else {
        range.add(RawValue.number(value));
      }
    }

    @Override
    public Encoding encoding() {
      double median = range.median();
      boolean far = Math.abs(median) > FAR * (range.max - range.min);
      double center = far ? Math.rint(median) : 0;
      return new Encoding.Quantity(center, (float) (median - center) + 0.0f, missing);
    }
  }

  private static final class CategoryFit implements ColumnFit {
    private final int most;
    private final int least;
    private final Sketch.Counts counts = new Sketch.Counts(MOST_COUNTED);
    private long missing;

    CategoryFit(int most, int least) {
      this.most = most;
      this.least = least;
    }

    @Override
    public void add(@Nullable Object value) {
      if (value == null) {
        missing++;
      } else {
        counts.add(RawValue.canonical(value));
      }
    }

    @Override
    public Encoding encoding() {
      var values =
          counts.byFrequency().stream()
              .filter(entry -> entry.getValue() >= least)
              .limit(most)
              .map(Map.Entry::getKey)
              .sorted(TargetFinder.BY_VALUE)
              .toList();
      return most == 2 && values.size() == 2 && missing == 0
          ? new Encoding.YesNo(values.getFirst(), values.getLast())
          : new Encoding.Category(values, missing >= least);
    }
  }

  private static final class DateFit implements ColumnFit {
    private final DateOrder order;
    private final EnumMap<DatePart, Range> ranges = new EnumMap<>(DatePart.class);
    private boolean missing;

    DateFit(DateOrder order, Sketch.Sizes sizes) {
      this.order = order;
      for (var part : DatePart.values()) {
        ranges.put(part, new Range(sizes));
      }
    }

    @Override
    public void add(@Nullable Object value) {
      if (value == null) {
        missing = true;
        return;
      }
      var time = RawValue.dateTime(value, order);
      ranges.forEach((part, range) -> range.add(part.of(time, 0)));
    }

    /** Parts that do not vary tell nothing. */
    @Override
    public Encoding encoding() {
      var used = new ArrayList<DatePart>();
      var fill = new ArrayList<Float>();
      var elapsed = Objects.requireNonNull(ranges.get(DatePart.ELAPSED));
      long reference = (long) Math.floor(elapsed.median());
      ranges.forEach((part, range) -> {
        boolean days = part == DatePart.ELAPSED;
        if (days || range.min < range.max) {
          used.add(part);
          fill.add((float) (range.median() - (days ? reference : 0)));
        }
      });
      return new Encoding.Date(order, reference, used, fill, missing);
    }
  }
}
