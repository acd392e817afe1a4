/** The 128-bit identity of label sets and of raw bytes. */
@NullMarked
package io.pharos.toolkit.hash;

import org.jspecify.annotations.NullMarked;
