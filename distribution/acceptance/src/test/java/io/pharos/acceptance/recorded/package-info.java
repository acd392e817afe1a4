/** Answers recorded from the original, asked again of a server made of the reactor's classes. */
@NullMarked
package io.pharos.acceptance.recorded;

import org.jspecify.annotations.NullMarked;
