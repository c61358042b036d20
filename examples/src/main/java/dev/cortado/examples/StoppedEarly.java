package dev.cortado.examples;

import dev.cortado.data.Toys;
import dev.cortado.metric.Evaluation;
import dev.cortado.metric.Metric;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.nn.Standardize;
import dev.cortado.optim.AdamW;
import dev.cortado.optim.Clip;
import dev.cortado.optim.Schedule;
import dev.cortado.tensor.Rng;
import dev.cortado.train.EarlyStopping;
import dev.cortado.train.Recipe;
import dev.cortado.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A recipe with most of what a recipe can have, on moons that overlap: the rate warms up and falls,
 * gradients are clipped, and when the loss on the validation rows stops getting better, the weights
 * of the best epoch are given back. Draws the history into the folder that is named.
 */
final class StoppedEarly {

  private StoppedEarly() {}

  public static void main(String[] args) throws IOException {
    var split = Toys.moons(600, 0.25, Rng.of(1)).split(0.6, 0.2, Rng.of(2));
    var model =
        Sequential.of(
            Standardize.fit(split.train().x()),
            Dense.of(2, 32, Activation.gelu()),
            Dropout.of(0.1),
            Dense.of(32, 2));
    var recipe =
        Recipe.of(Loss.crossEntropy(), AdamW.of(1e-3, 1e-2))
            .epochs(100)
            .schedule(Schedule.cosine(1e-2, 1_200).warmup(24))
            .clip(Clip.norm(1))
            .earlyStopping(EarlyStopping.on("valid.loss").patience(8));

    var history = Trainer.fit(model, recipe, split.train(), split.valid());

    IO.println(history.ending() + " after " + history.epochs().size() + " epochs");
    IO.println("weights of epoch " + history.kept() + " are kept");
    IO.println(Evaluation.of(model, split.test(), Metric.accuracy(), Metric.f1()));
    var folder = Files.createDirectories(Path.of(args.length == 0 ? "target" : args[0]));
    Files.writeString(folder.resolve("history.svg"), history.svg());
  }
}

// prints
// NO_BETTER after 60 epochs
// weights of epoch 51 are kept
// accuracy  0.9417
// f1        0.9449
