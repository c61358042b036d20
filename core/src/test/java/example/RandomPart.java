package example;

import dev.cortado.autograd.Buffer;
import dev.cortado.autograd.Cell;
import dev.cortado.autograd.Parameter;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Pass;
import dev.cortado.tensor.Axes;
import dev.cortado.tensor.Tensor;
import java.util.List;
import java.util.SequencedMap;

/** What random models are made of; rows keep their width. */
final class RandomPart {

  static final int WIDTH = 8;

  private RandomPart() {}

  /** Noise and a mask from derived sources. */
  record Noisy(double keep) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      if (!(pass instanceof Pass.Training training)) {
        return x;
      }
      var rng = training.rng();
      var mask = rng.at("mask").at(3).bernoulli(x.shape(), keep).mul(1 / keep);
      return x.mul(mask).add(rng.at("noise").normal(x.shape()).mul(0.01));
    }
  }

  /** A scale outside of its state, and a running mean that it sets. */
  record Hidden(Parameter scale, Buffer mean) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      if (pass instanceof Pass.Training) {
        mean.set(mean.value().mul(0.75).add(x.mean(0).mul(0.25)));
      }
      return x.mul(scale.value()).sub(mean.value());
    }

    @Override
    public SequencedMap<String, Cell> state() {
      return new java.util.LinkedHashMap<>();
    }
  }

  /** One layer twice. */
  record Twice(Layer layer) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return layer.forward(layer.forward(x, pass.at("one")), pass.at("two"));
    }
  }

  /** Two biases with equal gradients, one of them used elsewhere too. */
  record Biased(Parameter first, Parameter second, Dense tied) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return x.add(first.value()).add(second.value()).matmul(tied.weight().value()).tanh();
    }
  }

  /** Factors in nested arrays. */
  record Arrays(float[] factors, double[][] more) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return x.mul(Tensor.of(factors)).add(more[0][1]).relu();
    }
  }

  /** Scales and shifts in rows of different widths. */
  record Reshaped(Parameter scale, Parameter shift) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      int size = x.shape().dim(0) * WIDTH;
      return x.sub(shift.value())
          .reshape(size / 4, 4)
          .mul(scale.value())
          .reshape(size / WIDTH, WIDTH)
          .add(shift.value());
    }
  }

  /** Decides by a number. */
  record Decides(Parameter scale) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return x.sum().item() > 0 ? x.mul(scale.value()) : x.sub(scale.value());
    }
  }

  /** Throws where the first feature is not finite. */
  record Picks(Parameter table) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      var index = x.slice(1, 0, 1).mul(0).squeeze(1);
      return x.add(table.value().gather(index));
    }
  }

  /** Comparisons, choices and reductions. */
  record Chooses(Parameter scale) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      var largest = x.max(Axes.kept(1));
      var gate = x.relu().ge(Tensor.scalar(0)).mul(x.gt(0).where(x, scale.value()));
      return gate.add(x.softmax(1)).sub(x.maximum(largest.mul(0.5)).mul(x.lt(largest)));
    }
  }

  /** Weighted by a cell that a callback sets, less a running mean. */
  record Annealed(Buffer weight, Buffer mean) implements Loss {
    @Override
    public Tensor perSample(Tensor prediction, Tensor target) {
      var losses = prediction.sub(target).square().mean(1);
      mean.set(mean.value().mul(0.9).add(losses.detach().mean().mul(0.1)));
      return losses.mul(weight.value()).add(mean.value());
    }
  }

  /** Two buffers that change places, and a list of numbers. */
  record Swaps(Buffer one, Buffer other, List<Double> numbers) implements Loss {
    @Override
    public Tensor perSample(Tensor prediction, Tensor target) {
      var first = one.value();
      one.set(other.value());
      other.set(first);
      return prediction.sub(target).abs().mul(first).add(numbers.getFirst()).mean(1);
    }
  }
}
