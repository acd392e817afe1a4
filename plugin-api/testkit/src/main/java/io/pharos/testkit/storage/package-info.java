<<<<<<< HEAD
/** The contract of storages, and a storage in memory. */
=======
/** A storage for tests that keeps everything in memory. */
>>>>>>> promql
@NullMarked
package io.pharos.testkit.storage;

import org.jspecify.annotations.NullMarked;
