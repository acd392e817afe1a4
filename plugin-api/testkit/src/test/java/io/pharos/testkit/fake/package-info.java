/** The kit's fakes, held to its contracts. */
@NullMarked
package io.pharos.testkit.fake;

import org.jspecify.annotations.NullMarked;
