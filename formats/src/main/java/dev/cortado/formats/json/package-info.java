/** JSON values, read strictly and written to the same bytes everywhere. */
@NullMarked
package dev.cortado.formats.json;

import org.jspecify.annotations.NullMarked;
