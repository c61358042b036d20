package dev.cortado.tables;

import dev.cortado.data.Dataset;
import dev.cortado.data.RowOrder;
import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.metric.Evaluation;
import dev.cortado.metric.Metric;
import dev.cortado.nn.Activation;
import dev.cortado.table.Feature;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Trials of recipes: {@code TableTrial TABLE valid|test SEEDS key=value…}. */
final class TableTrial {

  private static final Path FOLDER = Path.of("/tmp/trial");

  private TableTrial() {}

  record Loaded(List<Feature> features, Dataset rows) {}

  public static void main(String[] args) throws IOException {
    for (var name : args[0].split(",")) {
      var loaded = load(name);
      for (var variant : Arrays.asList(args).subList(3, args.length)) {
        run(name, loaded, args[1], Integer.parseInt(args[2]), variant);
      }
    }
  }

  private static void run(String name, Loaded loaded, String mode, int seeds, String variant)
      throws IOException {
    var options = new TreeMap<String, String>();
    for (var option : variant.split("\\+")) {
      options.put(option.split("=")[0], option.contains("=") ? option.split("=", 2)[1] : "");
    }
    var settings =
        TableSettings.of(
                TableSettings.Quality.valueOf(
                    options.getOrDefault("quality", "DEFAULT").toUpperCase(Locale.ROOT)))
            .folds(i(options, "folds", 0))
            .epochs(i(options, "epochs", 0))
            .seed(i(options, "seed", 42));
    double first = 0;
    double second = 0;
    double one = 0;
    double oof = 0;
    var values = new StringBuilder();
    long start = System.nanoTime();
    for (int seed = 0; seed < seeds; seed++) {
      boolean test = mode.equals("test");
      var order = rows(name, seed, "train");
      var other = loaded.rows().rows(rows(name, seed, test ? "test" : "valid"));
      var train = loaded.rows().rows(test ? joined(order, rows(name, seed, "valid")) : order);
      var trained =
          TableTrainer.of(settings)
              .changed(recipe -> changed(recipe, options))
              .listener(event -> {
                if (options.containsKey("log") && event instanceof TableEvent.EpochEnded it) {
                  System.out.printf(
                      Locale.ROOT,
                      "  %d %d %.4f %.4f %.0f%n",
                      it.network(),
                      it.epoch().number(),
                      it.epoch().value("train.loss"),
                      it.metric(),
                      it.rowsPerSecond());
                }
              })
              .train(loaded.features(), train);
      if (options.containsKey("log")) {
        System.out.println(trained.coding() + " " + trained.recipe());
      }
      boolean numbers = other.schema().target() instanceof Target.Numbers;
      var metrics =
          numbers
              ? List.of(Metric.rmse(), Metric.mae())
              : List.of(Metric.logLoss(), Metric.accuracy());
      var evaluation = Evaluation.of(trained.model(), other, metrics);
      double value = evaluation.value(metrics.get(0).name());
      first += value / seeds;
      second += evaluation.value(metrics.get(1).name()) / seeds;
      one += trained.scores().stream().mapToDouble(it -> it).average().orElseThrow() / seeds;
      oof += trained.score() / seeds;
      values.append(String.format(Locale.ROOT, " %.5g", value));
    }
    double seconds = (System.nanoTime() - start) / 1e9 / seeds;
    double cpu = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
    System.out.printf(
        Locale.ROOT,
        "%-13s %s %-30s: %.6g (%.5g) fits %.5g oof %.5g  %.1f s, cpu so far %.0f %s%n",
        name,
        mode,
        variant,
        first,
        second,
        one,
        oof,
        seconds,
        cpu,
        values);
  }

  private static TableRecipe changed(TableRecipe recipe, TreeMap<String, String> o) {
    var in = recipe.input();
    var st = recipe.steps();
    int rows = Integer.parseInt(o.getOrDefault("divisor", "0"));
    return new TableRecipe(
        new TableRecipe.Input(
            i(o, "bins", in.bins()),
            i(o, "leaf", in.rowsOfBin()),
            o.getOrDefault("periodic", "" + in.periodic()).equals("true"),
            o.getOrDefault("values", "" + in.values()).equals("true"),
            i(o, "onehot", in.oneHot()),
            i(o, "embedding", in.embedding()),
            i(o, "rotations", in.rotations()),
            i(o, "leaves", in.leaves())),
        o.containsKey("hidden")
            ? Arrays.stream(o.get("hidden").split("x")).map(Integer::valueOf).toList()
            : recipe.hidden(),
        switch (o.getOrDefault("act", "")) {
          case "selu" -> Activation.selu();
          case "mish" -> Activation.mish();
          case "silu" -> Activation.silu();
          case "relu" -> Activation.relu();
          default -> recipe.activation();
        },
        d(o, "dropout", recipe.dropout()),
        i(o, "members", recipe.members()),
        o.containsKey("huber")
            ? new TableRecipe.Objective.Huber(d(o, "huber", 1))
            : o.containsKey("hist")
                ? new TableRecipe.Objective.Histogram(i(o, "hist", 32))
                : recipe.objective(),
        new TableRecipe.Steps(
            d(o, "rate", st.rate()),
            o.getOrDefault("waves", "" + st.waves()).equals("true"),
            d(o, "decay", st.decay()),
            i(o, "batch", st.batch()),
            st.epochs(),
            d(o, "average", st.average()),
            d(o, "smoothing", st.smoothing())));
  }

