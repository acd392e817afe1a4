/** Label sets coded by a dictionary, outside the heap. */
@NullMarked
package io.pharos.storage.tsdb.label;

import org.jspecify.annotations.NullMarked;
