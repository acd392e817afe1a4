/** Metrics of the machine on which the server runs. */
@NullMarked
package io.pharos.exporter.node;

import org.jspecify.annotations.NullMarked;
