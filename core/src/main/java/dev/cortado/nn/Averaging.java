package dev.cortado.nn;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Tensor;

/**
 * How the outputs of several members become one, {@code [n, members, outputs] → [n, outputs]}.
 *
 * <pre>{@code
 * var logits = Tensor.of(Shape.of(1, 2, 2), 0, 0, 0, 9);
 * Averaging.LOGITS.mean(logits).softmax(1);   // [[0.2500617 0.7499383]]
 * }</pre>
 */
public enum Averaging {

  /** The mean of the outputs: for numbers, or for outputs that are probabilities. */
  VALUES {
    @Override
    Tensor over(Tensor outputs) {
      return outputs.mean(1);
    }
  },

  /**
   * Logits of the mean of the members' probabilities: for classes {@code log(mean softmax(z))}, for
   * a single logit {@code log p − log(1 − p)} with {@code p = mean σ(z)}.
   */
  LOGITS {
    @Override
    Tensor over(Tensor outputs) {
      if (outputs.shape().dim(2) > 1) {
        var members = Tensor.scalar(outputs.shape().dim(1));
        return outputs.logSoftmax(2).logSumExp(1).sub(members.log());
      }
      var yes = outputs.neg().softplus().neg().logSumExp(1);
      var no = outputs.softplus().neg().logSumExp(1);
      return yes.sub(no);
    }
  };

  abstract Tensor over(Tensor outputs);

  /** The mean over the members, {@code [n, members, outputs] → [n, outputs]}. */
  public Tensor mean(Tensor outputs) {
    if (outputs.shape().rank() != 3 || outputs.shape().dim(1) < 1) {
      throw Errors.argument("averaging: %s, expected [rows, members, outputs]", outputs.shape());
    }
    return over(outputs);
  }
}
