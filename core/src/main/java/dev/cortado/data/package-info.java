/**
 * Rows to learn from: data sets and what their columns mean, splits, batches, small invented data,
 * image files and their variations.
 */
@NullMarked
package dev.cortado.data;

import org.jspecify.annotations.NullMarked;
