package example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.autograd.Buffer;
import dev.cortado.autograd.Cell;
import dev.cortado.autograd.Parameter;
import dev.cortado.data.Batch;
import dev.cortado.data.RowOrder;
import dev.cortado.nn.Activation;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.CompileMode;
import dev.cortado.nn.CompileStatus;
import dev.cortado.nn.CompiledModel;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Layer;
import dev.cortado.nn.LayerNorm;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Penalty;
import dev.cortado.nn.Residual;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.optim.Clip;
import dev.cortado.optim.Momentum;
import dev.cortado.optim.Nesterov;
import dev.cortado.optim.Optimizer;
import dev.cortado.optim.Sgd;
import dev.cortado.optim.Updater;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.KernelsWithFormulas;
import dev.cortado.train.Recipe;
import dev.cortado.train.TrainingStep;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The property of the compiler: whatever a model, a loss, an optimizer and a callback do, steps
 * have the same losses and leave the same bits whether they may be compiled or not, and so have
 * predictions. Cases are drawn from their numbers; {@code -Dcortado.cases=2000} tries more of them.
 */
class PathsAgreeTest {

  private static final int CASES = Integer.getInteger("cortado.cases", 60);
  private static final int FIRST = Integer.getInteger("cortado.firstCase", 0);
  private static final int STEPS = 14;

  @Test
  void compiledAndPlainStepsAndPredictionsHaveTheSameBits() {
    int compiled = 0;
    for (int number = FIRST; number < FIRST + CASES; number++) {
      var plain = run(number, CompileMode.OFF);
      var maybeCompiled = run(number, CompileMode.AUTO);
      assertThat(maybeCompiled.log).as("case %d", number).isEqualTo(plain.log);
      compiled += maybeCompiled.status.isCompiled() ? 1 : 0;
    }
    // A property of steps that are never compiled would say nothing.
    assertThat(compiled).isGreaterThan(CASES / 3);
  }

  private record Outcome(List<String> log, CompileStatus status) {}

  private static Outcome run(int number, CompileMode mode) {
    var compute =
        number % 2 == 0
            ? Compute.current()
            : Compute.of(KernelsWithFormulas.scalar(), Compute.current().workers());
    return compute.call(() -> mode.call(() -> new Case(number).run()));
  }

  /** A training that follows from a number. */
  private static final class Case {

    private final SplittableRandom random;
    private final Rng rng;
    private final List<Cell> cells = new ArrayList<>();
    private final List<float[]> arrays = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private final List<Tensor> taken = new ArrayList<>();
    private final List<float[]> copies = new ArrayList<>();

    Case(int number) {
      random = new SplittableRandom(number);
      rng = Rng.of(number);
    }

    Outcome run() {
      var model = model();
      model.start(rng.at("start"));
      var recipe = recipe(loss());
      var updater = Updater.of(recipe.optimizer(), model.state());
      var step = TrainingStep.of(model, recipe, updater);
      int usual = 1 + random.nextInt(9);
      int resumed = random.nextInt(3) == 0 ? random.nextInt(STEPS) : -1;
      for (int i = 0; i < STEPS; i++) {
        if (i == resumed) {
          updater = resumed(updater, recipe.optimizer(), model);
          step = TrainingStep.of(model, recipe, updater);
        }
        int rows = random.nextInt(4) == 0 ? 1 + random.nextInt(9) : usual;
        double rate = random.nextInt(4) == 0 ? 0.001 * random.nextInt(20) : 0.01;
        take(step, batch(i, rows, random.nextInt(10) == 0), i, rate);
        between(model);
      }
      var status = step.status();
      cells.addAll(model.state().values());
      cells.forEach(cell -> log.add(bits(cell.value())));
      for (int i = 0; i < taken.size(); i++) {
        assertThat(taken.get(i).toArray()).isEqualTo(copies.get(i));
      }
      predict(model);
      return new Outcome(log, status);
    }

    private void take(TrainingStep step, Batch batch, int number, double rate) {
      try {
        log.add("loss " + step.take(batch, rng.at("step").at(number), rate));
      } catch (RuntimeException e) {
        log.add(e.getClass().getSimpleName() + " " + e.getMessage());
      }
    }

    private Updater resumed(Updater before, Optimizer optimizer, Layer model) {
      var updater = Updater.of(optimizer, model.state());
      updater.restore(before.steps(), before.slots().tensors());
      model.state().values().forEach(cell -> cell.set(cell.value()));
      return updater;
    }

