package dev.cortado.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.data.Split;
import dev.cortado.data.Toys;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Sgd;
import dev.cortado.tensor.Rng;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class ResumeTest {

  private static final Split MOONS = Toys.moons(500, 0.1, Rng.of(1)).split(0.8, 0.1, Rng.of(2));

  private static Sequential model() {
    return Sequential.of(Dense.of(2, 8, Activation.relu()), Dense.of(8, 2));
  }

  @Test
  void aRunResumedAfterItsBestEpochGivesBackTheWeightsOfThatEpoch() {
    var recipe =
        Recipe.of(Loss.crossEntropy(), Sgd.of(3))
            .epochs(60)
            .earlyStopping(EarlyStopping.on("valid.loss").patience(4));
    var saved = new ArrayList<Checkpoint>();
    var whole = model();
    var history =
        Trainer.fit(
            whole,
            recipe,
            MOONS.train(),
            MOONS.valid(),
            event -> {
              if (event instanceof Event.EpochEnded(var run, var epoch)) {
                saved.add(run.checkpoint());
              }
              return Signal.CONTINUE;
            });
    assertThat(history.epochs()).hasSize(history.kept() + 5);

    for (var checkpoint : saved.subList(history.kept(), saved.size())) {
      var resumed = model();
      var rest = Trainer.resume(checkpoint, resumed, recipe, MOONS.train(), MOONS.valid());

      assertThat(rest).isEqualTo(history);
      whole
          .state()
          .forEach((name, cell) ->
              assertThat(resumed.state().get(name).value().sameBits(cell.value()))
                  .as("%s from epoch %d", name, checkpoint.epochs().size())
                  .isTrue());
    }
  }
}
