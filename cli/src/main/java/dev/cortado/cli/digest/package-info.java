/** One hash over a fixed set of computations: the same on every machine. */
@NullMarked
package dev.cortado.cli.digest;

import org.jspecify.annotations.NullMarked;
