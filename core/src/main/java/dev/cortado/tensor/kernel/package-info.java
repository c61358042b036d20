/**
 * Loops over {@code float[]}: what arithmetic is made of, in an order that the numerics contract
 * fixes, and the workers that share it out. Knows nothing of tensors.
 */
@NullMarked
package dev.cortado.tensor.kernel;

import org.jspecify.annotations.NullMarked;
