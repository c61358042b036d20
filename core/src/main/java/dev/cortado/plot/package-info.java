/** Pictures as text: charts and maps as self-contained SVG. */
@NullMarked
package dev.cortado.plot;

import org.jspecify.annotations.NullMarked;
