/** What discovery finds. */
@NullMarked
package io.pharos.model.target;

import org.jspecify.annotations.NullMarked;
