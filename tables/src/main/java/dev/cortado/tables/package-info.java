/** Tables of any kind: reading them, finding out what their columns are, training on them. */
@NullMarked
package dev.cortado.tables;

import org.jspecify.annotations.NullMarked;
