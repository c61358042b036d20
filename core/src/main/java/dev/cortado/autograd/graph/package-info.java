/** Shows a computation as a graph: every value and every gradient, as text and as a drawing. */
@NullMarked
package dev.cortado.autograd.graph;

import org.jspecify.annotations.NullMarked;
