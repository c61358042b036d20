/**
 * What the other packages share and users do not need: how errors are made and how numbers are
 * checked.
 */
@NullMarked
package dev.cortado.internal;

import org.jspecify.annotations.NullMarked;
