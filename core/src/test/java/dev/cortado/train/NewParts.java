package dev.cortado.train;

import dev.cortado.data.Dataset;
import dev.cortado.data.Fingerprint;
import dev.cortado.data.Target;
import dev.cortado.nn.Activation;
import dev.cortado.nn.ActivationMix;
import dev.cortado.nn.Average;
import dev.cortado.nn.Averaging;
import dev.cortado.nn.CategoryEmbedding;
import dev.cortado.nn.Columns;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.HistogramLoss;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.MemberDense;
import dev.cortado.nn.MemberHeads;
import dev.cortado.nn.MemberInputs;
import dev.cortado.nn.MemberMean;
import dev.cortado.nn.MembersLoss;
import dev.cortado.nn.NtkDense;
import dev.cortado.nn.OneHot;
import dev.cortado.nn.Parallel;
import dev.cortado.nn.Pass;
import dev.cortado.nn.PeriodicEmbedding;
import dev.cortado.nn.PiecewiseLinear;
import dev.cortado.nn.PiecewiseLinearEmbedding;
import dev.cortado.nn.RmsNorm;
import dev.cortado.nn.RobustScale;
import dev.cortado.nn.Scale;
import dev.cortado.nn.Sequential;
import dev.cortado.nn.SmoothClip;
import dev.cortado.nn.Standardize;
import dev.cortado.nn.TargetScale;
import dev.cortado.nn.Temperature;
import dev.cortado.nn.ValueEmbedding;
import dev.cortado.optim.Adam;
import dev.cortado.optim.Decay;
import dev.cortado.optim.Optimizer;
import dev.cortado.optim.Schedule;
import dev.cortado.tensor.Axes;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Small trainings that between them use every part for tables, and one hash over all that comes of
 * them, beside that of {@link SixModels}.
 */
public enum NewParts {
  /** RealMLP, smaller. */
  REAL_MLP(
      NewParts::realMlp,
      Kind.CLASSES,
      Loss.crossEntropy().labelSmoothing(0.1),
      Adam.of(0.04).betas(0.9, 0.95).decay(Decay.decoupled(0.02)),
      Schedule.cosLog(0.04, 54)),
  /** Numbers in their own units, through codes by bins and values. */
  PIECEWISE(
      NewParts::piecewise,
      Kind.NUMBERS,
      TargetScale.fit(y(Kind.NUMBERS)).loss(Loss.pseudoHuber(0.5)),
      Adam.of(1e-2),
      Schedule.flatCosine(1e-2, 54)),
  /** Members that share a network but for the first scale and the last layer. */
  MINI(
      NewParts::mini,
      Kind.CLASSES,
      MembersLoss.of(Loss.crossEntropy()),
      Adam.of(1e-2).decay(Decay.decoupled(3e-4)),
      Schedule.constant(1e-2)),
  /** Members with scales in each layer, and a single logit. */
  MEMBERS(
      NewParts::members,
      Kind.BINARY,
      MembersLoss.of(Loss.binaryCrossEntropy()),
      Adam.of(1e-2),
      Schedule.constant(1e-2)),
  /** A number as a choice among bins. */
  HISTOGRAM(
      NewParts::histogram,
      Kind.SMALL_NUMBERS,
      HistogramLoss.of(-1.5, 2.5, 16),
      Adam.of(0.05),
      Schedule.constant(0.05));

  /** The SHA-256 of all that comes of them, in version 1 of the numerics contract. */
  public static final String HASH =
      "61dfd49e6f7eaba0b2a73e5323f4defd4a62b34ccdf88b9bbcf26de40482a540";

  /** What is asked. */
  private enum Kind {
    CLASSES,
    BINARY,
    NUMBERS,
    SMALL_NUMBERS
  }

  private static final int ROWS = 360;

  private final Supplier<Layer> model;
  private final Kind kind;
  private final Loss loss;
  private final Optimizer optimizer;
  private final Schedule schedule;

  NewParts(Supplier<Layer> model, Kind kind, Loss loss, Optimizer optimizer, Schedule schedule) {
    this.model = model;
    this.kind = kind;
    this.loss = loss;
    this.optimizer = optimizer;
    this.schedule = schedule;
  }

