package example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.autograd.Buffer;
import dev.cortado.autograd.Parameter;
import dev.cortado.data.Batch;
import dev.cortado.data.RowOrder;
import dev.cortado.nn.CompileMode;
import dev.cortado.nn.CompileStatus;
import dev.cortado.nn.CompiledModel;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.optim.Adam;
import dev.cortado.optim.Updater;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.TrainingStep;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers and losses of users: what the compiler cannot see is found, and the rest is compiled. */
class CompiledCodeTest {

  private static final Rng RNG = Rng.of(4);
  private static final int STEPS = 8;

  @ParameterizedTest(name = "{0}")
  @MethodSource("obstacles")
  void whatCannotBeSeenIsNotCompiledAndSaysWhy(Function<Dense, Layer> model, String reason) {
    assertThat(status(() -> model.apply(dense()), Loss.mse()))
        .asString()
        .startsWith("not compiled: ")
        .contains(reason);
  }

  static List<Arguments> obstacles() {
    return List.of(
        one(Unseen.StaticField::new, "it reads Unseen.factor, which is not final"),
        one(Unseen.WritesStatic::new, "it writes Unseen.kept, which is not final"),
        one(Unseen.Clock::new, "it uses java.lang.System.nanoTime"),
        one(
            dense -> new Unseen.HiddenClock(dense, new Unseen.HiddenClock.Daily()),
            "it uses java.lang.System.currentTimeMillis"),
        one(Unseen.OtherThread::new, "it uses java.util.concurrent.Executors"),
        one(Unseen.ReadsKey::new, "key reads the key of a random source"),
        one(Unseen.OwnSource::new, "a source that is not the step's"),
        one(Unseen.Inspects::new, "inspect reads elements of [6, 2]"),
        one(Unseen.SetsParameter::new, "a parameter is set in the step"),
        one(
            dense -> new Unseen.Counts(dense, new int[1]),
            "an array component changes again and again"),
        one(dense -> new Unseen.Stored(dense, List.of()), "it reads Unseen.factor"));
  }

  private static Arguments one(Function<Dense, Layer> model, String reason) {
    return Arguments.of(model, reason);
  }

  @Test
  void theReasonNamesTheLine() {
    assertThat(status(() -> new Unseen.ReadsKey(dense()), Loss.mse()).reason())
        .matches("Unseen\\.java:[0-9]+: key reads .*");
  }

  @Test
  void constantsInStaticFieldsAreCompiled() {
    assertThat(status(() -> new Unseen.StaticTensor(dense()), Loss.mse()).isCompiled()).isTrue();
  }

  @Test
  void aStaticArrayThatChangesIsFollowed() {
    assertSameBits(
        () -> new Unseen.StaticArray(dense()),
        Loss::mse,
        step -> Unseen.StaticArray.change(step < 4 ? 2 : 5));
  }

  @Test
  void cellsOfALossAreInputsOfTheProgram() {
    var weight = new ArrayList<Buffer>();
    assertSameBits(
        () -> dense(),
        () -> {
          weight.add(Buffer.of(Tensor.scalar(1)));
          return new Unseen.Annealed(weight.getLast(), Buffer.of(Tensor.scalar(0)));
        },
        step -> weight.getLast().set(Tensor.scalar(1.0 / (1 + step))));
  }

  @Test
  void buffersMayChangePlaces() {
    assertSameBits(
        () -> dense(),
        () -> new Unseen.Swaps(Buffer.of(Tensor.scalar(1)), Buffer.of(Tensor.scalar(3))),
        _ -> {});
  }

  @Test
  void aCellThatAStateHidesIsAnInputToo() {
    var scales = new ArrayList<Parameter>();
    assertSameBits(
        () -> {
          scales.add(Parameter.of(Tensor.scalar(1)));
          return new Unseen.Hidden(dense(), scales.getLast());
        },
        Loss::mse,
        step -> set(scales.getLast(), step));
  }

  /** By another thread, between two steps. */
  private static void set(Parameter scale, int step) {
    var thread = Thread.ofPlatform().start(() -> scale.set(Tensor.scalar(1 + step)));
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void arraysInComponentsAreFollowed() {
    var weights = new ArrayList<float[]>();
    assertSameBits(
        () -> dense(),
        () -> {
          weights.add(new float[] {1, 2});
          return new Unseen.Weighted(weights.getLast());
        },
        step -> weights.getLast()[1] = step < 5 ? 2 : -1);
  }

  @Test
  void anArrayThatChangesInEachStepIsNotCompiledForEver() {
    var numbers = new float[] {1, 2};
    var model = dense();
    var step = step(model, new Unseen.Weighted(numbers));
    for (int i = 0; i < 30; i++) {
      numbers[0] = i;
      step.take(batch(i), RNG.at(i));
    }
    assertThat(step.status().reason()).contains("changes again and again");
  }

  @Test
  void rowsThatDependOnEachOtherArePredictedTogether() {
    record Centered() implements Layer {
      @Override
      public Tensor forward(Tensor x, dev.cortado.nn.Pass pass) {
        return x.sub(x.mean(dev.cortado.tensor.Axes.kept(0)));
      }
    }
    var compiled = CompiledModel.of(new Centered(), Shape.of(3));
    var x = RNG.at("rows").normal(Shape.of(5, 3));
    for (int i = 0; i < 4; i++) {
      float[] out = new float[15];
      compiled.predict(x.toArray(), 0, 5, out, 0);
      assertThat(out).isEqualTo(new Centered().predict(x).toArray());
    }
    assertThat(compiled.status().reason()).contains("depends on the rows beside it");
  }

  private static Dense dense() {
    var dense = Dense.of(6, 2);
    dense.start(RNG.at("start"));
    return dense;
  }

  private static Batch batch(int number) {
    return new Batch(
        RNG.at("x").at(number).normal(Shape.of(9, 6)),
        RNG.at("y").at(number).normal(Shape.of(9, 2)),
        RowOrder.range(0, 9));
  }

  private static TrainingStep step(Layer model, Loss loss) {
    return TrainingStep.of(model, loss, Updater.of(Adam.of(1e-2), model.state()));
  }

  private static CompileStatus status(Supplier<Layer> model, Loss loss) {
    var step = step(model.get(), loss);
    for (int i = 0; i < STEPS; i++) {
      step.take(batch(i), RNG.at(i));
    }
    return step.status();
  }

  /** The same steps on both paths, with something done between them. */
  private static void assertSameBits(
      Supplier<Layer> model, Supplier<Loss> loss, IntConsumer between) {
    var compiled = losses(model, loss, between, CompileMode.REQUIRE);
    assertThat(compiled).isEqualTo(losses(model, loss, between, CompileMode.OFF));
  }

  private static List<Double> losses(
      Supplier<Layer> model, Supplier<Loss> loss, IntConsumer between, CompileMode mode) {
    var step = mode.call(() -> step(model.get(), loss.get()));
    var losses = new ArrayList<Double>();
    for (int i = 0; i < 2 * STEPS; i++) {
      between.accept(i);
      losses.add(step.take(batch(i), RNG.at(i)));
    }
    assertThat(step.status().isCompiled()).isEqualTo(mode == CompileMode.REQUIRE);
    return losses;
  }
}
