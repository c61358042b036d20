package dev.cortado.tables;

import dev.cortado.data.Dataset;
import dev.cortado.data.Target;
import dev.cortado.nn.Activation;
import dev.cortado.nn.ActivationMix;
import dev.cortado.nn.Averaging;
import dev.cortado.nn.CategoryEmbedding;
import dev.cortado.nn.Columns;
import dev.cortado.nn.CrossEntropy;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.HistogramLoss;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.MemberHeads;
import dev.cortado.nn.MemberInputs;
import dev.cortado.nn.MemberMean;
import dev.cortado.nn.MembersLoss;
import dev.cortado.nn.NtkDense;
import dev.cortado.nn.OneHot;
import dev.cortado.nn.Parallel;
import dev.cortado.nn.PeriodicEmbedding;
import dev.cortado.nn.PiecewiseLinear;
import dev.cortado.nn.Projection;
import dev.cortado.nn.RobustScale;
import dev.cortado.nn.Scale;
import dev.cortado.nn.Sequential;
import dev.cortado.nn.SmoothClip;
import dev.cortado.nn.TargetScale;
import dev.cortado.nn.ValueEmbedding;
import dev.cortado.table.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network for the rows of a table, with the loss that it is trained on. All that is fitted on
 * rows, such as the edges of bins, is fitted on these.
 *
 * @param model from encoded rows to logits, or to numbers in the target's own units
 * @param loss of its outputs
 * @param coding what was found out about the columns, a line each
 */
record TableNetwork(Layer model, Loss loss, List<String> coding) {

  private static final double CLIP = 3;

  /** The numbers of a periodic embedding, the coded one included. */
  private static final int WIDTH_OF_WAVES = 4;

  /** A new network, whose parameters are blank. */
  static TableNetwork of(List<Feature> features, Dataset rows, TableRecipe recipe) {
    var coding = new ArrayList<String>();
    var branches = branches(features, rows, recipe.input(), coding);
    int width = branches.stream().mapToInt(Branch::width).sum();
    var target = rows.schema().target();
    var layers = new ArrayList<Layer>();
    layers.add(new Parallel(branches.stream().map(Branch::layer).toList()));
    layers.add(Scale.of(width));
    if (recipe.members() > 1) {
      layers.add(MemberInputs.of(recipe.members(), width));
    }
    int in = width;
    for (int units : recipe.hidden()) {
      layers.add(NtkDense.of(in, units));
      layers.add(activation(recipe.activation(), units));
      if (recipe.dropout() > 0) {
        layers.add(Dropout.of(recipe.dropout()));
      }
      in = units;
    }
    return headed(layers, in, rows, target, recipe, coding);
  }

  private static Layer activation(Activation activation, int units) {
    return activation instanceof Activation.Relu ? activation : ActivationMix.of(activation, units);
  }

  private static TableNetwork headed(
      List<Layer> layers,
      int in,
      Dataset rows,
      Target target,
      TableRecipe recipe,
      List<String> coding) {
    boolean numbers = target instanceof Target.Numbers;
    int outputs = target instanceof Target.Binary ? 2 : target.outputs();
    Loss loss;
    if (numbers
        && outputs == 1
        && recipe.objective() instanceof TableRecipe.Objective.Histogram(int bins)) {
      var y = rows.y();
      double low = y.min().item();
      double high = y.max().item();
      double margin = (high - low) / bins;
      var histogram = HistogramLoss.of(low - margin, high + margin, bins);
      layers.add(last(in, bins, recipe.members()));
      layers.add(histogram.head());
      loss = histogram;
      return new TableNetwork(new Sequential(layers), loss, coding);
    }
    layers.add(last(in, outputs, recipe.members()));
    switch (target) {
      case Target.Numbers _ -> {
        var scale = TargetScale.fit(rows.y()).clampedTo(rows.y());
        layers.add(scale);
        loss =
            scale.loss(
                recipe.objective() instanceof TableRecipe.Objective.Huber(double delta)
                    ? Loss.pseudoHuber(delta)
                    : Loss.mse());
      }
      case Target.Binary _ -> {
        // The difference of two logits learns like two classes.
        layers.add(Projection.of(new float[][] {{-1}, {1}}));
        loss = Loss.binaryCrossEntropy();
      }
      case Target.Labels _ -> loss = Loss.binaryCrossEntropy();
      case Target.Classes _ -> {
        CrossEntropy cross = Loss.crossEntropy();
        double smoothing = recipe.steps().smoothing();
        loss = smoothing > 0 ? cross.labelSmoothing(smoothing) : cross;
      }
    }
    if (recipe.members() > 1) {
      layers.add(MemberMean.of(numbers ? Averaging.VALUES : Averaging.LOGITS));
      loss = MembersLoss.of(loss);
    }
    return new TableNetwork(new Sequential(layers), loss, coding);
  }

