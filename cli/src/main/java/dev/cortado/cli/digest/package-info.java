/** One hash over a fixed set of computations: the same wherever the numerics contract is kept. */
@NullMarked
package dev.cortado.cli.digest;

import org.jspecify.annotations.NullMarked;
