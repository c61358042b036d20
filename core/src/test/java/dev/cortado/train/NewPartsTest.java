package dev.cortado.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.nn.CompileMode;
import dev.cortado.nn.CompiledModel;
import dev.cortado.nn.Layer;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.ScalarKernels;
import dev.cortado.tensor.kernel.Workers;
import dev.cortado.train.checkpoint.Checkpoints;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every part for tables in a training: its bits, compiled and not, stopped and resumed. */
class NewPartsTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void anyNumberOfThreadsTrainsToTheSameBits(int threads) {
    var all = on(threads, NewParts::trainAll);
    assertThat(NewParts.hash(all))
        .as(() -> "of " + all.stream().map(it -> it.how() + " " + it.hash()).toList())
        .isEqualTo(NewParts.HASH);
  }

  /** A training that stands still would have equal bits too. */
  @ParameterizedTest
  @EnumSource
  void everyModelLearns(NewParts how) {
    double[] losses = Trainer.fit(how.model(), how.recipe(), how.rows()).values("train.loss");
    assertThat(losses[losses.length - 1]).isLessThan(0.8 * losses[0]);
  }

  @ParameterizedTest
  @EnumSource
  void aCompiledStepHasTheBitsOfOneThatIsRunOperationByOperation(NewParts how) {
    var compiled = how.model();
    var plain = how.model();
    CompileMode.REQUIRE.call(() -> Trainer.fit(compiled, how.recipe(), how.rows()));
    CompileMode.OFF.call(() -> Trainer.fit(plain, how.recipe(), how.rows()));
    assertSameBits(plain, compiled);
  }

  @ParameterizedTest
  @EnumSource
  void aCompiledModelHasTheBitsOfTheModel(NewParts how) {
    var trained = how.train().model();
    var x = how.rows().x();
    var expected = trained.predict(x);
    var compiled = CompileMode.REQUIRE.call(() -> CompiledModel.of(trained, Shape.of(4)));
    for (int time = 0; time < 3; time++) {
      float[] out = new float[expected.size()];
      compiled.predict(x.toArray(), 0, x.shape().dim(0), out, 0);
      assertThat(Tensor.of(expected.shape(), out).sameBits(expected)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTrainingThatWasStoppedGoesOnToTheSameBits(NewParts how) {
    var whole = how.model();
    var history = Trainer.fit(whole, how.recipe(), how.rows());
    Trainer.fit(
        how.model(),
        how.recipe(),
        how.rows(),
        Checkpoints.in(folder).everySteps(1),
        event -> event.run().step() >= 17 ? Signal.STOP : Signal.CONTINUE);
    var resumed = how.model();
    var latest = Checkpoints.in(folder).latest();
    assertThat(Trainer.resume(latest, resumed, how.recipe(), how.rows())).isEqualTo(history);
    assertSameBits(whole, resumed);
  }

  private static void assertSameBits(Layer one, Layer other) {
    one.state()
        .forEach((name, cell) ->
            assertThat(other.state().get(name).value().sameBits(cell.value())).as(name).isTrue());
  }

  private static <R> R on(int threads, Supplier<R> body) {
    try (var workers = Workers.of(threads)) {
      return Compute.of(new ScalarKernels(), workers).call(body);
    }
  }
}
