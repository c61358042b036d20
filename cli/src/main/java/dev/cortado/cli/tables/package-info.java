/** Tables that come with the command: real ones and invented ones. */
@NullMarked
package dev.cortado.cli.tables;

import org.jspecify.annotations.NullMarked;
