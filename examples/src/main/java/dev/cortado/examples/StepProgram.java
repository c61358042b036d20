package dev.cortado.examples;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.cortado.data.Toys;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Sgd;
import dev.cortado.optim.Updater;
import dev.cortado.tensor.Rng;
import dev.cortado.train.TrainingStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/**
 * The program of one training step of a 2-20-1 network, as text and as a picture: a row for each
 * instruction, a column for each array, and dots where an instruction reads or writes it.
 */
final class StepProgram {

  private static final int ROW = 22;
  private static final int COLUMN = 26;
  private static final int LEFT = 150;
  private static final int TOP = 120;

  private StepProgram() {}

  private record Line(String operation, List<String> reads, String writes) {

    static Line of(String text) {
      var operation = text.substring(0, Math.min(22, text.length())).strip();
      var sides = text.substring(Math.min(22, text.length())).split(" → ", -1);
      var reads =
          List.of(sides[0].strip().split(", ", -1)).stream()
              .filter(name -> !Character.isDigit(name.charAt(0)))
              .toList();
      return new Line(operation, reads, sides.length > 1 ? sides[1].split(" ", -1)[0] : "");
    }
  }

  public static void main(String[] args) throws IOException {
    var folder = Files.createDirectories(Path.of(args.length == 0 ? "target" : args[0]));
    var rng = Rng.of(42);
    var batches = Toys.circles(100, 0.15, 0.3, Rng.of(1)).asBinary().batches(4);
    var model = Sequential.of(Dense.of(2, 20, Activation.relu()), Dense.of(20, 1));
    model.start(rng.at("model"));
    var updater = Updater.of(Sgd.of(0.1), model.state());
    var step = TrainingStep.of(model, Loss.binaryCrossEntropy(), updater);
    for (int i = 0; i < 3; i++) {
      step.take(batches.at(i), rng.at("step").at(i));
    }
    IO.print(step.instructions());
    var lines = step.instructions().lines().map(Line::of).toList();
    Files.writeString(folder.resolve("compiled-step.svg"), picture(lines));
  }

  private static String picture(List<Line> lines) {
    var seen = new LinkedHashSet<String>();
    for (var line : lines) {
      seen.addAll(line.reads);
      seen.add(line.writes);
    }
    seen.remove("");
    var columns = new ArrayList<>(seen.stream().filter(name -> !isResult(name)).toList());
    int inputs = columns.size();
    columns.addAll(seen.stream().filter(StepProgram::isResult).toList());
    int width = LEFT + columns.size() * COLUMN + 20;
    int height = TOP + lines.size() * ROW + 20;
    var svg = new StringBuilder();
    append(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            + " font-size=\"12\">%n<title>The program of a training step: instructions from top to"
            + " bottom, arrays from left to right</title>%n"
            + "<rect width=\"%1$d\" height=\"%2$d\" fill=\"#ffffff\"/>%n",
        width,
        height);
    append(
        svg,
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#f1f3f5\"/>%n",
        LEFT,
        TOP - 8,
        inputs * COLUMN,
        lines.size() * ROW + 8);
    for (int column = 0; column < columns.size(); column++) {
      append(
          svg,
          "<text transform=\"translate(%d %d) rotate(-60)\" fill=\"#495057\">%s</text>%n",
          x(column) + 4,
          TOP - 14,
          columns.get(column));
    }
    for (int row = 0; row < lines.size(); row++) {
      row(svg, lines.get(row), row, columns);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void row(StringBuilder svg, Line line, int row, List<String> columns) {
    int y = TOP + row * ROW + ROW / 2;
    var used = line.reads.stream().mapToInt(columns::indexOf).summaryStatistics();
    int written = columns.indexOf(line.writes);
    int first = written < 0 ? used.getMin() : Math.min(used.getMin(), written);
    append(
        svg,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#212529\">%s</text>%n"
            + "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%5$d\" stroke=\"#adb5bd\"/>%n",
        LEFT - 10,
        y + 4,
        line.operation.replace("<", "&lt;").replace(">", "&gt;"),
        x(first),
        y,
        x(Math.max(used.getMax(), written)));
    for (var name : line.reads) {
      append(
          svg,
          "<circle cx=\"%d\" cy=\"%d\" r=\"5\" fill=\"#ffffff\" stroke=\"#1c7ed6\""
              + " stroke-width=\"2\"/>%n",
          x(columns.indexOf(name)),
          y);
    }
    if (written >= 0) {
      append(svg, "<circle cx=\"%d\" cy=\"%d\" r=\"5\" fill=\"#e8590c\"/>%n", x(written), y);
      if (line.reads.contains(line.writes)) {
        append(
            svg,
            "<circle cx=\"%d\" cy=\"%d\" r=\"5\" fill=\"none\" stroke=\"#1c7ed6\""
                + " stroke-width=\"2\"/>%n",
            x(written),
            y);
      }
    }
  }

  private static boolean isResult(String name) {
    return name.matches("a[0-9]+");
  }

  private static int x(int column) {
    return LEFT + column * COLUMN + COLUMN / 2;
  }

  @FormatMethod
  private static void append(StringBuilder svg, @FormatString String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values).replace(System.lineSeparator(), "\n"));
  }
}

// prints
// matMul                 x, layers.0.weight → a1 [4, 20]
// add                    a1, layers.0.bias → a2 [4, 20]
// relu                   a2 → a2 [4, 20]
// matMul                 a2, layers.1.weight → a3 [4, 1]
// add                    a3, layers.1.bias → a3 [4, 1]
// check                  y
// softplus               a3 → a4 [4, 1]
// mul                    y, a3 → a5 [4, 1]
// sub                    a4, a5 → a4 [4, 1]
// sum                    a4 → a6 [1]
// div                    a6, 4.0 → a6 []
// mul                    constant4, y → a4 [4, 1]
// sigmoid                a3 → a3 [4, 1]
// mul                    constant4, a3 → a3 [4, 1]
// add                    a4, a3 → a4 [4, 1]
// sum                    a4 → a7 [1, 1]
// matMul                 a4, layers.1.weight → a1 [4, 20]
// matMul                 a2, a4 → a8 [20, 1]
// mask by y > 0          a1, a2 → a1 [4, 20]
// sum                    a1 → a9 [1, 20]
// matMul                 x, a1 → a10 [2, 20]
