package dev.cortado.internal;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A public type of an exported package that is meant for this library's own packages alone, since
 * what it opens must lie beside what it opens. It may change at any time; {@code docs/api.txt}
 * lists such types by name only.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Internal {}
