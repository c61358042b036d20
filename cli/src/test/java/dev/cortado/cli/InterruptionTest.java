package dev.cortado.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.cli.tables.Table;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Loss;
import dev.cortado.optim.Adam;
import dev.cortado.train.History;
import dev.cortado.train.Recipe;
import dev.cortado.train.Trainer;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class InterruptionTest {

  @Test
  void aTrainingThatIsAskedToEndSavesWhereItIs() throws InterruptedException {
    var saved = new ArrayList<Long>();
    var asking = new Thread[1];
    try (var interruption = Interruption.watch(run -> saved.add(run.step()))) {
      asking[0] = Thread.ofPlatform().start(interruption::ask);
      while (asking[0].getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      assertThat(train(interruption).ending()).isEqualTo(History.Ending.STOPPED);
      assertThat(asking[0].isAlive()).as("the JVM is held back until all is done").isTrue();
    }
    assertThat(asking[0].join(Duration.ofSeconds(20))).isTrue();
    assertThat(saved).containsExactly(1L);
  }

  @Test
  void nothingHappensUnlessItIsAsked() {
    var saved = new ArrayList<Long>();
    try (var interruption = Interruption.watch(run -> saved.add(run.step()))) {
      assertThat(train(interruption).ending()).isEqualTo(History.Ending.EPOCHS_DONE);
    }
    assertThat(saved).isEmpty();
  }

  private static History train(Interruption interruption) {
    var recipe = Recipe.of(Loss.crossEntropy(), Adam.of(1e-3)).epochs(2);
    return Trainer.fit(Dense.of(4, 3), recipe, Table.iris(), interruption::on);
  }
}
