package dev.cortado.cli;

import dev.cortado.cli.ValueParser.Rows;
import dev.cortado.nn.Activation;
import dev.cortado.tables.RowSplit;
import dev.cortado.tables.TableMetric;
import dev.cortado.tables.TableSettings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The options of {@code train} that determine the model of a table, besides its columns. */
final class TableTrainOptions {

  static final Option<TableSettings.Quality> QUALITY =
      Option.of(
              "--quality",
              "fast|default|best",
              "how much time a good result is worth",
              ValueParser.oneOf(
                  List.of(TableSettings.Quality.values()),
                  quality -> quality.name().toLowerCase(Locale.ROOT)))
          .orElse(TableSettings.Quality.DEFAULT);

  private static final Option<TableMetric> METRIC =
      Option.of(
          "--metric",
          "logloss|accuracy|auc|rmse|mae",
          "chooses the best epoch (logloss or rmse)",
          ValueParser.oneOf(List.of(TableMetric.values()), TableMetric::toString));

  private static final Option<String> CLASS_WEIGHTS =
      Option.of(
          "--class-weights",
          "balanced",
          "rows count so that each class counts alike",
          ValueParser.oneOf(List.of("balanced"), Function.identity()));

  private static final Option<Rows> VALID =
      Option.of(
          "--valid", "FILE|SHARE", "rows that choose the best epoch (folds)", ValueParser.rows());

  static final Option<Rows> TEST =
      Option.of(
              "--test",
              "FILE|SHARE",
              "rows held back for the final metrics (0.15; 0 for none)",
              ValueParser.rows())
          .orElse(new Rows.Share(0.15));

  private static final Option<Integer> FOLDS =
      Option.of(
          "--folds",
          "K",
          "networks, each trained without another part of the rows, averaged (by the size)",
          ValueParser.whole(1, 100));

  private static final Option<Duration> BUDGET =
      Option.of("--budget", "TIME", "at most this long: 90s, 2m, 1h", ValueParser.duration());

  static final Option<Activation> ACTIVATION =
      Option.of(
          "--activation", "NAME", "of the hidden layers (relu)", TableTrainOptions::activation);

  static final List<Option<?>> OPTIONS =
      List.of(QUALITY, METRIC, CLASS_WEIGHTS, VALID, TEST, FOLDS, BUDGET, ACTIVATION);

  private TableTrainOptions() {}

  private static Activation activation(String text) {
    return switch (text) {
      case "relu" -> Activation.relu();
      case "gelu" -> Activation.gelu();
      case "selu" -> Activation.selu();
      case "mish" -> Activation.mish();
      case "silu" -> Activation.silu();
      case "tanh" -> Activation.tanh();
      default ->
          throw new IllegalArgumentException(
              "'" + Text.quoted(text) + "', expected one of relu, gelu, selu, mish, silu, tanh");
    };
  }

  static TableSettings settings(ParsedLine line) {
    if (line.has(TrainOptions.PATIENCE)) {
      throw Failure.usage(
          "--patience is for toy tables; networks for a file train all epochs and keep the best");
    }
    var settings = TableSettings.of(line.value(QUALITY)).seed(line.value(TrainOptions.SEED));
    settings = line.has(METRIC) ? settings.metric(line.find(METRIC).orElseThrow()) : settings;
    settings = line.has(FOLDS) ? settings.folds(line.find(FOLDS).orElseThrow()) : settings;
    settings = line.has(BUDGET) ? settings.budget(line.find(BUDGET).orElseThrow()) : settings;
    settings = line.has(CLASS_WEIGHTS) ? settings.balanced() : settings;
    settings =
        line.has(TrainOptions.EPOCHS) ? settings.epochs(line.value(TrainOptions.EPOCHS)) : settings;
    return settings.given(
        new TableSettings.Given(
            given(line, TrainOptions.HIDDEN),
            given(line, ACTIVATION),
            given(line, TrainOptions.DROPOUT),
            given(line, TrainOptions.RATE),
            given(line, TrainOptions.DECAY),
            given(line, TrainOptions.BATCH)));
  }

  private static <T> @Nullable T given(ParsedLine line, Option<T> option) {
    return line.has(option) ? line.find(option).orElseThrow() : null;
  }

  /** Which rows are held back. */
  static RowSplit split(ParsedLine line, TableSettings settings, long rows) {
    var split = RowSplit.of(line.value(TrainOptions.SEED));
    double left = 1;
    switch (line.value(TEST)) {
      case Rows.Share(double share) -> {
        split = split.test(share);
        left -= share;
      }
      case Rows.File(var place) ->
          split = split.test(TableSourceOptions.source(List.of(place), line));
    }
    if (line.has(VALID)) {
      return switch (line.find(VALID).orElseThrow()) {
        case Rows.Share(double share) -> split.valid(share);
        case Rows.File(var place) -> split.valid(TableSourceOptions.source(List.of(place), line));
      };
    }
    int folds = settings.foldsFor((int) Math.min(Integer.MAX_VALUE, Math.round(left * rows)));
    return folds > 1 ? split.folds(folds) : split;
  }
}
