package dev.cortado.autograd;

import dev.cortado.tensor.Tensor;

/** A function's value and its gradients there. */
public record ValueAndGradients(Tensor value, Gradients gradients) {}