  /**
   * A model after its training.
   *
   * @param losses of its steps, and of its epochs on rows for validation
   * @param answers of the finished model on some rows
   */
  public record Trained(NewParts how, Layer model, List<Double> losses, Tensor answers) {

    private void addTo(Fingerprint print) {
      float[] numbers = new float[losses.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = losses.get(i).floatValue();
      }
      print.add(how.name()).add(Tensor.of(numbers)).add(answers);
      model.state().forEach((name, cell) -> print.add(name).add(cell.value()));
    }

    /** Of its losses, its answers and its state. */
    public String hash() {
      var print = new Fingerprint();
      addTo(print);
      return print.hex();
    }
  }

  /** A new model. */
  public Layer model() {
    return model.get();
  }

  /** How it is trained. */
  public Recipe recipe() {
    return Recipe.of(loss, optimizer).schedule(schedule).epochs(6).batchSize(32);
  }

  /** The rows that it is trained on. */
  public Dataset rows() {
    return Dataset.of(x(), y(kind), target());
  }

  /** Trains it with the kernels and workers in force. */
  public Trained train() {
    var losses = new ArrayList<Double>();
    var trained = model();
    var split = rows().split(0.8, 0.2, Rng.of(3));
    Trainer.fit(
        trained,
        recipe(),
        split.train(),
        split.valid(),
        event -> {
          switch (event) {
            case Event.BatchEnded(_, _, double loss) -> losses.add(loss);
            case Event.EpochEnded(_, var epoch) -> losses.add(epoch.value("valid.loss"));
            default -> {}
          }
          return Signal.CONTINUE;
        });
    var finished = finished(trained, split.valid());
    return new Trained(this, finished, losses, finished.predict(split.valid().x()).keep());
  }

  /** With what is fitted or put together after training. */
  private Layer finished(Layer trained, Dataset valid) {
    if (kind != Kind.CLASSES) {
      return trained;
    }
    var both = Average.of(Averaging.LOGITS, List.of(trained, trained));
    return Sequential.of(
        both, Temperature.fit(both.predict(valid.x()), valid.y(), 0.5, 2), Activation.softmax());
  }

  /** Trains all of them. */
  public static List<Trained> trainAll() {
    return List.of(values()).stream().map(NewParts::train).toList();
  }

  /** Of all of them. */
  public static String hash(List<Trained> all) {
    var print = new Fingerprint();
    all.forEach(trained -> trained.addTo(print));
    return print.hex();
  }

  // rows: two numbers, one of four values, a category of which one in seven is unknown

  private static float[] jumps() {
    return new float[] {0, 3103, 7298, 15024};
  }

  private static Tensor x() {
    var rng = Rng.of(11);
    float[] numbers = rng.at("numbers").normal(Shape.of(ROWS, 2)).toArray();
    float[] picks = rng.at("picks").uniform(Shape.of(ROWS, 2)).toArray();
    float[] jumps = jumps();
    float[] x = new float[4 * ROWS];
    for (int row = 0; row < ROWS; row++) {
      x[4 * row] = numbers[2 * row];
      x[4 * row + 1] = 40 + 9 * numbers[2 * row + 1];
      x[4 * row + 2] = jumps[(int) (4 * picks[2 * row])];
      x[4 * row + 3] = (int) (7 * picks[2 * row + 1]) - 1;
    }
    return Tensor.of(Shape.of(ROWS, 4), x);
  }

  /** Bends in the first number, jumps with the value and with the category. */
  private static double meaning(float[] x, int row) {
    double bend = Math.abs(x[4 * row] - 0.3) + (x[4 * row + 1] > 42 ? 0.8 : 0);
    double value = x[4 * row + 2] == 7298 ? 1.2 : 0;
    return bend + value + (x[4 * row + 3] % 2 == 0 ? 0.5 : 0);
  }

