package io.pharos.spi.config;

import io.pharos.spi.Experimental;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component that comes from the command line; the descriptor of the plugin names the same flag.
 */
@Experimental(since = "0.1")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Flag {
  /** The name without dashes: {@code storage.tsdb.path}. */
  String value();
}
