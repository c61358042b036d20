/** Model files, and the predictor that reads them. */
@NullMarked
package dev.cortado.formats;

import org.jspecify.annotations.NullMarked;
