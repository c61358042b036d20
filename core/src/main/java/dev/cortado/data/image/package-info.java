/** Images as rows: IDX files, and random shifts, turns and flips. */
@NullMarked
package dev.cortado.data.image;

import org.jspecify.annotations.NullMarked;