  private static int i(TreeMap<String, String> o, String key, int other) {
    return o.containsKey(key) ? Integer.parseInt(o.get(key)) : other;
  }

  private static double d(TreeMap<String, String> o, String key, double other) {
    return o.containsKey(key) ? Double.parseDouble(o.get(key)) : other;
  }

  private static RowOrder rows(String name, int seed, String part) throws IOException {
    return RowOrder.of(
        Files.readAllLines(FOLDER.resolve(name + "-" + seed + "." + part)).stream()
            .mapToInt(Integer::parseInt)
            .toArray());
  }

  private static RowOrder joined(RowOrder a, RowOrder b) {
    return RowOrder.of(IntStream.concat(a.stream(), b.stream()).toArray());
  }

  static Loaded load(String name) throws IOException {
    var lines = Files.readAllLines(FOLDER.resolve(name + ".csv"));
    var header = lines.getFirst().split(",");
    int rows = lines.size() - 1;
    String[][] cells = new String[header.length][rows];
    for (int row = 0; row < rows; row++) {
      var parts = lines.get(row + 1).split(",", -1);
      for (int c = 0; c < header.length; c++) {
        cells[c][row] = parts[c];
      }
    }
    var features = new ArrayList<Feature>();
    var columns = new ArrayList<float[]>();
    for (int c = 0; c < header.length - 1; c++) {
      boolean number =
          Arrays.stream(cells[c]).allMatch(v -> v.isEmpty() || v.matches("[-+0-9.eE]+"));
      float[] column = new float[rows];
      if (number) {
        boolean missing = Arrays.stream(cells[c]).anyMatch(String::isEmpty);
        var known =
            Arrays.stream(cells[c])
                .filter(v -> !v.isEmpty())
                .mapToDouble(Double::parseDouble)
                .sorted()
                .toArray();
        double median = known[known.length / 2];
        float[] flag = new float[rows];
        for (int row = 0; row < rows; row++) {
          boolean here = !cells[c][row].isEmpty();
          column[row] = (float) (here ? Double.parseDouble(cells[c][row]) : median);
          flag[row] = here ? 0 : 1;
        }
        features.add(new Feature.Number(header[c]));
        columns.add(column);
        if (missing) {
          features.add(new Feature.Flag(header[c] + " missing"));
          columns.add(flag);
        }
      } else {
        var values =
            List.copyOf(new TreeSet<>(Arrays.stream(cells[c]).filter(v -> !v.isEmpty()).toList()));
        for (int row = 0; row < rows; row++) {
          int place = values.indexOf(cells[c][row]);
          column[row] = values.size() == 2 ? (place < 0 ? 0 : 2 * place - 1) : place + 1;
        }
        features.add(
            values.size() == 2
                ? new Feature.Flag(header[c])
                : new Feature.Category(header[c], values.size() + 1));
        columns.add(column);
      }
    }
    float[] x = new float[rows * columns.size()];
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < columns.size(); c++) {
        x[row * columns.size() + c] = columns.get(c)[row];
      }
    }
    var y = cells[header.length - 1];
    var names = features.stream().map(Feature::name).toList();
    var xs = Tensor.of(Shape.of(rows, columns.size()), x);
    float[] ys = new float[rows];
    if (y[0].startsWith("c")) {
      var classes = List.copyOf(new TreeSet<>(Arrays.asList(y)));
      for (int row = 0; row < rows; row++) {
        ys[row] = classes.indexOf(y[row]);
      }
      return new Loaded(
          features,
          new Dataset(xs, Tensor.of(ys), new Schema(names, new Target.Classes("y", classes))));
    }
    for (int row = 0; row < rows; row++) {
      ys[row] = Float.parseFloat(y[row]);
    }
    return new Loaded(
        features, new Dataset(xs, Tensor.of(ys).expand(1), new Schema(names, Target.numbers("y"))));
  }
}
