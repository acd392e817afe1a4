/** Blocks: immutable folders, each with the samples of one range of time and their index. */
@NullMarked
package io.pharos.storage.tsdb.block;

import org.jspecify.annotations.NullMarked;