  private static Layer last(int in, int outputs, int members) {
    return members > 1 ? MemberHeads.of(members, in, outputs) : NtkDense.of(in, outputs);
  }

  /** A part of the first layer, and how many numbers it gives. */
  record Branch(Layer layer, int width) {}

  private static List<Branch> branches(
      List<Feature> features, Dataset rows, TableRecipe.Input input, List<String> coding) {
    var branches = new ArrayList<Branch>();
    var columns = new ColumnValues(rows);
    var numbers =
        IntStream.range(0, features.size())
            .filter(c -> features.get(c) instanceof Feature.Number && columns.varies(c))
            .toArray();
    if (numbers.length > 0) {
      branches.add(numbers(columns, numbers, input));
      if (input.values()) {
        for (int c : numbers) {
          float[] values = RepeatedValues.of(columns.of(c), columns.targets(), input);
          if (values.length > 0) {
            coding.add(
                features.get(c).name() + ": an embedding for each of " + values.length + " values");
            branches.add(
                new Branch(
                    Columns.of(ValueEmbedding.of(input.embedding(), values), c),
                    input.embedding()));
          }
        }
      }
      var pairs = new ColumnPairs(columns, numbers, input);
      pairs.rotations(features, coding).ifPresent(branches::add);
      pairs.leaves(features, coding).ifPresent(branches::add);
    }
    for (int c = 0; c < features.size(); c++) {
      switch (features.get(c)) {
        case Feature.Number _ -> {}
        case Feature.Flag _ -> {
          if (columns.varies(c)) {
            branches.add(new Branch(Columns.of(Activation.identity(), c), 1));
          }
        }
        case Feature.Category(_, int categories) -> branches.add(category(c, categories, input));
      }
    }
    if (branches.isEmpty()) {
      branches.add(new Branch(Activation.identity(), features.size()));
    }
    return branches;
  }

  private static Branch category(int c, int categories, TableRecipe.Input input) {
    return categories - 1 <= input.oneHot()
        ? new Branch(Columns.of(OneHot.of(categories), c), categories)
        : new Branch(
            Columns.of(CategoryEmbedding.of(categories, input.embedding()), c), input.embedding());
  }

  /** Numbers scaled and, as the recipe says, coded by bins and by waves. */
  private static Branch numbers(ColumnValues columns, int[] numbers, TableRecipe.Input input) {
    var scaled = Sequential.of(RobustScale.fit(columns.tensor(numbers)), SmoothClip.of(CLIP));
    var codes = new ArrayList<Layer>();
    int width = 0;
    if (input.periodic()) {
      // Begins with the scaled number itself.
      codes.add(Sequential.of(scaled, PeriodicEmbedding.of(numbers.length)));
      width += WIDTH_OF_WAVES * numbers.length;
    } else {
      codes.add(scaled);
      width += numbers.length;
    }
    if (input.bins() > 0) {
      var edges = new ArrayList<List<Double>>();
      for (int c : numbers) {
        edges.add(columns.edges(columns.of(c), input));
      }
      codes.add(PiecewiseLinear.of(edges).bounded());
      width += edges.stream().mapToInt(List::size).sum() - numbers.length;
    }
    return new Branch(Columns.of(new Parallel(codes), numbers), width);
  }
}