  private static Tensor y(Kind kind) {
    float[] x = x().toArray();
    float[] y = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      double meaning = meaning(x, row);
      y[row] =
          switch (kind) {
            case CLASSES -> meaning < 0.9 ? 0 : meaning < 1.7 ? 1 : 2;
            case BINARY -> meaning < 1.3 ? 0 : 1;
            case NUMBERS -> (float) (5_000 + 1_000 * meaning);
            case SMALL_NUMBERS -> (float) (meaning - 1.3);
          };
    }
    return kind == Kind.CLASSES ? Tensor.of(y) : Tensor.of(y).expand(1);
  }

  private Target target() {
    return switch (kind) {
      case CLASSES -> Target.classes("low", "middle", "high");
      case BINARY -> Target.binary("low", "high");
      case NUMBERS, SMALL_NUMBERS -> Target.numbers("y");
    };
  }

  private static Tensor numbers() {
    return x().slice(1, 0, 2);
  }

  /** Edges at every tenth of each number's rows. */
  private static List<List<Double>> edges() {
    var edges = new ArrayList<List<Double>>();
    for (int column = 0; column < 2; column++) {
      var sorted = numbers().slice(1, column, column + 1).flatten().sort(0);
      var own = new ArrayList<Double>();
      for (int tenth = 0; tenth <= 10 - column; tenth++) {
        own.add((double) sorted.at(tenth * (ROWS - 1) / 10));
      }
      edges.add(own);
    }
    return edges;
  }

  // models

  private static Layer realMlp() {
    var columns =
        Parallel.of(
            Columns.range(
                0,
                2,
                Sequential.of(
                    RobustScale.fit(numbers()), SmoothClip.of(3), PeriodicEmbedding.of(2))),
            Columns.range(2, 3, ValueEmbedding.of(3, jumps())),
            Columns.range(3, 4, CategoryEmbedding.of(6, 4)),
            Columns.of(OneHot.of(6), 3));
    return Sequential.of(
        columns,
        Scale.of(21),
        NtkDense.of(21, 48),
        ActivationMix.of(Activation.selu(), 48),
        Dropout.of(0.15),
        NtkDense.of(48, 48),
        ActivationMix.of(Activation.mish(), 48),
        NtkDense.of(48, 3));
  }

  /** Sorts and sums along the columns, for what no layer uses. */
  private record Ordered() implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      var small = x.div(100);
      return Tensor.concat(
          1, x.sort(1), x.topK(2, 1), x.cumsum(1), small.sin().prod(Axes.kept(1)), small.cos());
    }
  }

  private static Layer piecewise() {
    var scale = TargetScale.fit(y(Kind.NUMBERS)).clampedTo(y(Kind.NUMBERS));
    return Sequential.of(
        Parallel.of(
            Columns.range(0, 2, PiecewiseLinear.of(edges())),
            Columns.range(2, 3, ValueEmbedding.of(3, jumps())),
            Columns.of(OneHot.of(6), 3),
            Columns.range(
                0, 3, Sequential.of(Standardize.fit(x().slice(1, 0, 3), 1, 2), new Ordered()))),
        Dense.of(40, 32, Activation.mish()),
        RmsNorm.of(32),
        Dense.of(32, 32, Activation.selu()),
        Dense.of(32, 1),
        scale);
  }

  private static Layer mini() {
    return Sequential.of(
        Parallel.of(
            Columns.range(0, 2, PiecewiseLinearEmbedding.of(edges(), 5)),
            Columns.range(3, 4, CategoryEmbedding.of(6, 4))),
        MemberInputs.of(4, 14),
        Dense.of(14, 24, Activation.relu()),
        Dropout.of(0.1),
        Dense.of(24, 24, Activation.relu()),
        MemberHeads.of(4, 24, 3),
        MemberMean.of(Averaging.LOGITS));
  }

  private static Layer members() {
    return Sequential.of(
        Parallel.of(Columns.range(0, 2, Standardize.fit(numbers())), Columns.of(OneHot.of(6), 3)),
        MemberDense.first(3, 8, 20, Activation.silu()),
        MemberDense.of(3, 20, 20, Activation.silu()),
        MemberHeads.of(3, 20, 1),
        MemberMean.of(Averaging.LOGITS));
  }

  private static Layer histogram() {
    return Sequential.of(
        Parallel.of(
            Columns.range(0, 2, Standardize.fit(numbers())),
            Columns.of(OneHot.of(6), 3),
            Columns.range(2, 3, ValueEmbedding.of(3, jumps()))),
        NtkDense.of(11, 32),
        Activation.tanh(),
        NtkDense.of(32, 16),
        HistogramLoss.of(-1.5, 2.5, 16).head());
  }
}
