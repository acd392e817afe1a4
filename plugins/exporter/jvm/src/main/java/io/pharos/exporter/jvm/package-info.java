/** Metrics of the Java machine in which the server runs. */
@NullMarked
package io.pharos.exporter.jvm;

import org.jspecify.annotations.NullMarked;
