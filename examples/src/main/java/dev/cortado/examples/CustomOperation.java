package dev.cortado.examples;

import dev.cortado.autograd.Autograd;
import dev.cortado.autograd.check.GradCheck;
import dev.cortado.tensor.Op;
import dev.cortado.tensor.Tensor;
import java.util.List;

/**
 * An operation with a rule of its own, checked before it is used; and how a mistake in one shows.
 */
final class CustomOperation {

  private CustomOperation() {}

  /** {@code x · sigmoid(x)}, whose derivative needs nothing but {@code x}. */
  record Swish(Tensor x) implements Op.Custom {
    @Override
    public List<Tensor> inputs() {
      return List.of(x);
    }

    @Override
    public Tensor evaluate() {
      return x.mul(x.sigmoid());
    }

    @Override
    public List<Tensor> pullback(Tensor out, Tensor gradient) {
      var s = x.sigmoid();
      return List.of(gradient.mul(s.add(out.mul(Tensor.scalar(1).sub(s)))));
    }
  }

  /** The same with a term forgotten. */
  record Forgetful(Tensor x) implements Op.Custom {
    @Override
    public List<Tensor> inputs() {
      return List.of(x);
    }

    @Override
    public Tensor evaluate() {
      return x.mul(x.sigmoid());
    }

    @Override
    public List<Tensor> pullback(Tensor out, Tensor gradient) {
      return List.of(gradient.mul(x.sigmoid()));
    }
  }

  public static void main(String[] args) {
    var x = Tensor.of(-2, 0, 2);

    var check = GradCheck.of(t -> new Swish(t).apply().sum(), x);
    IO.println("swish agrees: " + check.agrees());
    IO.println(Autograd.grad(() -> new Swish(x).apply().sum(), x));

    var forgetful = GradCheck.of(t -> new Forgetful(t).apply().sum(), x);
    IO.println("forgetful agrees: " + forgetful.agrees());
    IO.println("worst at " + forgetful.worst().index());
  }
}

// prints
// swish agrees: true
// [-0.09078424  0.5         1.0907842 ]
// forgetful agrees: false
// worst at [0]
