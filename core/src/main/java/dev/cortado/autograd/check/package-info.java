/** Checks gradients against difference quotients. */
@NullMarked
package dev.cortado.autograd.check;

import org.jspecify.annotations.NullMarked;
