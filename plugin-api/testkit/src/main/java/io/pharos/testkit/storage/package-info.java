/** The contract of storages, and a storage in memory. */
@NullMarked
package io.pharos.testkit.storage;

import org.jspecify.annotations.NullMarked;
