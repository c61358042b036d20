/** Files that are replaced whole or not at all, and text that is safe to show. */
@NullMarked
package dev.cortado.io;

import org.jspecify.annotations.NullMarked;
