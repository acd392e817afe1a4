/** Discovery that needs no other system: targets in the configuration, in files, and over HTTP. */
@NullMarked
package io.pharos.discovery.basic;

import org.jspecify.annotations.NullMarked;
