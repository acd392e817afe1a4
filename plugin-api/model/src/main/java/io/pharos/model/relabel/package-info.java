/** Relabelling rules as they are configured. */
@NullMarked
package io.pharos.model.relabel;

import org.jspecify.annotations.NullMarked;
