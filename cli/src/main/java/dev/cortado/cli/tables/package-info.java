/** Tables that come with the command: real and generated ones. */
@NullMarked
package dev.cortado.cli.tables;

import org.jspecify.annotations.NullMarked;
