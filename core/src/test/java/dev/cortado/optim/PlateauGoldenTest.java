package dev.cortado.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.train.Plateau;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlateauGoldenTest {

  @ParameterizedTest
  @ValueSource(strings = {"patience", "cooldown", "accuracy"})
  void agreesWithPyTorch(String name) {
    var golden = Golden.named("plateau-" + name);
    var of = Plateau.on("valid.loss");
    boolean higherIsBetter = name.equals("accuracy");
    var plateau =
        switch (name) {
          case "patience" -> of.patience(3);
          case "cooldown" -> of.patience(2).cooldown(4).factor(0.5).threshold(0.05).least(0.2);
          default -> of.patience(2).factor(0.5);
        };
    double[] metrics = golden.doubles("metric");
    double[] rates = golden.doubles("rate");
    var state = plateau.start(higherIsBetter);
    for (int i = 0; i < metrics.length; i++) {
      state = plateau.next(state, metrics[i], higherIsBetter);
      assertThat(0.1 * state.scale()).as("after value %d", i).isEqualTo(rates[i], within(1e-16));
    }
    assertThat(0.1 * state.scale()).isLessThan(0.1);
  }
}
