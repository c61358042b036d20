/** What networks are made of: layers, activations, how parameters start, and losses. */
@NullMarked
package dev.cortado.nn;

import org.jspecify.annotations.NullMarked;
