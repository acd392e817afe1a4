/** Reads protobuf messages and snappy blocks in place, for bodies of many samples. */
@NullMarked
package io.pharos.toolkit.wire;

import org.jspecify.annotations.NullMarked;
