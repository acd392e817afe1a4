package io.pharos.spi.config;

import io.pharos.spi.Experimental;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A path or a list of paths that is taken from the folder of the file that states it. */
@Experimental(since = "0.1")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface RelativeToFile {
  /** Nothing to set. */
  boolean value() default true;
}
