/** Labels, and the conditions that select series by them. */
@NullMarked
package io.pharos.model.label;

import org.jspecify.annotations.NullMarked;
