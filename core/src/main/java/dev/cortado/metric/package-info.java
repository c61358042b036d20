/** How good a model is, in numbers that people report: exact counts, and sums in a fixed order. */
@NullMarked
package dev.cortado.metric;

import org.jspecify.annotations.NullMarked;
