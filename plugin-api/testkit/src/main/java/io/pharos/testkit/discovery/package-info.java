/** The contract of discoverers. */
@NullMarked
package io.pharos.testkit.discovery;

import org.jspecify.annotations.NullMarked;
