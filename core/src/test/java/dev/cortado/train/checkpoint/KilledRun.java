package dev.cortado.train.checkpoint;

import dev.cortado.data.Fingerprint;
import dev.cortado.data.Toys;
import dev.cortado.nn.Activation;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.optim.Schedule;
import dev.cortado.tensor.Rng;
import dev.cortado.train.EarlyStopping;
import dev.cortado.train.Recipe;
import dev.cortado.train.Trainer;
import java.nio.file.Path;

/** A training that does nothing but save, for a process of its own that is killed. */
final class KilledRun {

  private KilledRun() {}

  /** Starts, or goes on, in the folder that is named; prints what the training ends with. */
  public static void main(String[] arguments) {
    System.out.println(train(Path.of(arguments[0])));
  }

  /** A hash of the weights and the history. */
  static String train(Path folder) {
    var split = Toys.moons(400, 0.1, Rng.of(1)).split(0.8, 0.1, Rng.of(2));
    var model =
        Sequential.of(
            Dense.of(2, 48),
            BatchNorm.of(48),
            Activation.relu(),
            Dropout.of(0.2),
            Dense.of(48, 48, Activation.relu()),
            Dense.of(48, 2));
    var recipe =
        Recipe.of(Loss.crossEntropy(), Adam.of(1e-2))
            .epochs(5)
            .batchSize(16)
            .schedule(Schedule.cosine(1e-2, 120))
            .earlyStopping(EarlyStopping.never("valid.loss"));
    var checkpoints = Checkpoints.in(folder).everySteps(2);
    var history =
        checkpoints.isEmpty()
            ? Trainer.fit(model, recipe, split.train(), split.valid(), checkpoints)
            : Trainer.resume(
                checkpoints.latest(), model, recipe, split.train(), split.valid(), checkpoints);
    var hash = new Fingerprint().add(history.toString());
    model.state().forEach((name, cell) -> hash.add(name).add(cell.value()));
    return hash.hex();
  }
}
