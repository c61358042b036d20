/**
 * Checkpoints in files: written so that a kill or a power failure at any moment leaves a whole one.
 */
@NullMarked
package dev.cortado.train.checkpoint;

import org.jspecify.annotations.NullMarked;
