package io.pharos.spi.config;

import io.pharos.spi.Experimental;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component of type {@code List<ExtensionConfig>} that takes every key of its mapping which a
 * loaded extension of the kind claims ({@code static_configs}, {@code slack_configs}); or of type
 * {@code Map<String, ExtensionConfig>}, a mapping from names of instances to settings, whose {@code
 * type} is the name unless stated.
 */
@Experimental(since = "0.1")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface OpenKeys {
  /** The kind: {@code discovery}, {@code notify}, {@code exporter}. */
  String value();
}
