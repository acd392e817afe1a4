/** A storage for tests that keeps everything in memory. */
@NullMarked
package io.pharos.testkit.storage;

import org.jspecify.annotations.NullMarked;
