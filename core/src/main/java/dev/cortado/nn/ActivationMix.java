package dev.cortado.nn;

import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Require;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/**
 * An activation with a learned strength for each unit: {@code y = z + α·(σ(z) − z)}, {@code z:
 * [..., n] → [..., n]}. With {@code α = 1} a unit has the activation {@code σ}, with 0 it is
 * linear, and beyond 1 it bends more (RealMLP's parametric activation, Holzmüller et al., 2024).
 *
 * <pre>{@code
 * Sequential.of(NtkDense.of(8, 256), ActivationMix.of(Activation.selu(), 256), NtkDense.of(256, 2));
 * }</pre>
 *
 * @param activation {@code σ}
 * @param share {@code α: [n]}, from 1 on
 */
public record ActivationMix(Activation activation, Parameter share) implements Layer {

  /** For this many units. */
  public static ActivationMix of(Activation activation, int units) {
    Require.atLeast(1, "activationMix", "units", units);
    return new ActivationMix(activation, Normalization.scale(units));
  }

  /** A mix is not bound to the activation's range. */
  @Override
  public OutputKind outputKind() {
    return OutputKind.LOGITS;
  }

  @Override
  public Shape rowShape() {
    return share.shape();
  }

  @Override
  public Tensor forward(Tensor z, Pass pass) {
    InputChecks.requireLastAxis("activationMix", z, share.shape().size());
    var bent = pass.run("activation", activation, z);
    return z.add(bent.sub(z).mul(share.value()));
  }
}
