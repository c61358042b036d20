/** Callbacks that show a training as it goes: a line in the terminal, a table in a file. */
@NullMarked
package dev.cortado.train.progress;

import org.jspecify.annotations.NullMarked;
