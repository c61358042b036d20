/** How gradients move parameters: the rules, what they remember, and how large their steps are. */
@NullMarked
package dev.cortado.optim;

import org.jspecify.annotations.NullMarked;
