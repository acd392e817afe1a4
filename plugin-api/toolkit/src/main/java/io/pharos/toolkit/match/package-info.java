/** Evaluates what the model only states: label matchers. */
@NullMarked
package io.pharos.toolkit.match;

import org.jspecify.annotations.NullMarked;
