package dev.cortado.cli;

import dev.cortado.data.RowOrder;
import dev.cortado.formats.Prediction;
import dev.cortado.formats.PredictionCsv;
import dev.cortado.formats.Predictor;
import dev.cortado.internal.AtomicFile;
import dev.cortado.internal.Disk;
import dev.cortado.internal.FileProblem;
import dev.cortado.table.Preparation;
import dev.cortado.tables.EncodedReader;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Writes the predictions of a model for rows, as {@link PredictionCsv}. */
final class PredictCommand implements Command {

  private static final String NAME = "predict";

  /** Rows predicted at a time; the number changes no result. */
  private static final int CHUNK = 1024;

  private static final Option<List<String>> ROW =
      Option.of(
          "--row",
          "VALUE,...",
          "one row: name=value for each column, or the numbers of all columns in order",
          ValueParser.list(text -> text));

  private static final Option<Path> OUT =
      Option.of("--out", "FILE", "write to a file", ValueParser.path());

  private static final Option<Boolean> PROBABILITIES =
      Option.flag("--proba", "also write the probability of each class");

  private static final Option<Boolean> RAW =
      Option.flag(
          "--raw", "write class names as they are, even if a spreadsheet takes them for formulas");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String purpose() {
    return "predicts rows, as CSV: a line for each row, in their order";
  }

  @Override
  public List<Argument<?>> arguments() {
    return List.of(Model.ARGUMENT, TableSourceOptions.DATA);
  }

  @Override
  public List<Option<?>> options() {
    var options = new ArrayList<Option<?>>(List.of(OUT, PROBABILITIES, RAW, ROW));
    options.addAll(Model.rowOptions());
    return options;
  }

  @Override
  public List<String> examples() {
    return List.of(
        "predict runs/adult-42/model.cortado new.csv --proba --out predictions.csv",
        "predict runs/adult-42/model.cortado --row age=39,education=Bachelors,...",
        "predict runs/iris-42/model.cortado --row 5.1,3.5,1.4,0.2");
  }

  @Override
  public Exit run(ParsedLine line, PrintStream out) {
    var model = Model.load(line);
    var predictor = Predictor.of(model.file());
    var csv =
        new PredictionCsv(
            model.file().schema().target(), line.value(PROBABILITIES), line.value(RAW));
    if (line.has(OUT)) {
      write(line.find(OUT).orElseThrow(), sink -> predict(model, predictor, csv, line, sink));
    } else {
      predict(model, predictor, csv, line, out::println);
    }
    return Exit.OK;
  }

  /** Writes lines to a file, which has its name only when it is whole. */
  private static void write(Path file, Consumer<Consumer<String>> lines) {
    try {
      AtomicFile.replace(
          file,
          file.resolveSibling(file.getFileName() + ".part"),
          Disk.durable(),
          channel -> lines.accept(line -> write(channel, line)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + FileProblem.reason(e), e);
    }
  }

  private static void write(WritableByteChannel channel, String line) {
    try {
      var bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void predict(
      Model model, Predictor predictor, PredictionCsv csv, ParsedLine line, Consumer<String> sink) {
    var preparation = model.preparation();
    if (line.has(ROW)) {
      var prediction = row(model, predictor, line);
      sink.accept(csv.header());
      sink.accept(csv.line(prediction));
    } else if (preparation != null) {
      predict(model, preparation, predictor, csv, line, sink);
    } else {
      var data = model.rows(NAME, line).data();
      sink.accept(csv.header());
      for (int from = 0; from < data.size(); from += CHUNK) {
        int to = Math.min(data.size(), from + CHUNK);
        predictor
            .predict(data.rows(RowOrder.range(from, to)).x())
            .forEach(prediction -> sink.accept(csv.line(prediction)));
      }
    }
  }

  private static void predict(
      Model model,
      Preparation preparation,
      Predictor predictor,
      PredictionCsv csv,
      ParsedLine line,
      Consumer<String> sink) {
    try (var rows = EncodedReader.of(model.source(NAME, line), preparation)) {
      sink.accept(csv.header());
      int width = rows.width();
      float[] x = new float[CHUNK * width];
      int count = 0;
      boolean more = true;
      while (more) {
        more = rows.next(x, count * width);
        count += more ? 1 : 0;
        if (count == CHUNK || (!more && count > 0)) {
          var some = Tensor.of(Shape.of(count, width), Arrays.copyOf(x, count * width));
          predictor.predict(some).forEach(prediction -> sink.accept(csv.line(prediction)));
          count = 0;
        }
      }
    }
  }

  private static Prediction row(Model model, Predictor predictor, ParsedLine line) {
    if (line.has(TableSourceOptions.DATA) || line.has(DataPart.OPTION)) {
      throw Failure.usage("%s: --row excludes DATA and --part; leave out one or the other", NAME);
    }
    var cells = line.find(ROW).orElseThrow();
    if (model.preparation() != null) {
      return predictor.predict(named(cells));
    }
    var features = model.file().schema().features();
    if (cells.size() != features.size()) {
      throw Failure.of(
          Exit.DATA,
          "SHAPE",
          "%s: --row has %d numbers, %s expects %d: %s",
          NAME,
          cells.size(),
          model.path(),
          features.size(),
          Text.quoted(String.join(", ", features)));
    }
    float[] values = new float[cells.size()];
    for (int i = 0; i < values.length; i++) {
      try {
        values[i] = ValueParser.number().parse(cells.get(i));
      } catch (IllegalArgumentException e) {
        throw Failure.usage(
            "%s: --row: number %d of '%s' is %s",
            NAME, i + 1, Text.quoted(String.join(",", cells)), ValueParser.message(e));
      }
    }
    return predictor.predict(values);
  }

  private static SequencedMap<String, String> named(List<String> cells) {
    return cells.stream()
        .map(cell -> {
          int equals = cell.indexOf('=');
          if (equals < 1) {
            throw Failure.usage("%s: --row: '%s', expected name=value", NAME, Text.quoted(cell));
          }
          return List.of(cell.substring(0, equals), cell.substring(equals + 1));
        })
        .collect(
            Collectors.toMap(
                List::getFirst, List::getLast, (_, second) -> second, LinkedHashMap::new));
  }
}
