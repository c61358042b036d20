package dev.cortado.train;

import dev.cortado.data.Dataset;
import dev.cortado.data.Fingerprint;
import dev.cortado.data.Toys;
import dev.cortado.data.image.Augment;
import dev.cortado.nn.Activation;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Embedding;
import dev.cortado.nn.Flatten;
import dev.cortado.nn.Layer;
import dev.cortado.nn.LayerNorm;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Pass;
import dev.cortado.nn.Penalty;
import dev.cortado.nn.Sequential;
import dev.cortado.nn.Standardize;
import dev.cortado.optim.Adam;
import dev.cortado.optim.AdamW;
import dev.cortado.optim.Clip;
import dev.cortado.optim.Momentum;
import dev.cortado.optim.Nesterov;
import dev.cortado.optim.RmsProp;
import dev.cortado.optim.Schedule;
import dev.cortado.optim.lbfgs.Lbfgs;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Six small trainings that between them use most layers, rules and parts of the trainer, and one
 * hash over all that comes of them. The numerics contract fixes every bit, so the hash is the same
 * on every machine, with any kernels and any number of threads; the tests of the SIMD kernels ask
 * for it too.
 */
public enum SixModels {
  /** Wide enough for products that are packed and shared, as is {@link #LAYER_NORM}. */
  DENSE {
    @Override
    public Trained train() {
      var relu = Activation.relu();
      return fit(
          Sequential.of(Dense.of(2, 160, relu), Dense.of(160, 96, relu), Dense.of(96, 2)),
          Recipe.of(Loss.crossEntropy(), Adam.of(3e-3)).epochs(5).batchSize(256),
          Toys.moons(768, 0.1, RNG));
    }
  },
  BATCH_NORM {
    @Override
    public Trained train() {
      var split = Toys.circles(600, 0.1, 0.5, RNG).asBinary().split(0.8, 0.1, RNG);
      var model =
          Sequential.of(
              Dense.of(2, 48).withoutBias(),
              BatchNorm.of(48),
              Activation.relu(),
              Dropout.of(0.25),
              Dense.of(48, 24).withoutBias(),
              BatchNorm.of(24).withBiasedAverage(),
              Activation.elu(),
              Dropout.of(0.1),
              Dense.of(24, 1));
      var recipe =
          Recipe.of(Loss.binaryCrossEntropy(), AdamW.of(1e-3, 1e-2))
              .schedule(Schedule.cosine(1e-2, 60).warmup(8))
              .earlyStopping(EarlyStopping.never("valid.loss"))
              .epochs(5)
              .batchSize(40);
      return fit(model, recipe, split.train(), split.valid());
    }
  },
  LAYER_NORM {
    @Override
    public Trained train() {
      var data = Toys.blobs(640, 5, 1.5, RNG);
      return fit(
          Sequential.of(
              Standardize.fit(data.x()),
              Dense.of(2, 144),
              LayerNorm.of(144),
              Activation.gelu(),
              Dense.of(144, 144),
              LayerNorm.of(144),
              Activation.geluByTanh(),
              Dense.of(144, 5)),
          Recipe.of(Loss.crossEntropy().labelSmoothing(0.1), RmsProp.of(1e-3))
              .epochs(4)
              .batchSize(256),
          data);
    }
  },
  EMBEDDING {
    @Override
    public Trained train() {
      return fit(
          Sequential.of(
              Embedding.of(12, 6),
              Flatten.of(),
              Dense.of(18, 32, Activation.silu()),
              Dense.of(32, 4)),
          Recipe.of(Loss.crossEntropy().classWeights(1, 0.5, 1, 2), Nesterov.of(0.05))
              .clip(Clip.norm(0.5))
              .epochs(4)
              .batchSize(25),
          SixModelsRows.categories(500, RNG));
    }
  },
  QUASI_NEWTON {
    @Override
    public Trained train() {
      var tanh = Activation.tanh();
      var data = Toys.sine(300, 0.1, RNG);
      var model = Sequential.of(Dense.of(1, 20, tanh), Dense.of(20, 20, tanh), Dense.of(20, 1));
      model.start(RNG.at("model"));
      var outcome =
          Lbfgs.of()
              .iterations(30)
              .minimize(
                  () -> Loss.mse().apply(model.forward(data.x(), Pass.inference()), data.y()),
                  model.parameters());
      return new Trained(this, model, data, outcome.losses());
    }
  },
  IMAGES {
    @Override
    public Trained train() {
      return fit(
          Sequential.of(Flatten.of(), Dense.of(144, 48, Activation.leakyRelu()), Dense.of(48, 3)),
          Recipe.of(Loss.crossEntropy(), Momentum.of(0.05))
              .augment(Augment.rotate(15).then(Augment.shift(0.1)).then(Augment.noise(0.05)))
              .penalty(Penalty.l2(1e-4))
              .plateau(Plateau.on("train.loss").factor(0.5).patience(0).threshold(0.3))
              .epochs(5)
              .batchSize(64),
          SixModelsRows.stripes(400, RNG));
    }
  };

  /** The SHA-256 of all that comes of the six, in version 1 of the numerics contract. */
  public static final String HASH =
      "23c967862fc43d6e2e60273a16e0818eafab8d245d5b58749f41ba632836cad3";

  private static final Rng RNG = Rng.of(20);

  /**
   * A model after its training.
   *
   * @param losses of its steps, and of its epochs on rows for validation
   */
  public record Trained(SixModels how, Layer model, Dataset rows, List<Double> losses) {

    private void addTo(Fingerprint print) {
      float[] numbers = new float[losses.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = losses.get(i).floatValue();
      }
      print.add(how.name()).add(Tensor.of(numbers));
      model.state().forEach((name, cell) -> print.add(name).add(cell.value()));
    }

    /** Of its losses and its state. */
    public String hash() {
      var print = new Fingerprint();
      addTo(print);
      return print.hex();
    }
  }

  /** Trains it with the kernels and workers in force. */
  public abstract Trained train();

  /** Trains all of them. */
  public static List<Trained> trainAll() {
    return List.of(values()).stream().map(SixModels::train).toList();
  }

  /** Of all of them. */
  public static String hash(List<Trained> all) {
    var print = new Fingerprint();
    all.forEach(trained -> trained.addTo(print));
    return print.hex();
  }

  Trained fit(Layer model, Recipe recipe, Dataset train) {
    var losses = new ArrayList<Double>();
    Trainer.fit(model, recipe, train, event -> noted(event, losses));
    return new Trained(this, model, train, losses);
  }

  Trained fit(Layer model, Recipe recipe, Dataset train, Dataset valid) {
    var losses = new ArrayList<Double>();
    Trainer.fit(model, recipe, train, valid, event -> noted(event, losses));
    return new Trained(this, model, train, losses);
  }

  private static Signal noted(Event event, List<Double> losses) {
    switch (event) {
      case Event.BatchEnded(_, _, double loss) -> losses.add(loss);
      case Event.EpochEnded(var run, var epoch) when run.valid() != null ->
          losses.add(epoch.value("valid.loss"));
      default -> {}
    }
    return Signal.CONTINUE;
  }
}
