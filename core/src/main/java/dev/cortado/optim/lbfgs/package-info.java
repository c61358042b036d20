/** L-BFGS, which minimizes over all rows at once, with its line search. */
@NullMarked
package dev.cortado.optim.lbfgs;

import org.jspecify.annotations.NullMarked;
