/** The one loop: a recipe, what happens while it is followed, and what comes of it. */
@NullMarked
package dev.cortado.train;

import org.jspecify.annotations.NullMarked;
