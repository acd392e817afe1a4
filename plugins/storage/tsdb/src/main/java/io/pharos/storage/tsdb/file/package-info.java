/** The few operations that change files, behind an interface so that tests can make each fail. */
@NullMarked
package io.pharos.storage.tsdb.file;

import org.jspecify.annotations.NullMarked;
