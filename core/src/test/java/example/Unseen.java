package example;

import dev.cortado.autograd.Buffer;
import dev.cortado.autograd.Parameter;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Pass;
import dev.cortado.tensor.Op;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** Layers and losses that a recording cannot see in full, as a user may write them. */
public final class Unseen {

  static double factor = 2;
  static final double[] FACTORS = {2, 3};
  static final Tensor SCALE = Tensor.of(1, 2, 3, 4, 5, 6);
  static Tensor kept = Tensor.scalar(1);

  private Unseen() {}

  public record StaticField(Dense dense) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return dense.forward(x.mul(scale()), pass);
    }

    private static double scale() {
      return factor;
    }
  }

  public record StaticArray(Dense dense) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return dense.forward(x.mul(FACTORS[0]), pass);
    }

    public static void change(double other) {
      FACTORS[0] = other;
    }
  }

  public record StaticTensor(Dense dense) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return dense.forward(x.mul(SCALE), pass);
    }
  }

  public record WritesStatic(Dense dense) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      kept = x;
      return dense.forward(x, pass);
    }
  }

  public record Clock(Dense dense) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return dense.forward(x, pass).add((double) (System.nanoTime() % 1));
    }
  }

  /** The clock is read behind a lambda, an interface and a class of its own. */
  public record HiddenClock(Dense dense, Scale scale) implements Layer {

    public interface Scale {
      double factor();
    }

    public record Daily() implements Scale {
      @Override
      public double factor() {
        UnaryOperator<Double> doubled = it -> it + System.currentTimeMillis() % 1;
        return doubled.apply(1.0);
      }
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return dense.forward(x.mul(scale.factor()), pass);
    }
  }

  public record OtherThread(Dense dense) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      try (var threads = Executors.newSingleThreadExecutor()) {
        return dense.forward(threads.submit(() -> x.mul(2)).get(), pass);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  public record ReadsKey(Dense dense) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return pass instanceof Pass.Training training
          ? dense.forward(x.mul(Rng.of(training.rng().key() + 1).bernoulli(x.shape(), 0.5)), pass)
          : dense.forward(x, pass);
    }
  }

  public record OwnSource(Dense dense) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return dense.forward(x.add(Rng.of(5).normal(x.shape())), pass);
    }
  }

  public record Inspects(Dense dense) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      double[] first = {0};
      dense.weight().inspect(values -> first[0] = values.get(0));
      return dense.forward(x.mul(first[0]), pass);
    }
  }

  public record SetsParameter(Dense dense) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      var y = dense.forward(x, pass);
      dense.weight().set(dense.weight().value().mul(0.9));
      return y;
    }
  }

  public record Counts(Dense dense, int[] calls) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      calls[0]++;
      return dense.forward(x.mul(calls[0]), pass);
    }
  }

  /** Its gradient is a tensor that was there before. */
  public record Stored(Dense dense, List<Double> unused) implements Layer {

    public record Doubled(Tensor x) implements Op.Custom {
      @Override
      public List<Tensor> inputs() {
        return List.of(x);
      }

      @Override
      public Tensor evaluate() {
        return x.mul(2);
      }

      @Override
      public List<Tensor> pullback(Tensor out, Tensor gradient) {
        return List.of(gradient.mul(factor));
      }
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return dense.forward(new Doubled(x).apply(), pass);
    }
  }

  /** A weight that a callback changes, and a running mean of the losses. */
  public record Annealed(Buffer weight, Buffer mean) implements Loss {
    @Override
    public Tensor perSample(Tensor prediction, Tensor target) {
      var losses = prediction.sub(target).square().mean(1);
      mean.set(mean.value().mul(0.9).add(losses.mean().mul(0.1)));
      return losses.mul(weight.value()).add(mean.value());
    }
  }

  /** Two buffers that change places. */
  public record Swaps(Buffer one, Buffer other) implements Loss {
    @Override
    public Tensor perSample(Tensor prediction, Tensor target) {
      var first = one.value();
      one.set(other.value());
      other.set(first);
      return prediction.sub(target).square().mean(1).mul(first);
    }
  }

  /** Weights for each output, in an array. */
  public record Weighted(float[] weights) implements Loss {
    @Override
    public Tensor perSample(Tensor prediction, Tensor target) {
      return prediction.sub(target).square().mul(Tensor.of(weights)).mean(1);
    }
  }

  /** Shrinks by a cell that its state does not list. */
  public record Hidden(Dense dense, Parameter scale) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return dense.forward(x.mul(scale.value()), pass);
    }

    @Override
    public java.util.SequencedMap<String, dev.cortado.autograd.Cell> state() {
      return dense.state();
    }
  }
}
