/** Reads tables out of files and queries, row by row. */
@NullMarked
package dev.cortado.tables.read;

import org.jspecify.annotations.NullMarked;
