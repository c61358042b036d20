package dev.cortado.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.autograd.Cell;
import org.junit.jupiter.api.Test;

class MlpTest {

  @Test
  void itsParametersAreThoseOfItsModel() {
    var network = new Mlp(5, 7, 3, 2);

    var cells = network.model().state().sequencedValues();

    assertThat(network.parameters())
        .isEqualTo(cells.stream().map(Cell::shape).mapToInt(shape -> shape.size()).sum());
  }

  @Test
  void theFirstLayerHasNoProductForItsInputs() {
    // forward 3·2 + 2·1, for the weights as many, for the inputs 2·1
    assertThat(new Mlp(3, 2, 1, 1).multiplyAdds(10)).isEqualTo(10 * (8 + 8 + 2));
  }
}
