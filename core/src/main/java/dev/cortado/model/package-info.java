/** Classic models that are trained by a rule or a formula of their own. */
@NullMarked
package dev.cortado.model;

import org.jspecify.annotations.NullMarked;
