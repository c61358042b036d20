/**
 * What the other packages share and users do not need: how errors are made, numbers checked, files
 * replaced whole, and texts shown.
 */
@NullMarked
package dev.cortado.internal;

import org.jspecify.annotations.NullMarked;
