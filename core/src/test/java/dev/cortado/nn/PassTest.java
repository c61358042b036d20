package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassTest {

  private static final Tensor X = Tensor.ones(4, 8);

  private static Pass training() {
    return Pass.training(Rng.of(3));
  }

  /** Two layers that are run by name. */
  private record Named(Layer left, Layer right) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return Tensor.concat(0, pass.run("left", left, x), pass.run("right", right, x));
    }
  }

  /** Two layers that get the pass of the one around them. */
  private record Careless(Layer left, Layer right) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return left.forward(x, pass).add(right.forward(x, pass));
    }
  }

  private record Noise() implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return pass instanceof Pass.Training training ? x.add(training.rng().normal(x.shape())) : x;
    }
  }

  private static Layer dropping() {
    return Sequential.of(Activation.relu(), Dropout.of(0.5));
  }

  @Test
  void theSamePassForTwoLayersThatDrawIsRefused() {
    for (var layer : List.of(Dropout.of(0.5), dropping(), new Noise())) {
      var careless =
          new Careless(layer, layer instanceof Sequential ? dropping() : Dropout.of(0.5));
      assertThatIllegalStateException()
          .as(layer.toString())
          .isThrownBy(() -> training().run(careless, X))
          .withMessageContaining("pass.run(\"inner\", inner, x)");
      assertThatIllegalStateException()
          .as(layer.toString())
          .isThrownBy(() -> Sequential.of(careless).forward(X, training()));
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> training().run(new Careless(new Noise(), new Noise()), X));
  }

  @Test
  void theSamePassForLayersThatDrawNothingIsAllowed() {
    var careless = new Careless(Dense.of(8, 2).start(Rng.of(1)), Dense.of(8, 2).start(Rng.of(2)));
    assertThatCode(() -> training().run(careless, X)).doesNotThrowAnyException();
    assertThatCode(() -> Pass.inference().run(new Careless(dropping(), dropping()), X))
        .doesNotThrowAnyException();
  }

  @Test
  void aModelIsRunAgainByTheSamePassWithTheSameNumbers() {
    var pass = training();
    for (var model : List.of(new Named(dropping(), new Noise()), new Noise(), dropping())) {
      assertThat(pass.run(model, X).sameBits(pass.run(model, X))).isTrue();
    }
    var model = new Named(dropping(), dropping());
    assertThat(model.forward(X, pass).sameBits(model.forward(X, pass))).isTrue();
  }

  @Test
  void layersRunByNameDrawWhatTheirPathsSay() {
    var y = new Named(Dropout.of(0.5), Dropout.of(0.5)).forward(X, training());
    var left = Dropout.of(0.5).forward(X, Pass.training(Rng.of(3).at("left")));
    var right = Dropout.of(0.5).forward(X, Pass.training(Rng.of(3).at("right")));
    assertThat(y.sameBits(Tensor.concat(0, left, right))).isTrue();
  }

  @Test
  void anObserverSeesEachLayerByItsPath() {
    var seen = new ArrayList<String>();
    Pass.Observer observer =
        (path, layer, x, forward) -> {
          seen.add(path + " " + layer.getClass().getSimpleName() + " " + x.shape());
          return forward.apply(x);
        };
    var model = Sequential.of(Dense.of(8, 2), new Named(Dropout.of(0.5), Activation.tanh()));
    model.start(Rng.of(1));
    for (var pass : List.of(training(), Pass.inference())) {
      seen.clear();
      pass.observedBy(observer).run(model, X);
      assertThat(seen)
          .containsExactly(
              " Sequential [4, 8]",
              "layers.0 Dense [4, 8]",
              "layers.0.activation Identity [4, 2]",
              "layers.1 Named [4, 2]",
              "layers.1.left Dropout [4, 2]",
              "layers.1.right Tanh [4, 2]");
    }
  }

  @Test
  void anObserverMayGiveAnotherOutput() {
    var model = Sequential.of(Activation.relu(), Activation.tanh());
    var pass =
        Pass.inference()
            .observedBy((path, _, x, forward) ->
                path.equals("layers.1") ? Tensor.zeros(4, 8) : forward.apply(x));
    assertThat(pass.run(model, X).sameBits(Tensor.zeros(4, 8))).isTrue();
  }

  @Test
  void observingChangesNoBit() {
    var model = Sequential.of(Dense.of(8, 8, Activation.relu()), Dropout.of(0.5));
    model.start(Rng.of(1));
    var pass = training();
    var observed = pass.observedBy((_, _, x, forward) -> forward.apply(x));
    assertThat(observed.run(model, X).sameBits(model.forward(X, pass))).isTrue();
  }
}
