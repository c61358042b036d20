package dev.cortado.doctor;

import static dev.cortado.doctor.FindingText.figure;

import dev.cortado.data.Dataset;
import dev.cortado.data.Target;
import dev.cortado.internal.Errors;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Layer;
import dev.cortado.nn.OutputKind;
import dev.cortado.nn.Sequential;
import dev.cortado.nn.Standardize;
import dev.cortado.plot.Chart;
import dev.cortado.train.DivergedException;
import dev.cortado.train.Recipe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which size a network should have: each is scored by cross-validation. Wider networks fit the rows
 * they are trained on ever better, and new rows only up to a point.
 *
 * <pre>{@code
 * var result = Sweep.widths(1, 2, 4, 8, 16).run(CrossValidation.of(5), recipe, data);
 * IO.println(result);
 * // width  depth  parameters  training  validation       ±
 * //     1      1           7    0.4867      0.4800  0.0082
 * //     2      1          12    0.7983      0.7867  0.0403
 * //     4      1          22    0.8233      0.8000  0.0236  ← choice
 * //     8      1          42    0.8217      0.8133  0.0226  ← best mean
 * //    16      1          82    0.8317      0.8067  0.0245
 * // width 8, depth 1 has the best mean accuracy, 0.813; width 4, depth 1 is the smallest within
 * // one standard error of it, 0.0226
 * }</pre>
 *
 * <p>A size whose training diverges has the score NaN, which is worse than any other.
 *
 * @param widths units of each hidden layer
 * @param depths numbers of hidden layers; 1
 */
public record Sweep(List<Integer> widths, List<Integer> depths) {

  public Sweep {
    widths = sizes("width", widths);
    depths = sizes("depth", depths);
  }

  private static List<Integer> sizes(String what, List<Integer> sizes) {
    var sorted = sizes.stream().distinct().sorted().toList();
    if (sorted.isEmpty() || sorted.getFirst() < 1) {
      throw Errors.argument("sweep: %ss %s, expected some, each at least 1", what, sizes);
    }
    return sorted;
  }

  /** Over these widths, with one hidden layer. */
  public static Sweep widths(int... units) {
    return new Sweep(IntStream.of(units).boxed().toList(), List.of(1));
  }

  /** The same over these depths, each with every width. */
  public Sweep depths(int... layers) {
    return new Sweep(widths, IntStream.of(layers).boxed().toList());
  }

  /** Makes a network of a size for the rows it is going to be trained on. */
  @FunctionalInterface
  public interface Maker {
    /** A new one. */
    Layer make(Dataset train, int width, int depth);
  }

  /** Over plain networks: scaled inputs, hidden layers of ReLU, and the last layer. */
  public Result run(CrossValidation validation, Recipe recipe, Dataset data) {
    if (data.x().shape().rank() != 2) {
      throw Errors.argument(
          "sweep: rows of x %s are not [n, features]; pass a Maker for networks of each width and"
              + " depth",
          data.x().shape());
    }
    return run(
        validation, recipe, data, (train, width, depth) -> plain(recipe, train, width, depth));
  }

  private static Layer plain(Recipe recipe, Dataset train, int width, int depth) {
    var target = train.schema().target();
    var last =
        recipe.loss().expects() != OutputKind.PROBABILITIES
            ? Activation.identity()
            : target instanceof Target.Classes ? Activation.softmax() : Activation.sigmoid();
    var layers = new ArrayList<Layer>();
    layers.add(Standardize.fit(train.x()));
    int in = train.x().shape().dim(1);
    for (int i = 0; i < depth; i++) {
      layers.add(Dense.of(in, width, Activation.relu()));
      in = width;
    }
    layers.add(Dense.of(in, target.outputs(), last));
    return new Sequential(layers);
  }

  /** Over networks of your own. */
  public Result run(CrossValidation validation, Recipe recipe, Dataset data, Maker maker) {
    var sizes = new ArrayList<Size>();
    for (int depth : depths) {
      for (int width : widths) {
        var score = score(validation, recipe, data, train -> maker.make(train, width, depth));
        var parameters =
            maker.make(data, width, depth).parameters().stream()
                .mapToLong(cell -> cell.shape().size())
                .sum();
        sizes.add(new Size(width, depth, parameters, score));
      }
    }
    return new Result(sizes);
  }

  /** A rate that is too large for one size may suit the others. */
  private static CrossValidation.Score score(
      CrossValidation validation, Recipe recipe, Dataset data, Function<Dataset, Layer> model) {
    try {
      return validation.score(model, recipe, data);
    } catch (DivergedException diverged) {
      if (Set.of("x", "y").contains(diverged.divergence().tensor())) {
        throw diverged;
      }
      var metric = recipe.metricsFor(data.schema().target()).getFirst();
      var none = Collections.nCopies(validation.folds(), Double.NaN);
      return new CrossValidation.Score(metric.name(), metric.higherIsBetter(), none, none);
    }
  }

