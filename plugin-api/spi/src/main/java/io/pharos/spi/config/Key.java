package io.pharos.spi.config;

import io.pharos.spi.Experimental;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The key of a component where it is not the component'\''s name in snake case. An empty key
 * spreads the record: its components are keys of the mapping around it.
 */
@Experimental(since = "0.1")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {
  String value();
}
