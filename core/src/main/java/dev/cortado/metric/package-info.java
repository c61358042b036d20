/** Metrics of models: exact counts, and sums in a fixed order. */
@NullMarked
package dev.cortado.metric;

import org.jspecify.annotations.NullMarked;
