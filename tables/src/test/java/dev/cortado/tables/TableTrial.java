package dev.cortado.tables;

import dev.cortado.data.Target;
import dev.cortado.metric.Evaluation;
import dev.cortado.metric.Metric;
import dev.cortado.nn.Activation;
import dev.cortado.tables.TableSettings.Quality;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Locale;
import java.util.TreeMap;

/**
 * Trials of recipes, for {@code docs/defaults.md}: {@code TableTrial train.csv TARGET SEEDS
 * VARIANT…} trains by each variant, such as {@code folds=2+bins=32}, and tells its error on a fifth
 * of the rows that are held out, the mean over seeds, with the seconds of processor time.
 */
final class TableTrial {

  private static final double HELD_OUT = 0.2;

  private TableTrial() {}

  public static void main(String[] args) {
    var plan = TablePlan.of(Tables.read(Path.of(args[0])), args[1]);
    for (var variant : Arrays.asList(args).subList(3, args.length)) {
      run(plan, Integer.parseInt(args[2]), variant);
    }
  }

  private static void run(TablePlan plan, int seeds, String variant) {
    var options = new TreeMap<String, String>();
    for (var option : variant.split("\\+")) {
      options.put(option.split("=")[0], option.contains("=") ? option.split("=", 2)[1] : "");
    }
    var quality = options.getOrDefault("quality", "default").toUpperCase(Locale.ROOT);
    var settings =
        TableSettings.of(Quality.valueOf(quality))
            .folds(i(options, "folds", 0))
            .epochs(i(options, "epochs", 0));
    double error = 0;
    double other = 0;
    double networks = 0;
    double before = processorSeconds();
    for (int seed = 1; seed <= seeds; seed++) {
      int folds = settings.foldsFor((int) plan.profile().rows());
      var split = RowSplit.of(seed).test(HELD_OUT);
      try (var data = plan.encode(folds > 1 ? split.folds(folds) : split)) {
        var trained =
            TableTrainer.of(settings.seed(seed))
                .changed(recipe -> changed(recipe, options))
                .train(data);
        var metrics =
            data.preparation().target() instanceof Target.Numbers
                ? List.of(Metric.rmse(), Metric.mae())
                : List.of(Metric.logLoss(), Metric.accuracy());
        var evaluation = Evaluation.of(trained.model(), data.test(), metrics);
        error += evaluation.value(metrics.get(0).name()) / seeds;
        other += evaluation.value(metrics.get(1).name()) / seeds;
        networks += trained.scores().stream().mapToDouble(it -> it).average().orElseThrow() / seeds;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%-30s %.6g (%.5g), a network by itself %.6g, %.0f s of a processor%n",
        variant,
        error,
        other,
        networks,
        (processorSeconds() - before) / seeds);
  }

  private static double processorSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
  }

  private static TableRecipe changed(TableRecipe recipe, TreeMap<String, String> o) {
    var in = recipe.input();
    var st = recipe.steps();
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
}