    /** What a callback does between two steps. */
    private void between(Layer model) {
      switch (random.nextInt(8)) {
        case 0 -> setSomeCell(cells);
        case 1 -> {
          var thread = Thread.ofPlatform().start(() -> setSomeCell(cells));
          try {
            thread.join();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        }
        case 2 -> setSomeCell(List.copyOf(model.state().values()));
        case 3 -> {
          if (!arrays.isEmpty() && random.nextInt(3) == 0) {
            float[] array = arrays.get(random.nextInt(arrays.size()));
            array[random.nextInt(array.length)] = random.nextInt(3);
          }
        }
        case 4 -> {
          for (var cell : model.state().values()) {
            taken.add(cell.value());
            copies.add(cell.value().toArray());
          }
        }
        default -> {}
      }
    }

    private void setSomeCell(List<Cell> among) {
      if (!among.isEmpty()) {
        var cell = among.get(random.nextInt(among.size()));
        cell.set(cell.value().mul(0.5 + random.nextInt(3) * 0.25));
      }
    }

    private Batch batch(int number, int rows, boolean isBad) {
      var x = rng.at("x").at(number).normal(Shape.of(rows, RandomPart.WIDTH));
      var y = rng.at("y").at(number).normal(Shape.of(rows, RandomPart.WIDTH));
      return new Batch(isBad ? x.div(0) : x, y, RowOrder.range(0, rows));
    }

    private Layer model() {
      var layers = new ArrayList<Layer>();
      layers.add(Dense.of(RandomPart.WIDTH, RandomPart.WIDTH, Activation.tanh()));
      for (int i = random.nextInt(4); i >= 0; i--) {
        layers.add(part());
      }
      layers.add(Dense.of(RandomPart.WIDTH, RandomPart.WIDTH));
      return Sequential.of(layers.toArray(Layer[]::new));
    }

    private Layer part() {
      int width = RandomPart.WIDTH;
      return switch (random.nextInt(13)) {
        case 0 -> new RandomPart.Noisy(0.5 + random.nextInt(2) * 0.25);
        case 1 ->
            new RandomPart.Hidden(kept(Parameter.of(numbers(1))), kept(Buffer.of(numbers(width))));
        case 2 -> new RandomPart.Twice(Dense.of(width, width, Activation.sigmoid()));
        case 3 ->
            new RandomPart.Biased(
                Parameter.of(numbers(width)),
                Parameter.of(numbers(width)),
                Dense.of(width, width).withoutBias());
        case 4 -> {
          arrays.add(numbers(width).toArray());
          yield new RandomPart.Arrays(arrays.getLast(), new double[][] {{1, random.nextInt(3)}});
        }
        case 5 -> new RandomPart.Reshaped(Parameter.of(numbers(4)), Parameter.of(numbers(width)));
        case 6 -> new RandomPart.Decides(Parameter.of(numbers(width)));
        case 7 -> new RandomPart.Picks(Parameter.of(rng.at("table").normal(Shape.of(1, width))));
        case 8 -> new RandomPart.Chooses(Parameter.of(numbers(width)));
        case 9 -> BatchNorm.of(width);
        case 10 -> Residual.of(LayerNorm.of(width), Dense.of(width, width, Activation.relu()));
        case 11 -> Dropout.of(0.3);
        default -> new RandomPart.Twice(new RandomPart.Noisy(0.75));
      };
    }

    private Loss loss() {
      return switch (random.nextInt(5)) {
        case 0 -> new RandomPart.Annealed(kept(Buffer.of(numbers(1))), Buffer.of(numbers(1)));
        case 1 ->
            new RandomPart.Swaps(
                kept(Buffer.of(numbers(1))), kept(Buffer.of(numbers(1))), List.of(0.5));
        case 2 -> (prediction, target) -> prediction.sub(target).abs().mean(1);
        case 3 -> Loss.huber(1);
        default -> Loss.mse();
      };
    }

    private Recipe recipe(Loss loss) {
      var optimizer =
          switch (random.nextInt(4)) {
            case 0 -> Sgd.of(0.01);
            case 1 -> Nesterov.of(0.01);
            case 2 -> Momentum.of(0.01);
            default -> Adam.of(0.01);
          };
      var recipe = Recipe.of(loss, optimizer);
      recipe = random.nextInt(4) == 0 ? recipe.clip(Clip.norm(0.5)) : recipe;
      recipe = random.nextInt(4) == 0 ? recipe.clip(Clip.value(0.01)) : recipe;
      return random.nextInt(4) == 0 ? recipe.penalty(Penalty.l2(0.01)) : recipe;
    }

    private <C extends Cell> C kept(C cell) {
      cells.add(cell);
      return cell;
    }

    private Tensor numbers(int count) {
      return rng.at("numbers").at(random.nextInt(1_000)).normal(Shape.of(count));
    }

    private void predict(Layer model) {
      var compiled = CompiledModel.of(model, Shape.of(RandomPart.WIDTH));
      for (int time = 0; time < 4; time++) {
        for (int rows : new int[] {1, 5, 8}) {
          var x = rng.at("new").at(time).normal(Shape.of(rows, RandomPart.WIDTH));
          float[] out = new float[x.size()];
          compiled.predict(x.toArray(), 0, rows, out, 0);
          assertThat(out).isEqualTo(model.predict(x).toArray());
        }
      }
    }

    private static String bits(Tensor x) {
      float[] elements = x.toArray();
      return IntStream.range(0, elements.length)
          .mapToObj(i -> Integer.toHexString(Float.floatToIntBits(elements[i])))
          .toList()
          .toString();
    }
  }
}
