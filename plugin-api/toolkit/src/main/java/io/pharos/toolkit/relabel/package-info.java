/** Relabelling: its rules as configuration states them, and their evaluation. */
@NullMarked
package io.pharos.toolkit.relabel;

import org.jspecify.annotations.NullMarked;
