/** Classic models with a learning rule or a closed form of their own. */
@NullMarked
package dev.cortado.model;

import org.jspecify.annotations.NullMarked;