  /**
   * A size and how good it is.
   *
   * @param parameters how many numbers are trained
   */
  public record Size(int width, int depth, long parameters, CrossValidation.Score score) {}

  /**
   * The scores of all sizes.
   *
   * @param sizes by depth, then by width
   */
  public record Result(List<Size> sizes) {

    public Result {
      sizes = List.copyOf(sizes);
      if (sizes.isEmpty()) {
        throw Errors.argument("sweep: no sizes, expected at least one");
      }
    }

    /**
     * The one with the best mean; of equals the one with the fewest parameters. Sizes whose mean is
     * not finite are left out.
     */
    public Size best() {
      Comparator<Size> byScore = Comparator.comparingDouble(size -> -gain(size.score()));
      return scored()
          .min(byScore.thenComparingLong(Size::parameters))
          .orElseThrow(() -> Errors.state("sweep: %s", unscored()));
    }

    private Stream<Size> scored() {
      return sizes.stream().filter(size -> Double.isFinite(size.score().mean()));
    }

    /** A note on sizes without a score; empty if there are none. */
    private String unscored() {
      long none = sizes.size() - scored().count();
      var which =
          none < sizes.size()
              ? none + " of " + sizes.size() + " sizes have no score"
              : "no size has a score";
      return none == 0
          ? ""
          : which
              + ": the training diverged, or the metric is not defined on the rows left out; try a"
              + " lower rate, such as a tenth, or another metric";
    }

    /**
     * The one to take, by the rule of one standard error: the fewest parameters with a mean no
     * farther from the best than the best's {@linkplain CrossValidation.Score#standardError
     * standard error}, since a difference of that size may be chance.
     */
    public Size choice() {
      var best = best();
      double bound = gain(best.score()) - best.score().standardError();
      return scored()
          .filter(size -> gain(size.score()) >= bound)
          .min(Comparator.comparingLong(Size::parameters))
          .orElse(best);
    }

    private static double gain(CrossValidation.Score score) {
      return score.higherIsBetter() ? score.mean() : -score.mean();
    }

    /**
     * Scores against parameters as a picture: for each depth, training and validation. It leaves
     * out scores that are NaN.
     */
    public String svg() {
      var metric = sizes.getFirst().score().metric();
      var chart = Chart.of("Scores by size").x("parameters").y(metric).logX();
      var depths = sizes.stream().map(Size::depth).distinct().toList();
      for (int depth : depths) {
        var ofDepth = scored().filter(size -> size.depth() == depth).toList();
        var suffix = depths.size() == 1 ? "" : ", depth " + depth;
        double[] parameters = values(ofDepth, Size::parameters);
        chart =
            chart
                .line(
                    "training" + suffix,
                    parameters,
                    values(ofDepth, size -> size.score().trainMean()))
                .line(
                    "validation" + suffix,
                    parameters,
                    values(ofDepth, size -> size.score().mean()));
      }
      if (scored().findAny().isEmpty()) {
        return chart.svg();
      }
      var choice = choice();
      return chart
          .mark((double) choice.parameters(), "choice: " + choice.width() + " × " + choice.depth())
          .svg();
    }

    private static double[] values(List<Size> sizes, ToDoubleFunction<Size> value) {
      return sizes.stream().mapToDouble(value).toArray();
    }

    /** A table, and which size is chosen by which rule. */
    @Override
    public String toString() {
      var metric = sizes.getFirst().score().metric();
      return Stream.of(
              Stream.of(line("width", "depth", "parameters", "training", "validation", "±", "")),
              sizes.stream().map(this::line),
              scored().findAny().isEmpty() ? Stream.<String>empty() : Stream.of(verdict(metric)),
              Stream.of(unscored()).filter(text -> !text.isEmpty()))
          .flatMap(lines -> lines)
          .collect(Collectors.joining("\n"));
    }

    private String line(Size size) {
      return line(
          String.valueOf(size.width()),
          String.valueOf(size.depth()),
          String.format(Locale.ROOT, "%,d", size.parameters()),
          decimals(size.score().trainMean()),
          decimals(size.score().mean()),
          decimals(size.score().standardError()),
          mark(size));
    }

    private String mark(Size size) {
      if (!Double.isFinite(size.score().mean())) {
        return "  ← no score";
      }
      return size.equals(choice()) ? "  ← choice" : size.equals(best()) ? "  ← best mean" : "";
    }

    private String verdict(String metric) {
      var best = best();
      var choice = choice();
      var bestText =
          size(best) + " has the best mean " + metric + ", " + figure(best.score().mean());
      return choice.equals(best)
          ? bestText + ", and no smaller one is within one standard error of it"
          : bestText
              + "; "
              + size(choice)
              + " is the smallest within one standard error of it, "
              + figure(best.score().standardError());
    }

    private static String size(Size size) {
      return "width " + size.width() + ", depth " + size.depth();
    }

    private static String decimals(double value) {
      return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String line(String... cells) {
      return String.format(Locale.ROOT, "%5s  %5s  %10s  %8s  %10s  %6s%s", (Object[]) cells);
    }
  }
}
