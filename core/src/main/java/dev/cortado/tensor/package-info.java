/**
 * Immutable arrays of float with NumPy's broadcasting, the operations between them as data, and the
 * tape that remembers what was computed.
 */
@NullMarked
package dev.cortado.tensor;

import org.jspecify.annotations.NullMarked;
