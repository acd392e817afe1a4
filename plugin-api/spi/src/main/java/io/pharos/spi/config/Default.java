package io.pharos.spi.config;

import io.pharos.spi.Experimental;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value of a component that a file or a command line does not state, written as it would be
 * there. A component without it must be stated, but for collections, maps, {@code @Nullable} ones
 * and records (empty, empty, null, all their defaults).
 */
@Experimental(since = "0.1")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
  String value();
}
