/** What is needed to test parts: their contract and a fake. */
@NullMarked
package io.pharos.testkit.part;

import org.jspecify.annotations.NullMarked;
