package dev.cortado.autograd;

import dev.cortado.tensor.Tensor;

/** A function's value and its gradients there. */
public record Differentiated(Tensor value, Gradients gradients) {}
