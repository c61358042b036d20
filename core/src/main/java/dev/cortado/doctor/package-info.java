/** The training doctor and the instruments: what is wrong, which rate, which width. */
@NullMarked
package dev.cortado.doctor;

import org.jspecify.annotations.NullMarked;
