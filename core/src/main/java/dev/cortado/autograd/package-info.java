/** Differentiates what a tape has recorded, and shows it. */
@NullMarked
package dev.cortado.autograd;

import org.jspecify.annotations.NullMarked;
